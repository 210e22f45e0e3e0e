package dev.usher.kernel;

/**
 * What a session is told when its parent changes (POE's {@code _parent}).
 *
 * @param old the parent so far
 * @param now the parent from now on
 */
public record Parent(Session old, Session now) {}
