package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.HandshakeKey;
import dev.usher.filters.websocket.Text;
import dev.usher.simulation.Faults;
import dev.usher.simulation.Simulation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 §4.1: what a client asks, and what it takes for an answer. */
class ClientHandshakeTest extends ClientCase {

    // ---- the request

    @Test
    @Row("W134")
    void shouldAskAsTheRfcWantsIt() {
        // given
        listen(PORT);

        // when
        client().header("Origin", "http://example.com")
                .subprotocols("chat", "superchat")
                .start(kernel);
        run();

        // then
        assertEquals(
                "GET /chat?room=1 HTTP/1.1\r\n"
                        + "Host: 127.0.0.1:8080\r\n"
                        + "Upgrade: websocket\r\n"
                        + "Connection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: " + field("Sec-WebSocket-Key") + "\r\n"
                        + "Sec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Protocol: chat, superchat\r\n"
                        + "Origin: http://example.com\r\n\r\n",
                request());
        new HandshakeKey(field("Sec-WebSocket-Key"));
    }

    @Test
    void shouldMakeANewKeyForEachConnection() {
        // given
        listen(PORT);
        client().start(kernel);
        run();
        String first = field("Sec-WebSocket-Key");

        // when
        socket.reconnect();
        run();

        // then
        assertEquals(2, connections);
        assertNotEquals(first, field("Sec-WebSocket-Key"));
    }

    @Test
    @Row("W135")
    void shouldMakeTheSameKeysAndMasksWhenTheSeedIsTheSame() {
        assertArrayEquals(wire(1), wire(1));
        assertNotEquals(
                new String(wire(1), StandardCharsets.ISO_8859_1), new String(wire(2), StandardCharsets.ISO_8859_1));
    }

    private byte[] wire(long seed) {
        simulation.close();
        simulation = Simulation.seeded(seed);
        kernel = simulation.kernel();
        log.clear();
        ready(client());
        String key = field("Sec-WebSocket-Key");
        socket.sendUtf8("masked");
        run();
        byte[] frame = raw();
        byte[] all = Arrays.copyOf(frame, frame.length + key.length());
        System.arraycopy(key.getBytes(StandardCharsets.ISO_8859_1), 0, all, frame.length, key.length());
        return all;
    }

    @Test
    void shouldSayAnotherFieldForEachConnectionWhenTheHookDoes() {
        // given
        listen(PORT);
        int[] tokens = new int[1];
        client().header("Authorization", "none")
                .onHandshake((client, poe, handshake) -> {
                    socket = client;
                    handshake.header("Authorization", "Bearer " + ++tokens[0]);
                })
                .start(kernel);
        run();

        // when
        String first = field("Authorization");
        socket.reconnect();
        run();

        // then
        assertEquals("Bearer 1", first);
        assertEquals("Bearer 2", field("Authorization"));
    }

    @Test
    void shouldEndWhenTheHookSaysAFieldOfTheHandshakeItself() {
        // given
        listen(PORT);

        // when
        client().onHandshake((client, poe, handshake) -> handshake.header("Host", "elsewhere"))
                .onError((client, poe, error) -> log.add(error.getMessage()))
                .start(kernel);
        run();

        // then
        assertEquals("", request());
        assertLog("Host is said by the handshake itself; leave it away", "disconnect 1006 EXCEPTION");
    }

    @Test
    void shouldAskNothingWhenTheHookDisconnects() {
        // given
        listen(PORT);

        // when
        client().onHandshake((client, poe, handshake) -> client.disconnect(4000, "changed my mind"))
                .start(kernel);
        run();

        // then
        assertEquals("", request());
        assertTrue(serverSawEnd);
        assertLog("disconnect 4000 PROGRAM changed my mind");
    }

    @Test
    void shouldNameAllThatIsWrongWithADescription() {
        DefinitionException wrong = assertThrows(
                DefinitionException.class,
                () -> WebSocketClient.to("http://a/")
                        .connectTimeout(Duration.ZERO)
                        .redirects(-1)
                        .marks(5, 4)
                        .build());
        String text = wrong.getMessage();

        for (String part : List.of("this WebSocket client", "http://a/", "connectTimeout", "redirects", "marks")) {
            assertTrue(text.contains(part), text);
        }
        assertThrows(
                DefinitionException.class, () -> client().subprotocols("a", "a").build());
        assertThrows(
                DefinitionException.class, () -> client().header("Upgrade", "x").build());
        assertThrows(
                DefinitionException.class, () -> client().header("X", "a\r\nb").build());
        assertThrows(
                DefinitionException.class,
                () -> WebSocketClient.to("wss://a/")
                        .carrier(tcp -> {})
                        .proxy("b", 1)
                        .build());
        assertTrue(assertThrows(
                        DefinitionException.class,
                        () -> WebSocketClient.to("wss://a/").build())
                .getMessage()
                .contains("TLS"));
    }

