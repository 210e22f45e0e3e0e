package dev.usher.wheel;

import dev.usher.kernel.Errno;
import dev.usher.kernel.IoError;

/**
 * What went wrong with a child's standard stream, or that it has ended.
 *
 * @param error what; the end of an output is {@code read}, NONE, empty text
 * @param handle which stream
 */
public record RunError(IoError error, Handle handle) {

    /** A child's standard streams. */
    public enum Handle {
        /** What it reads. */
        STDIN,
        /** What it writes. */
        STDOUT,
        /** What it writes beside. */
        STDERR
    }

    /** @return what was tried */
    public String operation() {
        return error.operation();
    }

    /** @return its outcome */
    public Errno errno() {
        return error.errno();
    }

    /** @return the outcome in words */
    public String text() {
        return error.text();
    }
}
