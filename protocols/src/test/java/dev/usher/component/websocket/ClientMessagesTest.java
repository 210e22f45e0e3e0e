package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filters.websocket.Binary;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.filters.websocket.Ping;
import dev.usher.filters.websocket.Pong;
import dev.usher.filters.websocket.Text;
import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6455 §5 to §7 as a client sees them. */
class ClientMessagesTest extends ClientCase {

    @Test
    @Row("W134")
    void shouldTellOfEverythingThatComes() {
        ready(client());

        say(Text.of("a"), new Binary().wrap(new byte[3], 0, 3, true), Pong.of(bytes('p')), Ping.of(bytes('q')));
        say(Text.of(""));

        assertLog("utf8 a", "binary 3", "pong p", "ping q", "utf8 ");
        assertEquals(List.of("pong q"), heard());
    }

    @Test
    @Row("W134")
    void shouldSendEverythingThatAServerCan() {
        ready(client());

        assertTrue(socket.sendUtf8("snow \u2603"));
        assertTrue(socket.sendBinary(new byte[5]));
        assertTrue(socket.ping());
        assertTrue(socket.send("pong", bytes('x')));
        run();

        assertEquals(List.of("snow \u2603", "binary 5", "ping ", "pong x"), heard());
    }

    @Test
    @Row("W135")
    void shouldMaskEachFrameWithAnotherKey() {
        // given
        ready(client());

        // when
        for (int i = 0; i < 100; i++) {
            socket.sendUtf8("same");
        }
        run();

        // then
        byte[] sent = raw();
        int length = 2 + 4 + 4;
        assertEquals(100 * length, sent.length);
        Set<Integer> keys = new HashSet<>();
        for (int at = 0; at < sent.length; at += length) {
            assertEquals(0x81, sent[at] & 0xFF);
            assertEquals(0x84, sent[at + 1] & 0xFF);
            byte[] key = Arrays.copyOfRange(sent, at + 2, at + 6);
            keys.add(Arrays.hashCode(key));
            for (int i = 0; i < 4; i++) {
                assertEquals("same".charAt(i), (sent[at + 6 + i] ^ key[i]) & 0xFF);
            }
        }
        assertTrue(keys.size() > 95, keys.size() + " keys of 100 are different");
    }

    @Test
    void shouldSendNothingBeforeAndAfter() {
        // given
        listen(PORT);
        client().start(kernel);
        run();

        // when
        boolean before = socket.sendUtf8("too soon");
        shake();
        socket.disconnect();
        boolean after = socket.sendUtf8("too late");
        run();

        // then
        assertFalse(before);
        assertFalse(after);
        assertEquals(List.of("close 1005"), heard());
    }

    // ---- what a server must not send

    @ParameterizedTest
    @CsvSource({
        "1002, 81 82 00 00 00 00 68 69, masked",
        "1002, C1 02 68 69, RSV1 without an extension",
        "1002, A1 02 68 69, RSV2",
        "1002, 91 02 68 69, RSV3",
        "1002, 83 00, opcode 3",
        "1002, 8B 00, opcode 11",
        "1002, 80 00, a continuation of nothing",
        "1002, 01 01 61 81 01 62, a message inside another",
        "1002, 09 00, a ping in fragments",
        "1002, 89 7E 00 7E, a ping of 126 bytes",
        "1002, 82 7E 00 7D, a length in too many bytes",
        "1002, 82 7F FF FF FF FF FF FF FF FF, a length with its top bit set",
        "1002, 88 01 03, a close code of one byte",
        "1002, 88 02 03 E7, close code 999",
        "1002, 88 02 03 EC, close code 1004",
        "1002, 88 02 03 ED, close code 1005",
        "1002, 88 02 03 EE, close code 1006",
        "1002, 88 02 03 F7, close code 1015",
        "1002, 88 02 13 88, close code 5000",
        "1007, 88 03 03 E8 FF, a close reason that is no UTF-8",
        "1007, 81 05 61 FF, no UTF-8 at the second byte of five",
        "1007, 01 01 C3 80 01 28, no UTF-8 across fragments",
        "1007, 81 01 C3, UTF-8 that stops",
        "1007, 81 03 ED A0 80, a surrogate",
        "1009, 82 7F 00 00 00 00 00 01 00 01, a frame over the limit",
    })
    @Row("W134")
    void shouldEndTheConnectionWhenTheServerBreaksTheRules(int code, String octets, String what) {
        // given
        ready(client());

        // when: also while the rest of the frame is still to come
        for (String octet : octets.split(" ")) {
            say(bytes(Integer.parseInt(octet, 16)));
        }

        // then
        assertEquals(1, log.size(), what + ": " + log);
        assertTrue(log.get(0).startsWith("disconnect " + code + " PROTOCOL "), what + ": " + log);
        List<String> heard = heard();
        assertEquals(1, heard.size(), what);
        assertTrue(heard.get(0).startsWith("close " + code), what + ": " + heard);
        assertTrue(serverSawEnd, what);
        hangUp();
        assertFalse(socket.socket().isConnected(), what);
    }

