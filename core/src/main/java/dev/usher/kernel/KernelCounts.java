package dev.usher.kernel;

/**
 * How much a kernel has of everything at one moment.
 *
 * @param sessions living sessions
 * @param events queued events
 * @param alarms timers
 * @param watches watched links, paused ones included
 * @param aliases names
 * @param references tags that hold a session
 * @param offloads work under way on other threads
 * @param processes waits for the end of child processes
 */
public record KernelCounts(
        int sessions, int events, int alarms, int watches, int aliases, int references, int offloads, int processes) {}
