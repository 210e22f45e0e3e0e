package dev.usher.kernel;

import dev.usher.network.Link;

/**
 * A watched link is ready (the arguments of POE's select events).
 *
 * @param link the link
 * @param mode {@link Link#READ} or {@link Link#WRITE}
 * @param extra what was given when watching began, or null
 */
public record Selected(Link link, int mode, Object extra) {}
