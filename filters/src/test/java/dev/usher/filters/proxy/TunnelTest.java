package dev.usher.filters.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import dev.usher.filters.http.MutableFields;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What clients ask proxies, and how they take the answers: whole, piece by piece, and with the server's bytes behind.
 */
class TunnelTest {
    private static final InetSocketAddress NAME = InetSocketAddress.createUnresolved("example.com", 443);

    private final Output said = new Output(0);

    private static Tunnel http() {
        return new HttpTunnel("example.com:443", new MutableFields().add("X", "y"));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** Gives the answer in reads of what the tunnel wants; answers how much of it was read when the way is open. */
    private int readAsWanted(Tunnel tunnel, byte[] answer) {
        Input input = new Input(16);
        int read = 0;
        while (!tunnel.advance(input, said)) {
            int count = tunnel.wanted(input);
            assertTrue(count > 0 && read + count <= answer.length, "wants " + count + " more than " + read);
            input.append(answer, read, count);
            read += count;
        }
        assertTrue(input.isEmpty());
        return read;
    }

    private void refuses(Tunnel tunnel, byte[] answer, String why) {
        ProtocolException refused = assertThrows(ProtocolException.class, () -> readAsWanted(tunnel, answer));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @Test
    void shouldAskByConnectAndReadNotAByteTooMany() {
        String answer = "HTTP/1.1 200 Connection established\r\nVia: a\r\n\r\n";

        int read = readAsWanted(http(), (answer + "220 hello").getBytes(ISO_8859_1));

        assertEquals(answer.length(), read);
        assertEquals(
                "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\nX: y\r\n\r\n",
                new String(said.toByteArray(), ISO_8859_1));
    }

    @Test
    void shouldPassOverInterimAnswersAndLeaveWhatFollows() {
        Input input = new Input(16);
        Tunnel tunnel = http();
        assertFalse(tunnel.advance(input, said));
        byte[] answer = "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.0 204\r\nA: \r\n\r\nrest".getBytes(ISO_8859_1);

        boolean open = false;
        for (int i = 0; i < answer.length; i++) {
            input.append(answer, i, 1);
            open = open || tunnel.advance(input, said);
        }

        assertTrue(open);
        assertEquals("rest", input.take(input.remaining(), ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 407 Who are you?   | refuses CONNECT to example.com:443: 407 Who are you?
            HTTP/1.1 302 Found          | 302 Found
            SSH-2.0-x                   | speaks no HTTP/1.1: it began with 'SSH-2.0-x'
            HTTP/2 200                  | speaks no HTTP/1.1
            """)
    void shouldTellWhatAnHttpProxyRefusesWith(String line, String why) {
        refuses(http(), (line + "\r\n\r\n").getBytes(ISO_8859_1), why);
    }

    @Test
    void shouldGiveUpAnHttpProxyWithoutEnd() {
        refuses(http(), "a".repeat(20_000).getBytes(ISO_8859_1), "more than 16384 bytes");
    }

    @Test
    void shouldAskSocksByName() {
        byte[] answer = hex("05 00  05 00 00 01 7f000001 1f90");

        assertEquals(12, readAsWanted(new Socks5Tunnel(NAME), java.util.Arrays.copyOf(answer, 40)));

        assertArrayEquals(hex("05 01 00  05 01 00 03 0b 6578616d706c652e636f6d 01bb"), said.toByteArray());
    }

    @Test
    void shouldAskSocksByAddressWithUserAndPassword() throws UnknownHostException {
        InetSocketAddress six = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 80);
        byte[] answer = hex("05 02  01 00  05 00 00 03 03 612e62 0050 99");

        assertEquals(14, readAsWanted(new Socks5Tunnel(six, "me", "secret"), answer));

        assertArrayEquals(
                hex("05 02 00 02  01 02 6d65 06 736563726574" + "05 01 00 04 20010db8000000000000000000000001 0050"),
                said.toByteArray());
    }

    @Test
    void shouldNotSayWhoItIsWhenSocksDoesNotWantToKnow() throws UnknownHostException {
        InetSocketAddress four = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 80);

        readAsWanted(new Socks5Tunnel(four, "me", "secret"), hex("05 00 05 00 00 04" + "00".repeat(18)));

        assertArrayEquals(hex("05 02 00 02  05 01 00 01 c0000201 0050"), said.toByteArray());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0400         | is not of version 5
            0502         | wants to know who asks
            05ff         | wants to know who asks
            050005050001 | connection refused
            050005090001 | code 9
            050004000001 | is not of version 5
            0500050000020000000000 | unknown type 2
            """)
    void shouldTellWhySocksRefuses(String answer, String why) {
        refuses(new Socks5Tunnel(NAME), java.util.Arrays.copyOf(hex(answer), 40), why);
    }

    @Test
    void shouldTellThatTheUserIsNotKnown() {
        refuses(new Socks5Tunnel(NAME, "me", "wrong"), hex("0502 0101 0000000000"), "does not know this user");
        refuses(new Socks5Tunnel(NAME, "me", "wrong"), hex("0503 0101 0000000000"), "another proof");
        assertThrows(IllegalArgumentException.class, () -> new Socks5Tunnel(NAME, "", "x"));
        assertThrows(IllegalArgumentException.class, () -> new Socks5Tunnel(NAME, "x", "x".repeat(256)));
    }
}
