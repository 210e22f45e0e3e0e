package dev.usher.recorder;

/**
 * What a run did, as one number: every record and every event delivered is a step that changes it. The same on every
 * JDK. One thread.
 */
final class TraceHash {
    private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;

    private long value = PRIME;
    private long steps;

    void step(long what, long more) {
        long mixed = (value ^ what) * PRIME;
        mixed = (mixed ^ mixed >>> 29 ^ more) * PRIME;
        value = mixed ^ mixed >>> 32;
        steps++;
    }

    /** An event reaches a handler. */
    void delivered(long session, String event, long sender) {
        step(session << 20 ^ sender, event.hashCode());
    }

    long value() {
        return value;
    }

    /** What goes with a record, to find the first that differs. */
    int check() {
        return (int) value;
    }

    long steps() {
        return steps;
    }
}
