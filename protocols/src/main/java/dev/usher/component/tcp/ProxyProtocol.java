package dev.usher.component.tcp;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * That an endpoint stands behind proxies that say who their clients are (HAProxy's PROXY protocol, versions 1 and 2).
 * Every connection must come from one of them and begin with a header. Immutable: each method answers a changed copy.
 */
public final class ProxyProtocol {
    /** Whom {@link #trusting} names by this word: the peers of UNIX sockets. */
    public static final String LOCAL = "LOCAL";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final List<Prefix> trusted;
    private final boolean local;
    private final Duration timeout;

    private ProxyProtocol(List<Prefix> trusted, boolean local, Duration timeout) {
        this.trusted = trusted;
        this.local = local;
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
        List<Prefix> prefixes = new ArrayList<>();
        boolean local = false;
        for (String proxy : proxies) {
            if (proxy.equals(LOCAL)) {
                local = true;
            } else {
                prefixes.add(Prefix.of(proxy));
            }
        }
        if (prefixes.isEmpty() && !local) {
            throw new IllegalArgumentException("name at least one proxy: without any, nobody could connect");
        }
        return new ProxyProtocol(List.copyOf(prefixes), local, TIMEOUT);
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
        return new ProxyProtocol(trusted, local, time);
    }

    boolean trustsLocal() {
        return local;
    }

    boolean trustsAddresses() {
        return !trusted.isEmpty();
    }

    Duration timeout() {
        return timeout;
    }

    boolean trusts(SocketAddress proxy) {
        if (!(proxy instanceof InetSocketAddress inet)) {
            return local;
        }
        for (Prefix prefix : trusted) {
            if (prefix.contains(inet.getAddress())) {
                return true;
            }
        }
        return false;
    }
}
