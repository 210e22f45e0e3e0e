package dev.usher.filters.websocket;

import java.util.zip.Deflater;

/**
 * Whether and how to compress (RFC 7692). Immutable; each {@code with} method answers a copy.
 *
 * <p>Never compress what a stranger can add to together with what a stranger must not know: the length tells on it, as
 * CRIME and BREACH have shown. {@link Text#uncompressed} sends one message as it is.
 *
 * @param parameters what to offer or to agree to at most
 * @param level 1, fast, to 9, small; 6 unless a program says otherwise
 * @param threshold bytes of a message below which it is sent as it is, 256
 */
public record DeflateOptions(DeflateParameters parameters, int level, int threshold) {

    /** Each message by itself. */
    public static final DeflateOptions DEFAULT = new DeflateOptions(DeflateParameters.FRUGAL, 6, 256);

    /** Checks level and threshold. */
    public DeflateOptions {
        if (level < Deflater.BEST_SPEED || level > Deflater.BEST_COMPRESSION) {
            throw Fault.ours("a compression level is 1 to 9, not " + level);
        }
        if (threshold < 0) {
            throw Fault.ours("threshold must be 0 or more, not " + threshold);
        }
    }

    /**
     * @param newParameters what to offer or to agree to at most
     * @return a copy
     */
    public DeflateOptions withParameters(DeflateParameters newParameters) {
        return new DeflateOptions(newParameters, level, threshold);
    }

    /**
     * @param newLevel 1 to 9
     * @return a copy
     */
    public DeflateOptions withLevel(int newLevel) {
        return new DeflateOptions(parameters, newLevel, threshold);
    }

    /**
     * @param bytes below which a message is sent as it is, 0 or more
     * @return a copy
     */
    public DeflateOptions withThreshold(int bytes) {
        return new DeflateOptions(parameters, level, bytes);
    }
}
