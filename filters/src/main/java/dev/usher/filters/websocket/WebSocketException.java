package dev.usher.filters.websocket;

import dev.usher.filter.ProtocolException;

/**
 * The peer sent what WebSocket forbids or what a limit does not allow. Nothing that it sends afterwards can be trusted
 * to begin where a frame begins: send a {@link Close} with {@link #code} and close the connection (RFC 6455 §7.1.7).
 */
public final class WebSocketException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final int code;

    WebSocketException(CloseCode code, String message) {
        super(message);
        this.code = code.value();
    }

    /** @return the code of the close frame it deserves */
    public CloseCode code() {
        return new CloseCode(code);
    }
}
