package dev.usher.component.tcp;

import dev.usher.kernel.Errno;
import dev.usher.kernel.IoError;
import dev.usher.network.Network;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a server shall listen or a client connect, as it was described; {@link #resolve} finds the address.
 *
 * @param domain the family of addresses
 * @param host text, name, InetAddress, packed bytes or a path, or null for all of the machine's addresses
 * @param port a number, or the name of a service
 * @param proxies whom to believe who its clients are; null if they connect themselves
 */
public record Endpoint(Domain domain, Object host, String port, ProxyProtocol proxies) {

    /** IPv4 in four parts, or anything with a colon, which no host's name has. */
    private static final Pattern NUMERIC =
            Pattern.compile("OCTET(\\.OCTET){3}|.*:.*".replace("OCTET", "(25[0-5]|2[0-4]\\d|1\\d\\d|\\d{1,2})"));

    /**
     * What came of looking for the address: one of the two is null.
     *
     * @param address where to listen
     * @param error why there is none
     */
    public record Resolved(SocketAddress address, IoError error) {}

    /**
     * An endpoint without proxies.
     *
     * @param domain the family of addresses
     * @param host text, name, InetAddress, packed bytes or a path, or null for all of the machine's addresses
     * @param port a number, or the name of a service
     */
    public Endpoint(Domain domain, Object host, String port) {
        this(domain, host, port, null);
    }

    /**
     * All of this machine's IPv4 addresses.
     *
     * @param port the port
     * @return the endpoint
     */
    public static Endpoint of(int port) {
        return new Endpoint(Domain.INET, null, Integer.toString(port));
    }

    /**
     * One address.
     *
     * @param host a numeric address, a name that has an IPv4 address, or an InetAddress
     * @param port the port
     * @return the endpoint
     */
    public static Endpoint of(Object host, int port) {
        return of(port).at(host, port);
    }

    /**
     * A socket in the file system.
     *
     * @param path its path
     * @return the endpoint
     */
    public static Endpoint unix(Path path) {
        return new Endpoint(Domain.UNIX, path, "0");
    }

    /**
     * The same behind proxies that say who their clients are.
     *
     * @param proxies whom to believe
     * @return the endpoint
     * @throws IllegalArgumentException if none of them can connect to such an endpoint
     */
    public Endpoint behind(ProxyProtocol proxies) {
        Endpoint behind = new Endpoint(domain, host, port, proxies);
        if (!behind.canBeReached()) {
            throw new IllegalArgumentException(behind.unreachable());
        }
        return behind;
    }

    /** Whether somebody who is believed can connect: peers of a UNIX socket are LOCAL, all others are not. */
    boolean canBeReached() {
        return proxies == null || (domain == Domain.UNIX ? proxies.trustsLocal() : proxies.trustsAddresses());
    }

    String unreachable() {
        return domain == Domain.UNIX
                ? "nobody could connect to " + host + ": proxies reach a UNIX socket as ProxyProtocol.LOCAL, trust that"
                : "nobody could connect to port " + port + ": trust proxies there by address, not only as LOCAL";
    }

    /** Another host and port: of this domain, unless the host is of one by itself. */
    Endpoint at(Object otherHost, int otherPort) {
        Domain own = domain;
        if (otherHost instanceof Inet6Address || otherHost instanceof String text && text.indexOf(':') >= 0) {
            own = Domain.INET6;
        } else if (otherHost instanceof Inet4Address) {
            own = Domain.INET;
        }
        return new Endpoint(own, otherHost, Integer.toString(otherPort), proxies);
    }

    /** Whom a certificate must be for: the host as it was given. */
    String name() {
        if (host instanceof InetAddress address) {
            return address.getHostAddress();
        }
        if (host instanceof byte[] packed) {
            try {
                return InetAddress.getByAddress(packed).getHostAddress();
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e); // 4 or 16 bytes, by the builder
            }
        }
        return String.valueOf(host);
    }

    /** For people: {@code 127.0.0.1 port 80}, {@code port 80} of all addresses, or a path. */
    @Override
    public String toString() {
        if (domain == Domain.UNIX) {
            return name();
        }
        return host == null ? "port " + port : name() + " port " + port;
    }

    /** Whether finding the address asks no resolver and reads no file: then it cannot block. */
    boolean isNumeric() {
        return domain == Domain.UNIX
                || Services.isNumber(port)
                        && (!(host instanceof String text)
                                || NUMERIC.matcher(text).matches());
    }

    /**
     * Finds the address, which may block.
     *
     * @param network where names are looked up
     * @return the address, or why there is none
     */
    public Resolved resolve(Network network) {
        if (domain == Domain.UNIX) {
            Path path = host instanceof Path given ? given : Path.of(String.valueOf(host));
            return new Resolved(UnixDomainSocketAddress.of(path), null);
        }
        int number = Services.port(port);
        if (number < 0) {
            return failed("getservbyname", "no service is named '" + port + "'; give its number");
        }
        try {
            InetAddress address = host == null ? any() : address(network);
            return address == null
                    ? failed("resolve", "'" + host + "' has no " + domain + " address")
                    : new Resolved(new InetSocketAddress(address, number), null);
        } catch (IOException e) {
            return failed("resolve", "'" + host + "' cannot be resolved");
        }
    }

    /**
     * All addresses that a client may try, in the order in which to try them; which may block. RFC 8305 §4: of several
     * families by turns, IPv6 first.
     */
    List<SocketAddress> resolveAll(Network network, boolean anyFamily) throws IOException {
        int number = Services.port(port);
        List<SocketAddress> six = new ArrayList<>();
        List<SocketAddress> four = new ArrayList<>();
        for (InetAddress address : network.resolve(host.toString())) {
            if (anyFamily || ofDomain(address) != null) {
                (address instanceof Inet6Address ? six : four).add(new InetSocketAddress(address, number));
            }
        }
        List<SocketAddress> all = new ArrayList<>();
        for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
            all.addAll(six.subList(Math.min(i, six.size()), Math.min(i + 1, six.size())));
            all.addAll(four.subList(Math.min(i, four.size()), Math.min(i + 1, four.size())));
        }
        return all;
    }

    /** Whether it is a name, which may have several addresses. */
    boolean isName() {
        return domain != Domain.UNIX
                && host instanceof String text
                && !NUMERIC.matcher(text).matches();
    }

    private static Resolved failed(String operation, String text) {
        return new Resolved(null, new IoError(operation, Errno.EADDRNOTAVAIL, text));
    }

    private InetAddress any() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[domain == Domain.INET6 ? 16 : 4]);
    }

    private InetAddress address(Network network) throws IOException {
        if (host instanceof byte[] packed) {
            return ofDomain(InetAddress.getByAddress(packed));
        }
        if (host instanceof InetAddress address) {
            return ofDomain(address);
        }
        for (InetAddress address : network.resolve(host.toString())) {
            if (ofDomain(address) != null) {
                return address;
            }
        }
        return null;
    }

    private InetAddress ofDomain(InetAddress address) {
        boolean fits = domain == Domain.INET6 ? address instanceof Inet6Address : address instanceof Inet4Address;
        return fits ? address : null;
    }
}
