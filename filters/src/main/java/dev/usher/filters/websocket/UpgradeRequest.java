package dev.usher.filters.websocket;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.Fields;
import dev.usher.filters.http.RequestHead;
import java.util.List;
import java.util.Optional;

/**
 * A client's opening handshake (RFC 6455 §4.2.1). Immutable.
 *
 * @param key to be proved
 * @param origin of the page whose script asks, if a browser says so (RFC 6454)
 * @param subprotocols that the client speaks, in its order of preference
 * @param extensions that it offers, in its order of preference
 */
public record UpgradeRequest(
        HandshakeKey key, Optional<String> origin, List<String> subprotocols, List<Extension> extensions) {

    static final String PROTOCOL = "websocket";
    static final String VERSION = "13";

    /** Keeps the lists. */
    public UpgradeRequest {
        subprotocols = List.copyOf(subprotocols);
        extensions = List.copyOf(extensions);
    }

    /**
     * Reads a request. Whether its host, path and origin are served here is for the server to say.
     *
     * @param head of a request, as a strict parser gave it
     * @return what it asks for
     * @throws HandshakeException if it is no opening handshake of version 13, with the status that says why
     */
    public static UpgradeRequest of(RequestHead head) {
        Fields fields = head.fields();
        if (!head.asksUpgrade(PROTOCOL)) {
            throw new HandshakeException(
                    HandshakeException.UPGRADE_REQUIRED,
                    "This is a WebSocket: ask with HTTP/1.1, Connection: Upgrade and Upgrade: websocket");
        }
        if (!head.isMethod("GET")) {
            throw new HandshakeException(
                    HandshakeException.METHOD_NOT_ALLOWED, "a WebSocket begins with GET (RFC 6455 §4.1)");
        }
        if (head.hasContent()) {
            throw HandshakeException.bad("an opening handshake has no content");
        }
        // Older drafts have other fields or other numbers; none is spoken here.
        if (!fields.all(FieldName.SEC_WEBSOCKET_VERSION).equals(List.of(VERSION))) {
            throw new HandshakeException(
                    HandshakeException.UPGRADE_REQUIRED, "the only version spoken here is 13 (RFC 6455 §4.4)");
        }
        List<String> keys = fields.all(FieldName.SEC_WEBSOCKET_KEY);
        if (keys.size() != 1 || !HandshakeKey.isKey(keys.get(0))) {
            throw HandshakeException.bad("Sec-WebSocket-Key is 16 bytes in Base64, once (RFC 6455 §4.1)");
        }
        if (fields.all(FieldName.ORIGIN).size() > 1) {
            throw HandshakeException.bad("Origin stands here twice (RFC 6454 §7.3)");
        }
        return new UpgradeRequest(
                new HandshakeKey(keys.get(0)),
                fields.first(FieldName.ORIGIN),
                fields.joined(FieldName.SEC_WEBSOCKET_PROTOCOL)
                        .map(Subprotocols::list)
                        .orElse(List.of()),
                fields.joined(FieldName.SEC_WEBSOCKET_EXTENSIONS)
                        .map(Extension::list)
                        .orElse(List.of()));
    }
}
