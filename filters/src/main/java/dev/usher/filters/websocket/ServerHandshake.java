package dev.usher.filters.websocket;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.ResponseHead;
import java.util.List;
import java.util.Optional;

/**
 * A server's half of the opening handshake (RFC 6455 §4.2.2). Immutable.
 *
 * <pre>{@code
 * UpgradeRequest request = UpgradeRequest.of(head);
 * Agreement agreement = handshake.agree(request);
 * handshake.answer(request, agreement, response.clear().answering(head));
 * }</pre>
 *
 * @param subprotocols spoken here, the best first
 * @param deflate how to compress, or nothing: never
 */
public record ServerHandshake(List<String> subprotocols, Optional<DeflateOptions> deflate) {
    private static final int SWITCHING_PROTOCOLS = 101;

    /** Checks the names. */
    public ServerHandshake {
        subprotocols = Subprotocols.check(subprotocols);
    }

    /**
     * Chooses from what a client offers: the best subprotocol in this server's eyes, the first compression in the
     * client's that can be had.
     *
     * @param request of the client
     * @return what both can do
     */
    public Agreement agree(UpgradeRequest request) {
        Optional<String> subprotocol =
                subprotocols.stream().filter(request.subprotocols()::contains).findFirst();
        Optional<DeflateNegotiation> compression =
                deflate.flatMap(options -> DeflateNegotiation.answer(request.extensions(), options.parameters()));
        return new Agreement(
                subprotocol,
                compression.map(DeflateNegotiation::agreed),
                compression.map(DeflateNegotiation::extension));
    }

    /**
     * Fills the answer that grants a request.
     *
     * @param request of the client
     * @param agreement what was agreed on
     * @param response to fill, cleared before; what fields it has stay
     * @return the response; what follows it on the connection is frames
     * @throws IllegalArgumentException if the client has not offered the subprotocol
     */
    public ResponseHead answer(UpgradeRequest request, Agreement agreement, ResponseHead response) {
        response.status(SWITCHING_PROTOCOLS);
        response.fields()
                .add(FieldName.UPGRADE, UpgradeRequest.PROTOCOL)
                .add(FieldName.CONNECTION, "Upgrade")
                .add(FieldName.SEC_WEBSOCKET_ACCEPT, request.key().accept());
        agreement.subprotocol().ifPresent(name -> {
            if (!request.subprotocols().contains(name)) {
                throw Fault.ours("the client has not offered the subprotocol \"" + name + "\" (RFC 6455 §4.2.2)");
            }
            response.fields().add(FieldName.SEC_WEBSOCKET_PROTOCOL, name);
        });
        agreement
                .extension()
                .ifPresent(
                        extension -> response.fields().add(FieldName.SEC_WEBSOCKET_EXTENSIONS, extension.toString()));
        return response;
    }
}
