package dev.usher.kernel;

import java.time.Instant;

/** Where a kernel's time comes from. Read by the kernel's thread only. */
public interface Clock {

    /** The machine's own clock. */
    Clock SYSTEM = new Clock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant wallTime() {
            return Instant.now();
        }
    };

    /** @return nanoseconds since some fixed moment; never goes backwards */
    long nanoTime();

    /** @return the time of day, which may be set to and fro */
    Instant wallTime();
}
