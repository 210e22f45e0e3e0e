package dev.usher.component.websocket;

import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.FrameLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The half of a server's or client's description that is about each connection: what is offered, how much is taken, how
 * long is waited. Not thread-safe.
 *
 * @param <B> the whole builder, which every verb answers
 * @param <C> a connection
 * @param <H> what its handshake is to a program
 */
public abstract sealed class WebSocketBuilder<B, C extends WebSocketEndpoint<C, H>, H> extends WebSocketEvents<B, C, H>
        permits WebSocketServerLimits, WebSocketClientBuilder {
    final List<String> errors = new ArrayList<>();
    final Hooks<C, H> hooks = new Hooks<>();
    List<String> subprotocols = List.of();
    Optional<DeflateOptions> deflate = Optional.empty();
    FrameLimits limits = FrameLimits.DEFAULT;
    long maxSendSize = 65_536;
    Duration silenceMax = Duration.ofSeconds(20);
    Duration pongTimeout; // null: as silenceMax
    Duration closeTimeout = Duration.ofSeconds(5);
    Duration handshakeTimeout = Duration.ofSeconds(10);
    long messageRate;
    long byteRate;
    long controlRate = 1_000;
    SlowConsumer slow = SlowConsumer.BLOCK;
    int lowMark = 32_768;
    int highMark = 65_536;
    long mostBuffered = 16 << 20;
    int mostHeld = 100;

    WebSocketBuilder() {}

    @Override
    final Hooks<C, H> hooks() {
        return hooks;
    }

    // ---- the handshake

    /**
     * Subprotocols that are spoken here. A server chooses the first of them that the client offers; a client offers
     * them all.
     *
     * @param names the best first
     * @return this
     */
    public final B subprotocols(String... names) {
        subprotocols = List.of(names);
        return self();
    }

    /**
     * Compresses (RFC 7692); not at all unless said. See {@link DeflateOptions} on what never to compress.
     *
     * @param how for instance {@link DeflateOptions#DEFAULT}
     * @return this
     */
    public final B deflate(DeflateOptions how) {
        deflate = Optional.of(how);
        return self();
    }

    /**
     * At a server: how long a deferred decision may take, and with a port of its own how long a request; at a client:
     * how long the server may take to answer. 10 s unless said.
     *
     * @param time zero for ever
     * @return this
     */
    public final B handshakeTimeout(Duration time) {
        handshakeTimeout = notNegative("handshakeTimeout", time);
        return self();
    }

    // ---- messages

    /**
     * How much of a message is taken; {@link FrameLimits#DEFAULT} unless said. Beyond it 1009.
     *
     * @param most of frames, messages and fragments
     * @return this
     */
    public final B limits(FrameLimits most) {
        limits = most;
        return self();
    }

    /**
     * The largest message that may be sent; 65,536 bytes as in the manual unless said.
     *
     * @param bytes more than 0
     * @return this
     */
    public final B maxSendSize(long bytes) {
        maxSendSize = atLeast("maxSendSize", bytes, 1);
        return self();
    }

    /**
     * How much may come in a second; beyond it 1008.
     *
     * @param messages 0, the default, for any number
     * @param bytes of messages; 0, the default, for any number
     * @param controls pings and pongs, 1,000 unless said; 0 for any number
     * @return this
     */
    public final B rates(long messages, long bytes, long controls) {
        messageRate = atLeast("messages a second", messages, 0);
        byteRate = atLeast("bytes a second", bytes, 0);
        controlRate = atLeast("control frames a second", controls, 0);
        return self();
    }

    /**
     * What is done with messages to who does not take them; they wait unless said.
     *
     * @param policy what
     * @return this
     */
    public final B slowConsumer(SlowConsumer policy) {
        slow = policy;
        return self();
    }

    /**
     * When a connection is slow: from the high mark on until the low mark. 32,768 and 65,536 unless said.
     *
     * @param low bytes that wait, more than 0
     * @param high bytes that wait, more than low
     * @return this
     */
    public final B marks(int low, int high) {
        if (low <= 0 || high <= low) {
            errors.add("marks must be more than 0, and high above low, not " + low + " and " + high);
            return self();
        }
        lowMark = low;
        highMark = high;
        return self();
    }

    /**
     * How much may wait for a slow connection: beyond the bytes it is closed with 1013 where messages wait
     * ({@link SlowConsumer#BLOCK}), beyond the messages the oldest is dropped where that is said. 16 MiB and 100 unless
     * said.
     *
     * @param bytes more than 0
     * @param messages more than 0
     * @return this
     */
    public final B maxBuffered(long bytes, int messages) {
        mostBuffered = atLeast("maxBuffered bytes", bytes, 1);
        mostHeld = (int) atLeast("maxBuffered messages", messages, 1);
        return self();
    }

    // ---- times

    /**
     * Who is silent is looked at every half of this time, and sent a ping if nothing has come since; 20 s unless said.
     *
     * @param time zero for never
     * @return this
     */
    public final B silenceMax(Duration time) {
        silenceMax = notNegative("silenceMax", time);
        return self();
    }

    /**
     * How long after a ping that nothing follows a connection is given up, at the next look; as long as
     * {@code silenceMax} unless said.
     *
     * @param time zero for never: it is pinged for ever, as in the manual
     * @return this
     */
    public final B pongTimeout(Duration time) {
        pongTimeout = notNegative("pongTimeout", time);
        return self();
    }

    /**
     * How long the peer may take to answer a close frame; 5 s unless said.
     *
     * @param time more than zero
     * @return this
     */
    public final B closeTimeout(Duration time) {
        closeTimeout = notNegative("closeTimeout", time);
        return self();
    }

    final Duration notNegative(String name, Duration time) {
        if (time.isNegative()) {
            errors.add(name + " must be zero or more, not " + time);
            return Duration.ZERO;
        }
        return time;
    }

    final long atLeast(String name, long value, long least) {
        if (value < least) {
            errors.add(name + " must be " + least + " or more, not " + value);
            return least;
        }
        return value;
    }
}
