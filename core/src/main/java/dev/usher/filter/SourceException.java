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
     * @param message what failed
     * @param cause why
     */
    public SourceException(String message, IOException cause) {
        super(message, cause);
    }
}
