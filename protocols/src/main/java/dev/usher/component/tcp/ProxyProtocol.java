package dev.usher.component.tcp;

import dev.usher.component.internal.TrustedPeers;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * That an endpoint stands behind proxies that say who their clients are (HAProxy's PROXY protocol, versions 1 and 2).
 * Every connection must come from one of them and begin with a header. Immutable: each method answers a changed copy.
 */
public final class ProxyProtocol {
    /** Whom {@link #trusting} names by this word: the peers of UNIX sockets. */
    public static final String LOCAL = TrustedPeers.LOCAL;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final TrustedPeers trusted;
    private final Duration timeout;

    private ProxyProtocol(TrustedPeers trusted, Duration timeout) {
        this.trusted = trusted;
        this.timeout = timeout;
    }

    /**
     * Believes these proxies, and refuses all other connections: whoever may send a header may be anybody.
     *
     * @param proxies their addresses or prefixes, {@code 10.0.0.0/8} or {@code ::1} say, or {@link #LOCAL}
     * @return that
     * @throws IllegalArgumentException naming what is neither
     */
    public static ProxyProtocol trusting(String... proxies) {
        TrustedPeers trusted = TrustedPeers.of(List.of(proxies));
        if (trusted.isEmpty()) {
            throw new IllegalArgumentException("name at least one proxy: without any, nobody could connect");
        }
        return new ProxyProtocol(trusted, TIMEOUT);
    }

    /**
     * How long a proxy may take for its header; 5 s unless said.
     *
     * @param time more than zero
     * @return the changed copy
     */
    public ProxyProtocol timeout(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("the time for a PROXY header must be more than zero, not " + time);
        }
        return new ProxyProtocol(trusted, time);
    }

    boolean trustsLocal() {
        return trusted.hasLocal();
    }

    boolean trustsAddresses() {
        return trusted.hasAddresses();
    }

    Duration timeout() {
        return timeout;
    }

    boolean trusts(SocketAddress proxy) {
        return trusted.has(proxy);
    }
}
