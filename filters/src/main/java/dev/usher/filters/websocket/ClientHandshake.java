package dev.usher.filters.websocket;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.ResponseHead;
import java.util.List;
import java.util.Optional;

/**
 * A client's half of the opening handshake (RFC 6455 §4.1). Immutable; one for each connection.
 *
 * @param key made of bytes that nobody can foresee
 * @param subprotocols that the client speaks, the best first
 * @param deflate how to compress, or nothing: not offered
 */
public record ClientHandshake(HandshakeKey key, List<String> subprotocols, Optional<DeflateOptions> deflate) {
    private static final int SWITCHING_PROTOCOLS = 101;

    private static final List<FieldName> OWN = List.of(
            FieldName.HOST,
            FieldName.UPGRADE,
            FieldName.CONNECTION,
            FieldName.SEC_WEBSOCKET_KEY,
            FieldName.SEC_WEBSOCKET_VERSION,
            FieldName.SEC_WEBSOCKET_PROTOCOL,
            FieldName.SEC_WEBSOCKET_EXTENSIONS);

    /** Checks the names. */
    public ClientHandshake {
        subprotocols = Subprotocols.check(subprotocols);
        if (subprotocols.stream().distinct().count() < subprotocols.size()) {
            throw Fault.ours("a subprotocol stands twice in " + subprotocols + " (RFC 6455 §4.1)");
        }
    }

    /**
     * The request to send.
     *
     * @param authority host, or host:port unless the port is the usual one
     * @param target path, with or without a query
     * @param more fields, such as Origin, Cookie or Authorization; none that the handshake says itself
     * @return the request
     * @throws IllegalArgumentException if it cannot be sent
     */
    public RequestHead request(String authority, String target, MutableFields more) {
        for (FieldName name : OWN) {
            if (more.contains(name)) {
                throw Fault.ours(name + " is said by the handshake itself; leave it away");
            }
        }
        MutableFields fields = new MutableFields()
                .add(FieldName.HOST, authority)
                .add(FieldName.UPGRADE, UpgradeRequest.PROTOCOL)
                .add(FieldName.CONNECTION, "Upgrade")
                .add(FieldName.SEC_WEBSOCKET_KEY, key.text())
                .add(FieldName.SEC_WEBSOCKET_VERSION, UpgradeRequest.VERSION);
        if (!subprotocols.isEmpty()) {
            fields.add(FieldName.SEC_WEBSOCKET_PROTOCOL, String.join(", ", subprotocols));
        }
        deflate.ifPresent(options -> fields.add(
                FieldName.SEC_WEBSOCKET_EXTENSIONS,
                DeflateNegotiation.offer(options.parameters()).toString()));
        return RequestHead.of("GET", target, fields.addAll(more));
    }

    /**
     * Reads the answer. Another status than 101 is for the program to look at first: a redirect, or a 401.
     *
     * @param response of the server
     * @return what was agreed on
     * @throws HandshakeException if it grants nothing, or what was not asked for
     */
    public Agreement check(ResponseHead response) {
        MutableFields fields = response.fields();
        if (response.status() != SWITCHING_PROTOCOLS) {
            String versions = fields.joined(FieldName.SEC_WEBSOCKET_VERSION)
                    .map(list -> "; it speaks version " + list)
                    .orElse("");
            throw HandshakeException.bad(
                    "the server answered " + response.status() + " " + response.reason() + versions);
        }
        if (response.isHttp10()
                || !fields.joined(FieldName.UPGRADE)
                        .filter(UpgradeRequest.PROTOCOL::equalsIgnoreCase)
                        .isPresent()
                || !fields.hasToken(FieldName.CONNECTION, "upgrade")) {
            throw HandshakeException.bad("the server switched to something else than websocket (RFC 6455 §4.1)");
        }
        if (!fields.all(FieldName.SEC_WEBSOCKET_ACCEPT).equals(List.of(key.accept()))) {
            throw HandshakeException.bad("Sec-WebSocket-Accept does not prove the key (RFC 6455 §4.1)");
        }
        return compression(subprotocol(fields.all(FieldName.SEC_WEBSOCKET_PROTOCOL)), fields);
    }

    private Optional<String> subprotocol(List<String> answered) {
        if (answered.size() > 1 || !subprotocols.containsAll(answered)) {
            throw HandshakeException.bad("the server chose a subprotocol that was not offered (RFC 6455 §4.1)");
        }
        return answered.stream().findFirst();
    }

    private Agreement compression(Optional<String> subprotocol, MutableFields fields) {
        List<Extension> answered = fields.joined(FieldName.SEC_WEBSOCKET_EXTENSIONS)
                .map(Extension::list)
                .orElse(List.of());
        if (answered.isEmpty()) {
            return new Agreement(subprotocol, Optional.empty(), Optional.empty());
        }
        if (deflate.isEmpty() || answered.size() > 1) {
            throw HandshakeException.bad("the server chose an extension that was not offered (RFC 6455 §4.1)");
        }
        Extension extension = answered.get(0);
        DeflateParameters agreed =
                DeflateNegotiation.accept(extension, deflate.get().parameters());
        return new Agreement(subprotocol, Optional.of(agreed), Optional.of(extension));
    }
}
