package dev.usher.filters.proxy;

import static dev.usher.filters.proxy.TextHeader.refused;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Version 2: 16 bytes, then addresses and values of various kinds, section 2.2. */
final class BinaryHeader {
    static final int START = 16;
    static final int MOST = 65_535; // behind the start
    static final byte FIRST = '\r';

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNSPEC = 0x00;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int UNIX_STREAM = 0x31;
    private static final int PATH = 108;
    private static final int VALUE_START = 3; // its type and its length
    private static final int CRC = 0x03;
    private static final int CRC_LENGTH = 4;

    private BinaryHeader() {}

    static ProxyHeader take(Input input, int maxLength) {
        int there = input.remaining();
        for (int i = 0; i < Math.min(there, SIGNATURE.length); i++) {
            if (input.at(i) != SIGNATURE[i]) {
                throw refused("its first 12 bytes are not version 2's");
            }
        }
        if (there < START) {
            return null;
        }
        int command = input.at(12) & 0xFF;
        if (command != LOCAL && command != PROXY) {
            throw refused("byte 13 is 0x" + Integer.toHexString(command) + ", not version 2 with LOCAL or PROXY");
        }
        int length = length(input);
        if (START + length > maxLength) {
            throw refused("it has " + (START + length) + " bytes; maxLength allows " + maxLength);
        }
        if (there < START + length) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(input.array(), input.position(), START + length);
        ProxyHeader header = parse(bytes.slice(), command == LOCAL, input.at(13) & 0xFF);
        input.skip(START + length);
        return header;
    }

    private static int length(Input input) {
        return (input.at(14) & 0xFF) << 8 | input.at(15) & 0xFF;
    }

    static int wanted(Input input) {
        int there = input.remaining();
        return there < START ? START - there : START + length(input) - there;
    }

    private static ProxyHeader parse(ByteBuffer whole, boolean local, int family) {
        ByteBuffer bytes = whole.duplicate().position(START);
        if (local) {
            return ProxyHeader.withoutAddresses(2); // section 2.2: whatever else it says must be passed over
        }
        SocketAddress source = null;
        SocketAddress destination = null;
        switch (family) {
            case UNSPEC -> {
                return ProxyHeader.withoutAddresses(2);
            }
            case TCP4, TCP6 -> {
                int size = family == TCP4 ? 4 : 16;
                need(bytes, 2 * size + 4);
                InetAddress from = address(bytes, size);
                InetAddress to = address(bytes, size);
                source = new InetSocketAddress(from, bytes.getShort() & 0xFFFF);
                destination = new InetSocketAddress(to, bytes.getShort() & 0xFFFF);
            }
            case UNIX_STREAM -> {
                need(bytes, 2 * PATH);
                source = path(bytes);
                destination = path(bytes);
            }
            default ->
                throw refused("byte 14 is 0x" + Integer.toHexString(family) + ", no stream over IPv4, IPv6 or UNIX");
        }
        return new ProxyHeader(2, source, destination, values(whole, bytes));
    }

    private static void need(ByteBuffer bytes, int count) {
        if (bytes.remaining() < count) {
            throw refused("its addresses need " + count + " bytes, and " + bytes.remaining() + " are there");
        }
    }

    private static InetAddress address(ByteBuffer bytes, int size) {
        byte[] address = new byte[size];
        bytes.get(address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
    }

    private static SocketAddress path(ByteBuffer bytes) {
        byte[] path = new byte[PATH];
        bytes.get(path);
        int end = 0;
        while (end < PATH && path[end] != 0) {
            end++;
        }
        try {
            return UnixDomainSocketAddress.of(new String(path, 0, end, UTF_8));
        } catch (IllegalArgumentException e) {
            throw refused("one of its paths cannot be: " + e.getMessage());
        }
    }

    /** Section 2.2.1 and following: type, length and value of each, up to the end. */
    private static Map<Integer, byte[]> values(ByteBuffer whole, ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return Map.of();
        }
        Map<Integer, byte[]> values = new TreeMap<>();
        while (bytes.hasRemaining()) {
            if (bytes.remaining() < VALUE_START) {
                throw refused("a value is cut off");
            }
            int type = bytes.get() & 0xFF;
            int length = bytes.getShort() & 0xFFFF;
            if (length > bytes.remaining()) {
                throw refused("value " + type + " has " + length + " bytes, and " + bytes.remaining() + " are left");
            }
            if (type == CRC) {
                checkSum(whole, bytes.position(), length);
            }
            byte[] value = new byte[length];
            bytes.get(value);
            if (type != CRC) {
                values.put(type, value);
            }
        }
        return values;
    }

    /** Section 2.2.3: of the whole header, the sum itself as zeros. */
    private static void checkSum(ByteBuffer whole, int at, int length) {
        if (length != CRC_LENGTH) {
            throw refused("its checksum has " + length + " bytes, not 4");
        }
        byte[] copy = new byte[whole.limit()];
        whole.duplicate().position(0).get(copy);
        Arrays.fill(copy, at, at + CRC_LENGTH, (byte) 0);
        CRC32C sum = new CRC32C();
        sum.update(copy);
        if ((int) sum.getValue() != whole.getInt(at)) {
            throw refused("its checksum is wrong");
        }
    }

    static void put(ProxyHeader header, Output out) {
        ByteBuffer bytes = ByteBuffer.allocate(START + MOST);
        bytes.put(SIGNATURE);
        boolean local = header.source().isEmpty();
        bytes.put((byte) (local ? LOCAL : PROXY));
        bytes.position(START);
        bytes.put(13, (byte) (local ? UNSPEC : addresses(header, bytes)));
        if (!local) {
            int size = header.values().values().stream()
                    .mapToInt(value -> VALUE_START + value.length)
                    .sum();
            if (size > bytes.remaining()) {
                throw new IllegalArgumentException("the values of a PROXY header have " + size + " bytes: too many");
            }
            header.values()
                    .forEach((type, value) -> bytes.put((byte) (int) type)
                            .putShort((short) value.length)
                            .put(value));
        }
        bytes.putShort(14, (short) (bytes.position() - START));
        out.put(bytes.array(), 0, bytes.position());
    }

    private static int addresses(ProxyHeader header, ByteBuffer bytes) {
        SocketAddress source = header.source().orElseThrow();
        SocketAddress destination = header.destination().orElseThrow();
        if (source instanceof InetSocketAddress from && destination instanceof InetSocketAddress to) {
            byte[] one = from.getAddress().getAddress();
            byte[] other = to.getAddress().getAddress();
            if (one.length == other.length) {
                bytes.put(one).put(other).putShort((short) from.getPort()).putShort((short) to.getPort());
                return from.getAddress() instanceof Inet6Address ? TCP6 : TCP4;
            }
        } else if (source instanceof UnixDomainSocketAddress from
                && destination instanceof UnixDomainSocketAddress to) {
            path(from, bytes);
            path(to, bytes);
            return UNIX_STREAM;
        }
        throw new IllegalArgumentException("both addresses must be of one family: " + header);
    }

    private static void path(UnixDomainSocketAddress address, ByteBuffer bytes) {
        byte[] path = address.getPath().toString().getBytes(UTF_8);
        if (path.length > PATH) {
            throw new IllegalArgumentException("a path in a PROXY header has " + PATH + " bytes at most: " + address);
        }
        bytes.put(path).position(bytes.position() + PATH - path.length);
    }
}
