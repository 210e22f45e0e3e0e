package dev.usher.filters.bayeux;

import dev.usher.filter.ProtocolException;

/** What a peer sent is no batch of Bayeux messages, or is more than a limit allows. */
public final class BayeuxException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param code 400 or 413
     * @param message what was wrong
     */
    public BayeuxException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** @return the status that it deserves */
    public int code() {
        return code;
    }
}
