package dev.usher.component.websocket;

import java.util.Map;

/**
 * How much of what a server has seen. Immutable.
 *
 * @param open connections past the handshake, now
 * @param granted handshakes
 * @param refused handshakes, by status
 * @param messagesIn messages that came
 * @param bytesIn bytes of them
 * @param messagesOut messages that were taken to be sent
 * @param dropped messages that were not, since the peer was slow
 * @param pings that were sent unasked
 * @param ended connections, by close code
 */
public record WebSocketCounts(
        int open,
        long granted,
        Map<Integer, Long> refused,
        long messagesIn,
        long bytesIn,
        long messagesOut,
        long dropped,
        long pings,
        Map<Integer, Long> ended) {}
