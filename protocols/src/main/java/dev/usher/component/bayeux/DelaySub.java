package dev.usher.component.bayeux;

import java.time.Duration;

/**
 * Asks a server, by {@link BayeuxServer#DELAY_SUB}, to run something later, once. While it waits, others of the same
 * name are ignored.
 *
 * @param name of what waits
 * @param delay until it runs
 * @param sub runs in the server's session
 */
public record DelaySub(String name, Duration delay, Runnable sub) {}
