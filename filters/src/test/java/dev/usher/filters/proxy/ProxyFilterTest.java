package dev.usher.filters.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import dev.usher.filters.RoundTrip;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY header: whole, byte by byte, with bytes behind it, and as it must not be. */
class ProxyFilterTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    record Case(byte[] bytes, String source, String destination) {}

    static List<Case> headers() {
        return List.of(
                text("PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n", "/192.0.2.1:56324", "/198.51.100.7:443"),
                text("PROXY TCP4 0.0.0.0 255.255.255.255 0 65535\r\n", "/0.0.0.0:0", "/255.255.255.255:65535"),
                text("PROXY TCP6 2001:db8::1 ::1 1 2\r\n", "/[2001:db8:0:0:0:0:0:1]:1", "/[0:0:0:0:0:0:0:1]:2"),
                text(
                        "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                                + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
                        "/[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535",
                        "/[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535"),
                text("PROXY UNKNOWN\r\n", "", ""),
                text("PROXY UNKNOWN ffff::1 what ever\r\n", "", ""),
                hex("21 11 000c c0000201 c6336407 dc04 01bb", "/192.0.2.1:56324", "/198.51.100.7:443"),
                hex(
                        "21 21 0024 20010db8000000000000000000000001 00000000000000000000000000000001 0001 0002",
                        "/[2001:db8:0:0:0:0:0:1]:1",
                        "/[0:0:0:0:0:0:0:1]:2"),
                hex("21 31 00d8 2f61" + "00".repeat(106) + "2f62" + "00".repeat(106), "/a", "/b"),
                hex("20 00 0000", "", ""),
                hex("20 11 000c c0000201 c6336407 dc04 01bb", "", ""),
                hex("21 00 0003 010203", "", ""),
                hex(
                        "21 11 0014 c0000201 c6336407 dc04 01bb 02 0005 612e636f6d",
                        "/192.0.2.1:56324",
                        "/198.51.100.7:443"));
    }

    private static Case text(String line, String source, String destination) {
        return new Case(line.getBytes(ISO_8859_1), source, destination);
    }

    private static Case hex(String digits, String source, String destination) {
        return new Case(bytes(digits), source, destination);
    }

    private static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(SIGNATURE + digits.replace(" ", ""));
    }

    private static String text(Optional<SocketAddress> address) {
        return address.map(Object::toString).orElse("");
    }

    @ParameterizedTest
    @MethodSource("headers")
    void shouldTakeAHeaderAndLeaveWhatFollows(Case one) {
        byte[] more = Arrays.copyOf(one.bytes(), one.bytes().length + 3);
        Input input = Input.of(more);

        ProxyHeader header = new ProxyFilter().next(input);

        assertEquals(one.source(), text(header.source()));
        assertEquals(one.destination(), text(header.destination()));
        assertEquals(3, input.remaining());
    }

    @ParameterizedTest
    @MethodSource("headers")
    void shouldTakeAHeaderByteByByte(Case one) {
        ProxyFilter filter = new ProxyFilter();
        Input input = new Input(16);
        for (int i = 0; i < one.bytes().length - 1; i++) {
            input.append(one.bytes(), i, 1);
            assertNull(filter.next(input), "after " + (i + 1) + " bytes");
            assertTrue(filter.wanted(input) >= 1);
            assertTrue(filter.wanted(input) <= one.bytes().length - i - 1, "too many after " + (i + 1) + " bytes");
        }
        input.append(one.bytes(), one.bytes().length - 1, 1);

        assertEquals(one.source(), text(filter.next(input).source()));
        assertTrue(input.isEmpty());
    }

    /** What a TLS handshake or a request behind the header must not miss. */
    @ParameterizedTest
    @MethodSource("headers")
    void shouldNeverAskForAByteBehindTheHeader(Case one) {
        ProxyFilter filter = new ProxyFilter();
        Input input = new Input(16);
        int read = 0;
        int reads = 0;
        while (filter.next(input) == null) {
            int wanted = filter.wanted(input);
            assertTrue(read + wanted <= one.bytes().length, "past the end after " + read + " bytes");
            input.append(one.bytes(), read, wanted);
            read += wanted;
            reads++;
        }

        assertEquals(one.bytes().length, read);
        assertTrue(reads <= 40, reads + " reads");
        if (one.bytes()[0] == '\r') {
            assertTrue(reads <= 3, reads + " reads of version 2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PROXY\tTCP4 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP5 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY tcp4 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1 \r\n",
                "PROXY TCP4  1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 65536\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 01 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 -1 1\r\n",
                "PROXY TCP4 1.1.1.256 1.1.1.1 1 1\r\n",
                "PROXY TCP4 1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 01.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 ::1 ::1 1 1\r\n",
                "PROXY TCP6 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP6 ::1%lo ::1 1 1\r\n",
                "PROXY TCP6 :::1 ::1 1 1\r\n",
                "PROXY TCP6 localhost ::1 1 1\r\n",
                "PROXY UNKNOWNS\r\n",
                "\r\n\r\n\0\r\nQUIT\r\n    "
            })
    void shouldRefuseAnyOtherLine(String line) {
        Input input = Input.of(line.getBytes(ISO_8859_1));

        assertThrows(ProtocolException.class, () -> new ProxyFilter().next(input));

        assertEquals(line.length(), input.remaining());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11 11 000c 000000000000000000000000", // version 1 in version 2's clothes
                "22 11 000c 000000000000000000000000", // no such command
                "21 12 000c 000000000000000000000000", // datagrams
                "21 41 000c 000000000000000000000000", // no such family
                "21 11 000b 0000000000000000000000", // addresses cut off
                "21 21 000c 000000000000000000000000",
                "21 31 000c 000000000000000000000000",
                "21 11 000e 000000000000000000000000 0200", // a value's length cut off
                "21 11 000f 000000000000000000000000 020001", // a value cut off
                "21 11 0012 000000000000000000000000 03000300 0000", // a checksum of 3 bytes
                "21 11 0013 000000000000000000000000 030004 00000001", // a checksum that is wrong
                "21 11 ffff" // longer than may be: refused before the rest comes
            })
    void shouldRefuseAnyOtherBytes(String digits) {
        assertThrows(ProtocolException.class, () -> new ProxyFilter().next(Input.of(bytes(digits))));
    }

    @Test
    void shouldRefuseALineWithoutEnd() {
        ProxyFilter filter = new ProxyFilter();
        byte[] unknown = ("PROXY UNKNOWN " + "x".repeat(93)).getBytes(ISO_8859_1);

        assertNull(filter.next(Input.of(Arrays.copyOf(unknown, 106))));
        assertThrows(ProtocolException.class, () -> filter.next(Input.of(unknown)));
    }

    @Test
    void shouldCheckTheSum() {
        byte[] header = bytes("21 11 0013 01020304 05060708 0001 0002 030004 00000000");
        CRC32C sum = new CRC32C();
        sum.update(header);
        ByteBuffer.wrap(header).putInt(header.length - 4, (int) sum.getValue());

        assertEquals("/1.2.3.4:1", text(new ProxyFilter().next(Input.of(header)).source()));
        header[16]++;
        assertThrows(ProtocolException.class, () -> new ProxyFilter().next(Input.of(header)));
    }

    @Test
    void shouldTellValues() {
        Output out = new Output(0);
        new ProxyFilter()
                .put(
                        ProxyHeader.version2(at("1.2.3.4", 1), at("5.6.7.8", 2))
                                .with(ProxyHeader.AUTHORITY, "a.com".getBytes(ISO_8859_1))
                                .with(ProxyHeader.UNIQUE_ID, new byte[] {1, 2}),
                        out);

        ProxyHeader header = new ProxyFilter().next(Input.of(out.toByteArray()));

        assertEquals("a.com", new String(header.value(ProxyHeader.AUTHORITY).orElseThrow(), ISO_8859_1));
        assertArrayEquals(new byte[] {1, 2}, header.value(ProxyHeader.UNIQUE_ID).orElseThrow());
        assertTrue(header.value(0x20).isEmpty());
    }

    @Test
    void shouldTakeLongerHeadersWhenAsked() {
        Output out = new Output(0);
        new ProxyFilter()
                .put(ProxyHeader.version2(at("1.2.3.4", 1), at("5.6.7.8", 2)).with(0xE0, new byte[5000]), out);

        assertThrows(ProtocolException.class, () -> new ProxyFilter().next(Input.of(out.toByteArray())));
        assertEquals(
                "/1.2.3.4:1",
                text(new ProxyFilter()
                        .maxLength(10_000)
                        .next(Input.of(out.toByteArray()))
                        .source()));
        assertThrows(IllegalArgumentException.class, () -> new ProxyFilter().maxLength(15));
        ProxyHeader tooLong =
                ProxyHeader.version2(at("1.2.3.4", 1), at("5.6.7.8", 2)).with(0xE0, new byte[65_521]);
        assertThrows(IllegalArgumentException.class, () -> new ProxyFilter().put(tooLong, new Output(0)));
    }

    @Test
    void shouldReadWhatItWrites() {
        RoundTrip.check(ProxyFilter::new, ProxyFilterTest::any, ProxyHeader::toString);
    }

    private static ProxyHeader any(Random random) {
        boolean six = random.nextBoolean();
        return switch (random.nextInt(5)) {
            case 0 -> ProxyHeader.withoutAddresses(1 + random.nextInt(2));
            case 1 -> ProxyHeader.version1(at(random, six), at(random, six));
            case 2 -> ProxyHeader.version2(UnixDomainSocketAddress.of("/tmp/a"), UnixDomainSocketAddress.of("/b"));
            case 3 -> ProxyHeader.version2(at(random, six), at(random, six)).with(0xE1, new byte[random.nextInt(300)]);
            default -> ProxyHeader.version2(at(random, six), at(random, six));
        };
    }

    private static InetSocketAddress at(Random random, boolean six) {
        byte[] address = new byte[six ? 16 : 4];
        random.nextBytes(address);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), random.nextInt(65_536));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(address, port);
    }

    /** Damaged headers are taken or refused, but never read past, never kept for ever, and break nothing. */
    @Test
    void shouldSurviveDamage() {
        boolean nightly = Boolean.getBoolean("usher.nightly");
        List<Case> headers = headers();
        int taken = 0;
        int refused = 0;
        for (int seed = 0; seed < (nightly ? 1_000_000 : 20_000); seed++) {
            Random random = new Random(seed);
            ByteArrayOutputStream damaged = new ByteArrayOutputStream();
            byte[] whole = headers.get(random.nextInt(headers.size())).bytes().clone();
            for (int i = random.nextInt(4); i > 0; i--) {
                whole[random.nextInt(whole.length)] = (byte) random.nextInt(256);
            }
            damaged.writeBytes(
                    Arrays.copyOf(whole, random.nextInt(10) == 0 ? random.nextInt(whole.length) : whole.length));
            damaged.writeBytes(new byte[2000]);
            Input input = new Input(16);
            ProxyFilter filter = new ProxyFilter();
            byte[] bytes = damaged.toByteArray();
            int read = 0;
            try {
                while (filter.next(input) == null) {
                    int wanted = filter.wanted(input);
                    assertTrue(
                            wanted >= 1 && read + wanted <= 1100, "seed " + seed + " wants " + wanted + " at " + read);
                    input.append(bytes, read, wanted);
                    read += wanted;
                }
                taken++;
                assertTrue(input.isEmpty(), "seed " + seed + " read too much");
            } catch (ProtocolException e) {
                refused++;
            }
        }
        assertTrue(taken > 1000 && refused > 1000, taken + " taken, " + refused + " refused");
    }
}
