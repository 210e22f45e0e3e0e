package dev.usher.kernel;

import java.time.Duration;
import java.time.Instant;

/** A clock that a handler can move, as a long handler would. */
final class SettableClock implements Clock {
    private static final Instant START = Instant.parse("2000-01-01T00:00:00Z");
    private long ns;

    void pass(Duration time) {
        ns += time.toNanos();
    }

    @Override
    public long nanoTime() {
        return 77 + ns; // from some fixed moment, not from zero
    }

    @Override
    public Instant wallTime() {
        return START.plusNanos(ns);
    }
}
