package dev.usher.component.websocket;

import dev.usher.component.internal.TrustedPeers;
import java.time.Duration;
import java.util.List;

/** The half of a server's description that is about who may come, how fast, and what happens when. Not thread-safe. */
public abstract sealed class WebSocketServerLimits
        extends WebSocketBuilder<WebSocketServerBuilder, WebSocketConnection, Handshake>
        permits WebSocketServerBuilder {
    Origins origins = Origins.same();
    TrustedPeers trustedProxies = TrustedPeers.NONE;
    int mostConnections;
    int mostPerAddress;
    long upgradeRate;
    long upgradeRatePerAddress;
    boolean nodelay = true;
    Duration tickPeriod = Duration.ZERO;
    boolean ticksMadeUp;
    int drainBatch; // 0: all at once
    Duration drainEvery = Duration.ZERO;

    WebSocketServerLimits() {}

    // ---- who may come

    /**
     * Which pages' scripts may connect: those of the same host and port, unless said.
     *
     * @param which others get 403
     * @return this
     */
    public final WebSocketServerBuilder origins(Origins which) {
        origins = which;
        return self();
    }

    /**
     * Proxies of one's own, whose X-Forwarded-Proto tells whether a client has come by TLS ({@link Handshake#secure});
     * none unless said.
     *
     * @param addresses numeric, or blocks of them, {@code 10.0.0.0/8}; {@code LOCAL} for UNIX sockets
     * @return this
     */
    public final WebSocketServerBuilder trustedProxies(String... addresses) {
        try {
            trustedProxies = TrustedPeers.of(List.of(addresses));
        } catch (IllegalArgumentException e) {
            errors.add("trustedProxies: " + e.getMessage());
        }
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

    /**
     * Whether frames are sent at once (TCP_NODELAY) when the handshake is done; so unless said.
     *
     * @param on rather than waiting for more
     * @return this
     */
    public final WebSocketServerBuilder nodelay(boolean on) {
        nodelay = on;
        return self();
    }

    // ---- when

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
}
