package dev.usher.recorder;

import java.util.Optional;

/**
 * A run that did all that was recorded.
 *
 * @param traceHash the same as the recording's
 * @param records how many records it took
 * @param death the exception that ended it, as it had ended the recorded run; empty if none did
 */
public record Replayed(long traceHash, long records, Optional<Throwable> death) {}
