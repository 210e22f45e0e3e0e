package dev.usher.component.tcp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;

/**
 * The half of a client's description that is about connecting: whom to, where from, how long, how often. Not
 * thread-safe.
 *
 * @param <B> the whole builder, which every verb answers
 * @param <H> the heap of the client's session, which its callbacks get
 */
public abstract sealed class ConnectorBuilder<B extends ConnectorBuilder<B, H>, H> extends ConnectionBuilder<B, H>
        permits TcpClientBuilder {
    private static final String LOOPBACK_4 = "127.0.0.1";
    private static final String LOOPBACK_6 = "::1";

    Duration connectTimeout;
    Backoff backoff;
    boolean anyFamily;
    Duration attemptDelay = Duration.ofMillis(250); // RFC 8305 §5
    private Domain domain = Domain.INET;
    private Object remoteAddress;
    private String remotePort;
    private Object bindAddress;
    private String bindPort;

    ConnectorBuilder(Set<String> reserved) {
        super(reserved);
    }

    /**
     * Which addresses a name is looked up for: IPv4 unless said.
     *
     * @param domain INET or INET6
     * @return this
     */
    public final B domain(Domain domain) {
        if (domain == Domain.UNIX) {
            errors.add("a TCP client connects to INET or INET6, not to UNIX: use SocketFactory");
        }
        this.domain = domain;
        return self();
    }

    /**
     * Whom to connect to: an address as text or packed bytes, a name, or an {@link InetAddress}.
     *
     * @param address the address, an IPv6 one sets the domain too; null for this machine, as in POE
     * @return this
     */
    public final B remoteAddress(Object address) {
        remoteAddress = address("remoteAddress", address);
        return self();
    }

    /**
     * Which port to connect to.
     *
     * @param number 1 to 65,535
     * @return this
     */
    public final B remotePort(int number) {
        remotePort = Integer.toString(number);
        if (number < 1 || number > 65_535) {
            errors.add("remotePort must be 1 to 65535, not " + number);
        }
        return self();
    }

    /**
     * Which port to connect to, by the name of its service.
     *
     * @param service {@code echo}, {@code http}, ..., or a number as text
     * @return this
     */
    public final B remotePort(String service) {
        if (!service.isEmpty() && service.length() < 10 && Services.isNumber(service)) {
            return remotePort(Integer.parseInt(service));
        }
        if (service.isEmpty() || Services.isNumber(service)) {
            errors.add("remotePort must be 1 to 65535 or the name of a service, not '" + service + "'");
        }
        remotePort = service;
        return self();
    }

    /**
     * Which of this machine's addresses to connect from; the system's choice unless said.
     *
     * @param address as for {@link #remoteAddress}
     * @return this
     */
    public final B bindAddress(Object address) {
        bindAddress = address("bindAddress", address);
        return self();
    }

    /**
     * Which port to connect from; the system's choice unless said.
     *
     * @param number 0 to 65,535; 0 lets the system choose
     * @return this
     */
    public final B bindPort(int number) {
        bindPort = Integer.toString(number);
        if (number < 0 || number > 65_535) {
            errors.add("bindPort must be 0 to 65535, not " + number);
        }
        return self();
    }

    private Object address(String option, Object address) {
        boolean packed = address instanceof byte[] bytes && (bytes.length == 4 || bytes.length == 16);
        if (address instanceof byte[] bytes && bytes.length == 16
                || address instanceof Inet6Address
                || address instanceof String text && text.indexOf(':') >= 0) {
            domain = Domain.INET6;
        } else if (address != null && !packed && !(address instanceof String) && !(address instanceof InetAddress)) {
            errors.add(option + " must be a name, a numeric address, an InetAddress or 4 or 16 packed bytes, not "
                    + address);
            return null;
        }
        return address;
    }

    /**
     * How long an attempt may take, the look-up included; as long as the system lets it unless said.
     *
     * @param time more than zero
     * @return this
     */
    public final B connectTimeout(Duration time) {
        connectTimeout = positive("connectTimeout", time);
        return self();
    }

    /**
     * Whether a name is looked up for IPv6 and IPv4, whatever the domain, and both are tried, IPv6 first (RFC 8305,
     * Happy Eyeballs).
     *
     * @param on whether; no unless said
     * @return this
     */
    public final B anyFamily(boolean on) {
        anyFamily = on;
        return self();
    }

    /**
     * How long to wait for one of a name's addresses before the next is tried beside it; 250 ms unless said. The first
     * that is connected is taken, the others are dropped. An address that refuses is not waited for.
     *
     * @param time more than zero
     * @return this
     */
    public final B attemptDelay(Duration time) {
        attemptDelay = positive("attemptDelay", time);
        return self();
    }

    /**
     * Connects again by itself after a failed attempt and after a connection has ended, unless the program shut it down
     * or has timed a RECONNECT itself.
     *
     * @param policy how long to wait and how often to try
     * @return this
     */
    public final B reconnect(Backoff policy) {
        backoff = policy;
        return self();
    }

    @Override
    final boolean isServer() {
        return false;
    }

    /** The same as another description has it, so far. */
    final void connectLike(ConnectorBuilder<?, ?> other) {
        behaveLike(other);
        domain = other.domain;
        remoteAddress = other.remoteAddress;
        remotePort = other.remotePort;
        bindAddress = other.bindAddress;
        bindPort = other.bindPort;
        connectTimeout = other.connectTimeout;
        anyFamily = other.anyFamily;
        attemptDelay = other.attemptDelay;
        backoff = other.backoff;
    }

    final boolean hasPort() {
        return remotePort != null;
    }

    final Endpoint remote() {
        String loopback = domain == Domain.INET6 ? LOOPBACK_6 : LOOPBACK_4;
        return new Endpoint(domain, remoteAddress == null ? loopback : remoteAddress, remotePort);
    }

    /** Where to connect from; null if nothing was said about it. */
    final Endpoint local() {
        return bindAddress == null && bindPort == null
                ? null
                : new Endpoint(domain, bindAddress, bindPort == null ? "0" : bindPort);
    }
}
