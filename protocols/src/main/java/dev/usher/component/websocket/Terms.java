package dev.usher.component.websocket;

import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.FrameLimits;
import java.util.Optional;

/** What holds for every connection of a server or client, whatever has opened it. Immutable. */
final class Terms {
    final FrameLimits limits;
    final Optional<DeflateOptions> deflate;
    final long maxSendSize;
    final long messageRate;
    final long byteRate;
    final long controlRate;
    final SlowConsumer slow;
    final int lowMark;
    final int highMark;
    final long mostBuffered;
    final int mostHeld;
    final long silenceNs;
    final long pongNs;
    final long closeNs;
    final long handshakeNs;

    Terms(WebSocketBuilder<?, ?, ?> wanted) {
        limits = wanted.limits;
        deflate = wanted.deflate;
        maxSendSize = wanted.maxSendSize;
        messageRate = wanted.messageRate;
        byteRate = wanted.byteRate;
        controlRate = wanted.controlRate;
        slow = wanted.slow;
        lowMark = wanted.lowMark;
        highMark = wanted.highMark;
        mostBuffered = wanted.mostBuffered;
        mostHeld = wanted.mostHeld;
        silenceNs = wanted.silenceMax.toNanos();
        pongNs = wanted.pongTimeout == null ? silenceNs : wanted.pongTimeout.toNanos();
        closeNs = wanted.closeTimeout.toNanos();
        handshakeNs = wanted.handshakeTimeout.toNanos();
    }
}
