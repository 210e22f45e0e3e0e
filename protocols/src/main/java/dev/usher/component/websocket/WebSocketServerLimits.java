package dev.usher.component.websocket;

import dev.usher.filters.websocket.FrameLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The half of a server's description that is about how much, how fast and how long. Not thread-safe. */
public abstract sealed class WebSocketServerLimits extends WebSocketEvents<WebSocketServerBuilder>
        permits WebSocketServerBuilder {
    final List<String> errors = new ArrayList<>();
    FrameLimits limits = FrameLimits.DEFAULT;
    long maxSendSize = 65_536;
    Duration tickPeriod = Duration.ZERO;
    Duration silenceMax = Duration.ofSeconds(20);
    Duration pongTimeout; // null: as silenceMax
    Duration closeTimeout = Duration.ofSeconds(5);
    Duration handshakeTimeout = Duration.ofSeconds(10);
    int mostConnections;
    int mostPerAddress;
    long messageRate;
    long byteRate;
    long controlRate = 1_000;
    SlowConsumer slow = SlowConsumer.BLOCK;
    int lowMark = 32_768;
    int highMark = 65_536;
    long mostBuffered = 16 << 20;
    int mostHeld = 100;
    long upgradeRate;
    long upgradeRatePerAddress;
    int drainBatch; // 0: all at once
    Duration drainEvery = Duration.ZERO;
    boolean ticksMadeUp;

    WebSocketServerLimits() {}

    // ---- connections

    /**
     * How long a deferred decision may take, and with a port of its own how long a request; 10 s unless said.
     *
     * @param time zero for ever
     * @return this
     */
    public final WebSocketServerBuilder handshakeTimeout(Duration time) {
        handshakeTimeout = notNegative("handshakeTimeout", time);
        return self();
    }

    /**
     * How many connections there may be; beyond them 503, and 429 for one address.
     *
     * @param most 0, the default, for any number
     * @param perAddress the same of one address
     * @return this
     */
    public final WebSocketServerBuilder connections(int most, int perAddress) {
        mostConnections = (int) atLeast("connections", most, 0);
        mostPerAddress = (int) atLeast("connections per address", perAddress, 0);
        return self();
    }

    /**
     * How many handshakes may be begun in a second; beyond them 503, and 429 for one address.
     *
     * @param most 0, the default, for any number
     * @param perAddress the same of one address
     * @return this
     */
    public final WebSocketServerBuilder upgradeRate(long most, long perAddress) {
        upgradeRate = atLeast("upgrades a second", most, 0);
        upgradeRatePerAddress = atLeast("upgrades per address a second", perAddress, 0);
        return self();
    }

    // ---- messages

    /**
     * How much of a message is taken; {@link FrameLimits#DEFAULT} unless said. Beyond it 1009.
     *
     * @param most of frames, messages and fragments
     * @return this
     */
    public final WebSocketServerBuilder limits(FrameLimits most) {
        limits = most;
        return self();
    }

    /**
     * The largest message that may be sent; 65,536 bytes as in the manual unless said.
     *
     * @param bytes more than 0
     * @return this
     */
    public final WebSocketServerBuilder maxSendSize(long bytes) {
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
    public final WebSocketServerBuilder rates(long messages, long bytes, long controls) {
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
    public final WebSocketServerBuilder slowConsumer(SlowConsumer policy) {
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
    public final WebSocketServerBuilder marks(int low, int high) {
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
    public final WebSocketServerBuilder maxBuffered(long bytes, int messages) {
        mostBuffered = atLeast("maxBuffered bytes", bytes, 1);
        mostHeld = (int) atLeast("maxBuffered messages", messages, 1);
        return self();
    }

    // ---- times

    /**
     * @param period between two ticks; a late one moves none of those behind it. Zero, the default, for none
     * @return this
     */
    public final WebSocketServerBuilder tickPeriod(Duration period) {
        tickPeriod = notNegative("tickPeriod", period);
        return self();
    }

    /**
     * What becomes of ticks whose time has passed while the program was busy: they are skipped unless said.
     *
     * @param madeUp whether they all come, one behind the other, as in the manual's server
     * @return this
     */
    public final WebSocketServerBuilder missedTicks(boolean madeUp) {
        ticksMadeUp = madeUp;
        return self();
    }

    /**
     * How a server that shuts down tells its connections: all at once unless said. Each then has the
     * {@link #closeTimeout} to answer.
     *
     * @param connections to be told at a time, more than 0
     * @param every how long to wait between, more than zero
     * @return this
     */
    public final WebSocketServerBuilder drain(int connections, Duration every) {
        drainBatch = (int) atLeast("drain connections", connections, 1);
        drainEvery = notNegative("drain every", every);
        return self();
    }

    /**
     * Who is silent is looked at every half of this time, and sent a ping if nothing has come since; 20 s unless said.
     *
     * @param time zero for never
     * @return this
     */
    public final WebSocketServerBuilder silenceMax(Duration time) {
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
    public final WebSocketServerBuilder pongTimeout(Duration time) {
        pongTimeout = notNegative("pongTimeout", time);
        return self();
    }

    /**
     * How long the peer may take to answer a close frame; 5 s unless said.
     *
     * @param time more than zero
     * @return this
     */
    public final WebSocketServerBuilder closeTimeout(Duration time) {
        closeTimeout = notNegative("closeTimeout", time);
        return self();
    }

    private Duration notNegative(String name, Duration time) {
        if (time.isNegative()) {
            errors.add(name + " must be zero or more, not " + time);
            return Duration.ZERO;
        }
        return time;
    }

    private long atLeast(String name, long value, long least) {
        if (value < least) {
            errors.add(name + " must be " + least + " or more, not " + value);
            return least;
        }
        return value;
    }
}
