package dev.usher.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is on its way through the network, in order of arrival; of equal times, in order of departure. One thread. */
final class Agenda {

    private record Arrival(long dueNs, long sequence, Runnable effect) {}

    private final PriorityQueue<Arrival> arrivals =
            new PriorityQueue<>(Comparator.comparingLong(Arrival::dueNs).thenComparingLong(Arrival::sequence));
    private long sequence;

    void add(long dueNs, Runnable effect) {
        arrivals.add(new Arrival(dueNs, sequence++, effect));
    }

    long nextNs() {
        Arrival next = arrivals.peek();
        return next == null ? VirtualClock.NEVER : next.dueNs();
    }

    /** Lets all arrive that is due, and what it sets off if that is due too. */
    void deliver(long nowNs) {
        while (nextNs() <= nowNs) {
            arrivals.remove().effect().run();
        }
    }
}