    @Test
    void shouldAcceptAMessageAtTheLimitAndRefuseOneMore() {
        // given
        ready(client().limits(new FrameLimits(10, 15, 3)));

        // when
        say(part("0123456789", false), part("01234", true));
        say(part("0123456789", false), part("012345", true));

        // then
        assertEquals("utf8 012345678901234", log.get(0));
        assertTrue(log.get(1).startsWith("disconnect 1009 PROTOCOL"), log.toString());
    }

    private static Text part(String text, boolean last) {
        return new Text().set(text, last);
    }

    // ---- closing

    @Test
    @Row("W134")
    void shouldWaitForTheServerToCloseTheConnectionWhenBothHaveSaidSo() {
        // given
        ready(client());

        // when
        socket.disconnect(4_000, "enough");
        run();
        assertLog("disconnect 4000 PROGRAM enough");
        assertEquals(List.of("close 4000 enough"), heard());
        say(new Close(new CloseCode(4_000), ""));

        // then (RFC 6455 §7.1.1)
        assertFalse(serverSawEnd);
        hangUp();
        assertTrue(serverSawEnd);
        assertFalse(socket.session().isAlive());
    }

    @Test
    void shouldAnswerTheServersCloseFrameAndWaitForTheEnd() {
        ready(client());

        say(new Close(CloseCode.GOING_AWAY, "bye"));

        assertLog("disconnect 1001 PEER bye");
        assertEquals(List.of("close 1001"), heard());
        assertFalse(serverSawEnd);
        hangUp();
        assertTrue(serverSawEnd);
    }

    @Test
    void shouldCloseAfterAWhileWhenTheServerDoesNot() {
        // given
        ready(client().closeTimeout(Duration.ofSeconds(3)));

        // when
        socket.disconnect();
        advance(2.9);
        assertFalse(serverSawEnd);
        advance(0.2);

        // then
        assertTrue(serverSawEnd);
        assertLog("disconnect 1005 PROGRAM");
    }

    @Test
    void shouldTellOfAConnectionThatBreaks() {
        ready(client());

        hangUp();

        assertLog("disconnect 1006 NETWORK");
        assertTrue(serverSawEnd);
    }

    @Test
    void shouldIgnoreWhatComesBehindTheCloseFrame() {
        ready(client());

        say(Close.EMPTY, Text.of("late"));
        say(Text.of("later"));

        assertLog("disconnect 1005 PEER");
    }

    @Test
    void shouldSendCodesThatOnlyClientsSend() {
        ready(client());

        socket.disconnect(1010, "no deflate");
        run();

        assertEquals(List.of("close 1010 no deflate"), heard());
        assertThrows(IllegalArgumentException.class, () -> socket.disconnect(1006));
    }

    @Test
    void shouldCloseWithAnInternalErrorWhenACallbackThrows() {
        // given
        ready(client().onUtf8((client, poe, text) -> {
                    throw new IllegalStateException(text);
                })
                .onError((client, poe, error) -> log.add(error.getMessage())));

        // when
        say(Text.of("bang"));

        // then
        assertLog("bang", "disconnect 1011 EXCEPTION");
        assertEquals(List.of("close 1011"), heard());
    }

    // ---- whether the server lives

    @Test
    void shouldPingASilentServerAndGiveItUpWithoutAPong() {
        // given
        ready(client().silenceMax(Duration.ofSeconds(20)).pongTimeout(Duration.ofSeconds(15)));

        // when
        advance(21);
        assertEquals(List.of("ping "), heard());
        say(Pong.of(new byte[0]));
        assertTrue(socket.rtt().isPresent());
        advance(20);
        assertEquals(List.of("ping "), heard());
        assertLog("pong ");
        advance(40);

        // then
        assertLog("disconnect 1001 TIMEOUT no pong");
        assertTrue(serverSawEnd);
    }

