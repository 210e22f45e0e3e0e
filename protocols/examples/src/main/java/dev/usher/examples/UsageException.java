package dev.usher.examples;

/** The command line is wrong; the message says what, and what to do, in one line. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
