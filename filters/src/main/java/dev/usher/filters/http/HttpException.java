package dev.usher.filters.http;

import dev.usher.filter.ProtocolException;

/**
 * The peer sent what HTTP forbids or what a limit does not allow. Nothing that it sends afterwards can be trusted to
 * begin where a message begins: answer with {@link #status}, say {@code Connection: close}, and close.
 */
public final class HttpException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final int status;

    HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** @return the status code of the answer it deserves, 4xx or 5xx; a client that meets one only closes */
    public int status() {
        return status;
    }
}
