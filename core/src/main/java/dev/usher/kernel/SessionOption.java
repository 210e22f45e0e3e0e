package dev.usher.kernel;

/** What a session can be asked to tell about itself (POE::Session's options). */
public enum SessionOption {
    /** Log every event that is delivered to it. */
    TRACE,
    /** Log a warning when a handler is replaced at run time. */
    DEBUG,
    /** Log a warning for every event that has no handler. */
    DEFAULT;

    /** A bit of the kernel's own beside these: all that is delivered takes the watched way. */
    static final int WATCHED = 1 << 5;

    int set(int options, boolean on) {
        return on ? options | 1 << ordinal() : options & ~(1 << ordinal());
    }

    boolean in(int options) {
        return (options & 1 << ordinal()) != 0;
    }
}
