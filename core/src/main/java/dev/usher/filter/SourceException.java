package dev.usher.filter;

import java.io.IOException;

/** A {@link Source} cannot give what it has promised. */
public final class SourceException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message what is missing */
    public SourceException(String message) {
        super(message);
    }

    /**
     * Of a source that breaks its word: asked again and again it would hold up everybody else.
     *
     * @param source has bytes left, but has copied none
     * @return what to throw
     */
    public static SourceException nothingFrom(Source source) {
        return new SourceException("a source has " + source.remaining() + " bytes, but gives none: " + source);
    }

    /**
     * @param message what failed
     * @param cause why
     */
    public SourceException(String message, IOException cause) {
        super(message, cause);
    }
}