    // ---- the answer

    @Test
    @Row("W134")
    void shouldBeReadyWhenTheServerProvesTheKey() {
        // given
        listen(PORT);
        client().subprotocols("chat", "superchat")
                .onReady((client, poe, handshake) -> log.add("ready "
                        + client.subprotocol().orElse("none") + " "
                        + handshake.answer().orElseThrow().header("set-cookie").orElse("none")))
                .start(kernel);
        run();

        // when
        shake("Sec-WebSocket-Protocol: superchat", "Set-Cookie: a=b");

        // then
        assertLog("handshake", "ready superchat a=b");
        assertTrue(socket.isReady());
    }

    @Test
    @Row("W134")
    void shouldKeepFramesThatComeWithTheAnswer() {
        // given
        listen(PORT);
        client().start(kernel);
        run();

        // when
        String answer = grant();
        byte[] first = frames(Text.of("first"));
        say(answer + new String(first, StandardCharsets.ISO_8859_1));

        // then
        assertLog("handshake", "ready", "utf8 first");
    }

    @Test
    void shouldReadAnAnswerByteByByte() {
        // given
        listen(PORT);
        client().start(kernel);
        run();

        // when
        String answer = "HTTP/1.1 100 Continue\r\n\r\n" + grant() + "\u0081\u0002hi";
        for (char octet : answer.toCharArray()) {
            say(String.valueOf(octet));
        }

        // then
        assertLog("handshake", "ready", "utf8 hi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Accept: .*=>Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                "Sec-WebSocket-Accept: .*\r\n=>",
                "Upgrade: websocket=>Upgrade: other",
                "Upgrade: websocket=>Upgrade: websocket\r\nUpgrade: other",
                "Upgrade: websocket\r\n=>",
                "Connection: Upgrade\r\n=>",
                "Connection: Upgrade=>Connection: close",
                "\r\n\r\n=>\r\nSec-WebSocket-Protocol: chat\r\n\r\n",
                "\r\n\r\n=>\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
                "\r\n\r\n=>\r\nSec-WebSocket-Extensions: x-webkit-what\r\n\r\n",
                "HTTP/1.1 101=>HTTP/1.0 101",
                "HTTP/1.1 101=>HTTP/2.0 101",
                "HTTP/1.1 101=>ICY 101",
                "Connection: Upgrade=>Connection : Upgrade",
            })
    @Row("W134")
    void shouldEndTheConnectionWhenTheAnswerIsNotRight(String change) {
        // given
        listen(PORT);
        client().start(kernel);
        run();
        String[] sides = change.split("=>", -1);

        // when
        say(grant().replaceFirst(sides[0], Matcher.quoteReplacement(sides[1])));

        // then
        assertEquals(2, log.size(), log.toString());
        assertTrue(log.get(1).startsWith("disconnect 1002 HANDSHAKE "), log.toString());
        assertFalse(socket.isReady());
        assertTrue(serverSawEnd);
    }

    @Test
    void shouldTakeAnAnswerInOtherCase() {
        // given
        listen(PORT);
        client().start(kernel);
        run();

        // when
        say(grant().replace("Upgrade: websocket", "upgrade: WebSocket")
                .replace("Connection: Upgrade", "connection: keep-alive, upgrade"));

        // then
        assertLog("handshake", "ready");
    }

    @Test
    @Row("W134")
    void shouldTellStatusFieldsAndContentWhenTheServerRefuses() {
        // given
        listen(PORT);
        client().onRefused((client, poe, answer) -> log.add(answer + " "
                        + answer.header("WWW-Authenticate").orElse("") + " "
                        + new String(answer.content(), StandardCharsets.UTF_8) + " " + answer.complete()))
                .start(kernel);
        run();

        // when
        say("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 5\r\n\r\nnot ");
        say("y");

        // then
        assertLog(
                "handshake",
                "401 Unauthorized Basic not y true",
                "disconnect 1006 HANDSHAKE the server answered 401 Unauthorized");
        assertTrue(serverSawEnd);
    }

