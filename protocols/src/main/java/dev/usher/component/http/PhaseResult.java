package dev.usher.component.http;

/** What a handler of a {@link PhasedServer} answers. */
public enum PhaseResult {
    /** Go on with the next handler, or the next phase. */
    OK,
    /** Go on with the next phase. */
    DENY,
    /** Wait until {@link PhasedServer#proceed} is called for the response. */
    WAIT
}
