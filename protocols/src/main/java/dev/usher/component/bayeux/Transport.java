package dev.usher.component.bayeux;

import java.util.Optional;

/** How a client is reached. */
public enum Transport {
    /** Requests by WebSocket, messages at any time. */
    WEBSOCKET("websocket"),
    /** Requests by POST, messages in their answers. */
    LONG_POLLING("long-polling"),
    /** Requests by GET, answers as scripts: for pages of other origins in old browsers. */
    CALLBACK_POLLING("callback-polling");

    private final String word;

    Transport(String word) {
        this.word = word;
    }

    /** @return as a handshake says it */
    public String word() {
        return word;
    }

    static Optional<Transport> of(String word) {
        for (Transport transport : values()) {
            if (transport.word.equals(word)) {
                return Optional.of(transport);
            }
        }
        return Optional.empty();
    }
}
