package dev.usher.filters.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filter.ProtocolException;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.ResponseHead;

/**
 * The peer's half of the opening handshake is not right (RFC 6455 §4). A server answers with {@link #answer}; a client
 * only closes.
 */
public final class HandshakeException extends ProtocolException {
    static final int BAD_REQUEST = 400;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int UPGRADE_REQUIRED = 426;

    private static final long serialVersionUID = 1L;

    private final int status;

    HandshakeException(int status, String message) {
        super(message);
        this.status = status;
    }

    static HandshakeException bad(String sentence) {
        return new HandshakeException(BAD_REQUEST, sentence);
    }

    /** @return the status code of the answer it deserves */
    public int status() {
        return status;
    }

    /**
     * Fills a response that says what was wrong and what to do.
     *
     * @param response to the request, cleared before; its status, fields and content are set
     * @return the response
     */
    public ResponseHead answer(ResponseHead response) {
        response.status(status).content((getMessage() + "\r\n").getBytes(UTF_8));
        response.fields()
                .add(FieldName.CONTENT_TYPE, "text/plain; charset=utf-8")
                .add(FieldName.SEC_WEBSOCKET_VERSION, UpgradeRequest.VERSION); // RFC 6455 §4.2.2
        if (status == UPGRADE_REQUIRED) {
            response.fields().add(FieldName.UPGRADE, UpgradeRequest.PROTOCOL).add(FieldName.CONNECTION, "Upgrade");
        } else if (status == METHOD_NOT_ALLOWED) {
            response.fields().add(FieldName.ALLOW, "GET");
        }
        return response;
    }
}
