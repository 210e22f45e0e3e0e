package dev.usher.recorder;

/** A replayed program did something else than the recorded one. The message says what, and at which record. */
public final class DivergenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The number of the record at which it was noticed, counted from 1. */
    private final long record;

    DivergenceException(long record, String message) {
        super(message);
        this.record = record;
    }

    /** @return the number of the record at which it was noticed, as {@link Recording#lines} has it */
    public long record() {
        return record;
    }
}
