package dev.usher.filters.websocket;

import java.util.Optional;

/**
 * What the two ends have agreed on. Immutable.
 *
 * @param subprotocol that is spoken, if one is
 * @param deflate how messages are compressed, if they are
 * @param extension the same as the server's answer says it
 */
public record Agreement(
        Optional<String> subprotocol, Optional<DeflateParameters> deflate, Optional<Extension> extension) {

    /**
     * @param name of the subprotocol that the program chose by itself, or nothing
     * @return a copy
     */
    public Agreement withSubprotocol(Optional<String> name) {
        return new Agreement(name, deflate, extension);
    }
}