    @Test
    void shouldTellChunkedContentAndThatOfAConnectionThatEnds() {
        listen(PORT);
        for (String answer : List.of(
                "HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                "HTTP/1.1 403 No\r\n\r\nabc")) {
            client().onRefused((client, poe, refusal) ->
                            log.add(new String(refusal.content(), StandardCharsets.UTF_8) + " " + refusal.complete()))
                    .start(kernel);
            run();
            say(answer);
            hangUp();

            assertLog("handshake", "abc true", "disconnect 1006 HANDSHAKE the server answered 403 No");
        }
    }

    @Test
    void shouldKeepNoMoreOfARefusalThanItMay() {
        // given
        listen(PORT);
        client().maxAnswer(4)
                .onRefused((client, poe, answer) ->
                        log.add(new String(answer.content(), StandardCharsets.UTF_8) + " " + answer.complete()))
                .start(kernel);
        run();

        // when
        say("HTTP/1.1 500 Oh\r\nContent-Length: 1000000\r\n\r\nabcdef");

        // then
        assertLog("handshake", "abcd false", "disconnect 1006 HANDSHAKE the server answered 500 Oh");
        assertTrue(serverSawEnd);
    }

    @Test
    void shouldTakeAnotherSuccessForARefusal() {
        listen(PORT);
        client().start(kernel);
        run();

        say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        assertLog("handshake", "refused 200 OK", "disconnect 1006 HANDSHAKE the server answered 200 OK");
    }

    @Test
    void shouldTellOfAConnectionThatEndsBeforeTheAnswer() {
        listen(PORT);
        client().start(kernel);
        run();

        hangUp();

        assertLog("handshake", "disconnect 1006 NETWORK");
        assertTrue(serverSawEnd);
    }

    // ---- times

    @Test
    @Row("W134")
    void shouldGiveUpAServerThatDoesNotAnswer() {
        // given
        listen(PORT);
        client().handshakeTimeout(Duration.ofSeconds(3)).start(kernel);
        run();

        // when
        advance(2.9);
        assertLog("handshake");
        say("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 "); // is no answer
        advance(0.2);

        // then
        assertLog("disconnect 1006 TIMEOUT no answer to the handshake within PT3S");
        assertTrue(serverSawEnd);
    }

    @Test
    void shouldGiveUpAServerThatCannotBeReachedInTime() {
        // given
        listen(PORT);
        simulation.faults(Faults.none().delay(Duration.ofSeconds(20), Duration.ofSeconds(20)));
        client().start(kernel);

        // when
        advance(9.9);
        assertLog();
        advance(0.2);

        // then
        assertLog("error connect ETIMEDOUT");
    }

    @Test
    void shouldTellWhyItCannotConnect() {
        client().start(kernel);
        client("ws://nowhere.example/").start(kernel);
        run();

        assertLog("error connect ECONNREFUSED", "error resolve EADDRNOTAVAIL");
    }

    // ---- compression

    @Test
    void shouldOfferAndUseCompression() {
        // given
        listen(PORT);
        client().deflate(DeflateOptions.DEFAULT.withThreshold(10)).start(kernel);
        run();
        assertEquals(
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits",
                field("Sec-WebSocket-Extensions"));

        // when
        shake("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        socket.sendUtf8("a".repeat(1_000));
        run();
        byte[] frame = raw();

        // then
        assertTrue(socket.extensions().startsWith("permessage-deflate"));
        assertEquals(0xC1, frame[0] & 0xFF); // RSV1
        assertTrue(frame.length < 100);
    }

    // ---- whatever comes

    @Test
    @Row("W134")
    void shouldEndEachConnectionOnceWhateverTheServerSays() {
        // given
        listen(PORT);
        WebSocketClient client = client().handshakeTimeout(Duration.ofSeconds(5))
                .silenceMax(Duration.ofSeconds(5))
                .redirects(1)
                .deflate(DeflateOptions.DEFAULT)
                .onUtf8((socket, poe, text) -> {})
                .onBinary((socket, poe, bytes) -> {})
                .build();
        SplittableRandom random = new SplittableRandom(1);
        int ready = 0;
        for (int i = 0; i < 2_000; i++) {
            log.clear();
            client.start(kernel);
            run();

            // when: some octets of an answer, and of the frames behind it, are others, or are not there
            String frames =
                    new String(frames(Text.of("\u00e9 text"), Text.of("a"), Close.EMPTY), StandardCharsets.ISO_8859_1);
            StringBuilder says = new StringBuilder(
                    grant("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover") + frames);
            for (int change = random.nextInt(4); change > 0; change--) {
                int at = random.nextInt(says.length());
                switch (random.nextInt(3)) {
                    case 0 -> says.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> says.deleteCharAt(at);
                    default -> says.insert(at, (char) random.nextInt(256));
                }
            }
            int cut = random.nextInt(says.length());
            say(says.substring(0, cut));
            say(says.substring(cut));
            advance(60);

            // then
            String what = i + ": " + says + log;
            assertEquals(
                    1,
                    log.stream().filter(line -> line.startsWith("disconnect")).count(),
                    what);
            assertTrue(log.stream().noneMatch(line -> line.contains("EXCEPTION")), what);
            assertFalse(socket.session().isAlive(), what);
            ready += log.contains("ready") ? 1 : 0;
        }
        assertTrue(ready > 500 && ready < 1_900, ready + " handshakes were right");
    }
}