    @Test
    void shouldNotPingAServerThatTalks() {
        ready(client());

        for (int i = 0; i < 10; i++) {
            advance(9);
            say(Text.of("x"));
        }

        assertEquals(List.of(), heard());
        assertEquals(10, log.size());
    }

    // ---- how much waits

    @Test
    @Row("W134")
    void shouldSayHowMuchWaitsAndWhenItHasDrained() {
        // given
        simulation.network().capacity(1_000);
        ready(client().marks(100, 1_000).onDrain((client, poe, waiting) -> log.add("drain " + (waiting <= 100))));
        accepted.wheel().orElseThrow().pauseInput();

        // when
        for (int i = 0; i < 100; i++) {
            socket.sendBinary(new byte[100]);
        }
        run();
        long waiting = socket.bufferedAmount();
        accepted.wheel().orElseThrow().resumeInput();
        run();

        // then
        assertTrue(waiting > 5_000, waiting + " bytes wait");
        assertEquals(0, socket.bufferedAmount());
        assertLog("drain true");
        assertEquals(100, heard().size());
    }

    @Test
    void shouldReadNothingWhilePaused() {
        ready(client());

        socket.pause();
        say(Text.of("later"));
        assertLog();
        socket.resume();
        run();

        assertLog("utf8 later");
    }

    // ---- events instead of callbacks

    @Test
    @Row("W134")
    void shouldSendEventsInsteadOfCallingBack() {
        // given
        Event<WebSocketClientEvent> said = Event.named("said", WebSocketClientEvent.class);
        List<String> told = new ArrayList<>();
        kernel.create(
                States.ofAny().start((heap, poe) -> poe.aliasSet("listener")).on(said, (heap, poe, event) -> {
                    socket = event.connection();
                    Object value = event.value();
                    told.add(value instanceof byte[] bytes ? "bytes " + bytes.length : value.toString());
                }),
                null);
        WebSocketClientBuilder client = WebSocketClient.to(URI);
        for (String name : List.of(
                "handshake",
                "ready",
                "utf8",
                "binary",
                "message",
                "ping",
                "pong",
                "drain",
                "disconnect",
                "refused",
                "connect_error",
                "error")) {
            client.on(name, "poe:listener/said");
        }
        client.on("message", (WebSocketHook<WebSocketClientConnection, Object>) (connection, poe, message) -> {});

        listen(PORT + 1); // else the kernel would end

        // when
        client.start(kernel);
        run();
        listen(PORT);
        client.start(kernel);
        run();
        shake();
        say(Text.of("a"), new Binary().wrap(new byte[2], 0, 2, true), Ping.of(bytes(1)), Pong.of(bytes(1)));
        say(Close.EMPTY);
        hangUp();
        client.start(kernel);
        run();
        say("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");

        // then
        assertEquals(
                List.of(
                        "connect: ECONNREFUSED",
                        "GET " + URI,
                        "GET " + URI,
                        "a",
                        "bytes 2",
                        "bytes 1",
                        "bytes 1",
                        "PEER",
                        "GET " + URI,
                        "403 Forbidden",
                        "HANDSHAKE"),
                told.stream()
                        .map(text -> text.replaceAll("Disconnection.*cause=(\\w+)]", "$1")
                                .replaceAll("IoError.operation=(\\w+), errno=(\\w+).*", "$1: $2"))
                        .toList());
        assertThrows(IllegalArgumentException.class, () -> client.on("tick", "poe:listener/said"));
        assertThrows(IllegalArgumentException.class, () -> WebSocketServer.at(1).on("refused", "poe:listener/said"));
    }

    @Test
    void shouldTakeEventsOfAnyThreadAndOfTheProgram() {
        // given
        Event<Integer> twice = Event.named("twice", Integer.class);
        ready(client().alias("client").on(twice, (client, poe, number) -> client.sendUtf8("" + 2 * number)));

        // when
        kernel.postFromAnyThread("client", WebSocketClient.SEND_UTF8, "from outside");
        kernel.postFromAnyThread("client", WebSocketClient.SEND_BINARY, new byte[4]);
        kernel.postFromAnyThread("client", twice, 21);
        kernel.postFromAnyThread("client", WebSocketClient.DISCONNECT, new Close(CloseCode.NORMAL, "done"));
        run();

        // then
        assertEquals(List.of("from outside", "binary 4", "42", "close 1000 done"), heard());
    }
}
