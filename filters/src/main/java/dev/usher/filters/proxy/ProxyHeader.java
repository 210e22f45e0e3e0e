package dev.usher.filters.proxy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a proxy says of a connection: who connected to it, and where. Immutable.
 *
 * <p>A header without addresses is about the proxy's own connection (version 2's LOCAL, a health check say), or about
 * one whose addresses it does not know (version 1's UNKNOWN): the connection is then what it looks like.
 */
public final class ProxyHeader {
    /** The name of the host that the client asked for (version 2, PP2_TYPE_AUTHORITY). */
    public static final int AUTHORITY = 0x02;

    /** A number that the proxy gave this connection (version 2, PP2_TYPE_UNIQUE_ID). */
    public static final int UNIQUE_ID = 0x05;

    private final int version;
    private final SocketAddress source;
    private final SocketAddress destination;
    private final Map<Integer, byte[]> values;

    ProxyHeader(int version, SocketAddress source, SocketAddress destination, Map<Integer, byte[]> values) {
        this.version = version;
        this.source = source;
        this.destination = destination;
        this.values = values;
    }

    /**
     * A header of version 1.
     *
     * @param source who connected, over IPv4 or IPv6
     * @param destination where, of the same family
     * @return the header
     */
    public static ProxyHeader version1(InetSocketAddress source, InetSocketAddress destination) {
        return new ProxyHeader(1, source, destination, Map.of());
    }

    /**
     * A header of version 2.
     *
     * @param source who connected, over IPv4 or IPv6, or the path of a UNIX socket
     * @param destination where, of the same family
     * @return the header
     */
    public static ProxyHeader version2(SocketAddress source, SocketAddress destination) {
        return new ProxyHeader(2, source, destination, Map.of());
    }

    /**
     * A header without addresses.
     *
     * @param version 1 for UNKNOWN, 2 for LOCAL
     * @return the header
     */
    public static ProxyHeader withoutAddresses(int version) {
        return new ProxyHeader(version, null, null, Map.of());
    }

    /**
     * The same with one more value; only version 2 can carry them.
     *
     * @param type from 0 to 255, for example {@link #AUTHORITY}
     * @param value its bytes, copied
     * @return the header
     */
    public ProxyHeader with(int type, byte[] value) {
        Map<Integer, byte[]> more = new TreeMap<>(values);
        more.put(type, value.clone());
        return new ProxyHeader(version, source, destination, more);
    }

    /** @return 1 or 2 */
    public int version() {
        return version;
    }

    /** @return who connected to the proxy; empty for a connection that is the proxy's own, or not known */
    public Optional<SocketAddress> source() {
        return Optional.ofNullable(source);
    }

    /** @return where that was; empty with the source */
    public Optional<SocketAddress> destination() {
        return Optional.ofNullable(destination);
    }

    /**
     * @param type of a value of version 2, for example {@link #AUTHORITY}
     * @return a copy of its bytes; of several, of the last
     */
    public Optional<byte[]> value(int type) {
        return Optional.ofNullable(values.get(type)).map(byte[]::clone);
    }

    Map<Integer, byte[]> values() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProxyHeader that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, source, destination);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("PROXY v" + version);
        if (source != null) {
            text.append(' ').append(source).append(" to ").append(destination);
        }
        values.forEach((type, value) ->
                text.append(' ').append(type).append('=').append(HexFormat.of().formatHex(value)));
        return text.toString();
    }
}
