package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filters.websocket.Binary;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.filters.websocket.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that come and go, and the limits to them. */
class MessagesTest extends WebSocketCase {

    @ParameterizedTest
    @ValueSource(strings = {"simple", "", "\u2603", "\u304b\u306a\u0000\u0001\n"})
    @Row({"W54", "W80", "W127", "W132"})
    void shouldEchoTexts(String text) {
        WebSocketServer.at(PORT)
                .onConnect((server, poe, connection) -> connection.onUtf8((own, context, said) -> own.sendUtf8(said)))
                .start(kernel);

        assertEquals(List.of(text), peer().send(text).frames());
        assertEquals(
                List.of("a".repeat(32_768)), peer().send("a".repeat(32_768)).frames());
    }

    @Test
    @Row({"W55", "W81"})
    void shouldEchoBytes() {
        List<byte[]> heard = new ArrayList<>();
        byte[] all = new byte[256];
        IntStream.range(0, 256).forEach(i -> all[i] = (byte) i);
        server().onBinary((connection, poe, bytes) -> heard.add(bytes)).start(kernel);

        peer().send(Binary.of(all), Binary.of(new byte[0]));

        assertArrayEquals(all, heard.get(0));
        assertEquals(0, heard.get(1).length);
    }

    @Test
    @Row({"W42", "W43", "W44", "W45", "W46", "W29"})
    void shouldAnswerFacts() {
        keeping().start(kernel);
        Peer peer = peer();
        WebSocketConnection connection = connections.get(0);
        connection.attribute("room", "red");

        assertEquals("127.0.0.1", connection.ip());
        assertTrue(connection.port() > 0);
        assertEquals(server, connection.server());
        assertEquals(connection.session(), connection.socket().session());
        assertTrue(connection.isReady());
        assertEquals("red", connection.attribute("room").orElseThrow());
        assertEquals(65_536, connection.maxSendSize());
        assertEquals(9, connection.maxSendSize(9));
        assertThrows(IllegalArgumentException.class, () -> connection.maxSendSize(0));
        peer.client.close();
        run();
        assertFalse(connection.isReady());
        assertEquals("127.0.0.1", connection.ip());
    }

    @Test
    @Row({"W38", "W39", "W57"})
    void shouldRefuseToSendWhatIsTooLargeOrTooEarly() {
        keeping()
                .onHandshake((connection, poe, handshake) -> log.add("early " + connection.sendUtf8("x")))
                .maxSendSize(5)
                .start(kernel);
        Peer peer = peer();

        assertFalse(connections.get(0).sendUtf8("123456"));
        assertTrue(connections.get(0).sendUtf8("12345"));
        run();

        assertEquals(List.of("12345"), peer.frames());
        assertTrue(log.contains("early false"));
    }

    @Test
    @Row({"W40", "W41", "W89", "W90"})
    void shouldLimitFramesMessagesAndFragments() {
        server().limits(new FrameLimits(10, 15, 3)).start(kernel);

        assertTrue(peer().send("12345678901").frames().get(0).startsWith("close 1009"));
        assertTrue(peer().send(Text.part("12345678"), Text.of("12345678"))
                .frames()
                .get(0)
                .startsWith("close 1009"));
        assertTrue(peer().send(Text.part("1"), Text.part("2"), Text.part("3"), Text.of("4"))
                .frames()
                .get(0)
                .startsWith("close 1009"));
        assertEquals(
                List.of("123"),
                peer().send(Text.part("1"), Text.part("2"), Text.of("3")).frames());
    }

    @Test
    @Row("W56")
    void shouldSendFramesByType() {
        keeping().start(kernel);
        Peer peer = peer();
        WebSocketConnection connection = connections.get(0);

        connection.send("text", "t".getBytes());
        connection.send("ping", "p".getBytes());
        connection.send("pong", "q".getBytes());
        connection.sendFragment(Text.part("a"));
        connection.send("ping", "between".getBytes());
        connection.send("continuation", "b".getBytes());
        connection.send("close", new byte[] {0x0F, (byte) 0xA0, 'x'});
        run();

        assertEquals(List.of("t", "ping p", "pong q", "ping between", "ab", "close 4000 x"), peer.frames());
        assertThrows(IllegalArgumentException.class, () -> connection.send("fragment", new byte[0]));
    }
}
