package dev.usher.wheel;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a session uses to be told about a handle in events of its own. Made, used and closed on the kernel's thread;
 * closes with its session at the latest.
 */
public abstract class Wheel implements AutoCloseable {
    private static final AtomicLong LAST_ID = new AtomicLong();

    private final long id = LAST_ID.incrementAndGet();

    /** For subclasses. */
    protected Wheel() {}

    /** @return the number that comes with each of its events, unique in the process and never used again */
    public final long id() {
        return id;
    }

    /** Lets go of the handle. A second close does nothing. */
    @Override
    public abstract void close();
}
