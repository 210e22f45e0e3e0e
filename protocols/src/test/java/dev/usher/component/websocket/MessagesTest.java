package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.filters.websocket.Binary;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.filters.websocket.Ping;
import dev.usher.filters.websocket.Text;
import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages, control frames, closing, silence, slow peers, and the end of a server. */
class MessagesTest extends WebSocketCase {
    private final List<WebSocketConnection> connections = new ArrayList<>();

    private WebSocketServerBuilder keeping() {
        return server().onReady((connection, poe, handshake) -> connections.add(connection));
    }

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

    @ParameterizedTest
    @CsvSource({
        "8100, 1002", // not masked
        "C18000000000, 1002", // RSV1
        "838000000000, 1002", // opcode 3
        "098000000000, 1002", // a ping in fragments
        "808000000000, 1002", // a continuation of nothing
        "018000000000818000000000, 1002", // a message in a message
        "81FF8000000000000000, 1002", // the highest bit of a length
        "818100000000FF, 1007", // no UTF-8
    })
    @Row({"W78", "W84", "W85", "W86", "W87", "W88", "W91"})
    void shouldCloseWithTheCodeThatAFaultDeserves(String hex, int code) {
        server().start(kernel);
        Peer peer = peer();

        peer.sendRaw(java.util.HexFormat.of().parseHex(hex));

        assertTrue(peer.frames().get(0).startsWith("close " + code));
        assertTrue(log.get(log.size() - 1).startsWith("disconnect " + code), log.toString());
        assertTrue(peer.client.isClosedByPeer());
    }

    @Test
    @Row({"W75", "W74", "W93"})
    void shouldTellThePeersCodeOnceAndAnswerIt() {
        server().start(kernel);
        Peer peer = peer();
        Peer bare = peer();
        log.clear();

        peer.send(Close.of(new CloseCode(4242), "done"));
        peer.sendRaw(Peer.bytes(Text.of("late")));
        bare.send(Close.EMPTY);

        assertEquals(List.of("close 4242"), peer.frames());
        assertTrue(peer.client.isClosedByPeer());
        assertEquals(List.of("close 1005"), bare.frames());
        assertLog("disconnect 4242 done PEER", "disconnect 1005  PEER");
    }

    @Test
    @Row({"W76", "W74"})
    void shouldTell1006WhenThereWasNoCloseFrame() {
        server().start(kernel);
        Peer ending = peer();
        Peer reset = peer();
        log.clear();

        ending.client.close();
        run();
        reset.client.reset();
        run();

        assertLog("disconnect 1006  NETWORK", "disconnect 1006  NETWORK");
    }

    @Test
    @Row({"W48", "W49", "W50", "W52", "W53"})
    void shouldCloseByCodeAndReasonAndWaitForTheAnswer() {
        keeping().start(kernel);
        Peer answering = peer();
        Peer mute = peer();
        Peer bare = peer();
        log.clear();

        connections.get(0).disconnect(4001, "\u20ac".repeat(60));
        connections.get(0).disconnect(4002);
        connections.get(1).disconnect("why");
        connections.get(2).disconnect();
        run();

        assertEquals(List.of("close 4001 " + "\u20ac".repeat(41)), answering.frames());
        assertEquals(List.of("close 1000 why"), mute.frames());
        assertEquals(List.of("close 1005"), bare.frames());
        assertFalse(answering.client.isClosedByPeer());
        answering.send("ignored").send(Close.EMPTY);
        assertTrue(answering.client.isClosedByPeer());
        advance(4.9);
        assertFalse(mute.client.isClosedByPeer());
        advance(0.2);
        assertTrue(mute.client.isClosedByPeer());
        assertEquals(3, log.size());
        for (int code : new int[] {999, 1004, 1005, 1006, 1010, 1015, 2999, 5000}) {
            assertThrows(
                    IllegalArgumentException.class, () -> connections.get(0).disconnect(code));
        }
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

    @Test
    @Row({"W83", "W121"})
    void shouldAnswerPingsAndLimitThem() {
        server().rates(0, 0, 3).start(kernel);
        Peer peer = peer();

        peer.send(Ping.of("1".getBytes()), Ping.of("2".getBytes()), Ping.of("3".getBytes()));
        assertEquals(List.of("pong 1", "pong 2", "pong 3"), peer.frames());
        peer.send(Ping.of("4".getBytes()));

        assertEquals(List.of("close 1008 too many control frames"), peer.frames());
        assertTrue(log.contains("ping 3") && !log.contains("ping 4"));
    }

    @Test
    @Row("W120")
    void shouldLimitMessagesAndBytes() {
        server().rates(2, 0, 0).start(kernel);
        Peer peer = peer();

        peer.send("1").send("2");
        advance(1);
        peer.send("3").send("4").send("5");

        assertEquals(List.of("1", "2", "3", "4", "close 1008 too much at once"), peer.frames());
    }

    @Test
    @Row({"W5", "W6", "W7", "W82"})
    void shouldPingWhoIsSilentAndGiveUpWhoDoesNotAnswer() {
        server().start(kernel);
        Peer chatting = peer();
        Peer dead = peer();
        log.clear();

        for (int second = 0; second < 20; second++) {
            advance(1);
            chatting.send("x");
        }
        assertFalse(chatting.frames().contains("ping "));
        assertEquals("ping ", dead.frames().get(0));
        for (int second = 0; second < 30; second++) {
            advance(1);
            chatting.send("x");
        }

        assertTrue(log.contains("disconnect 1001 no pong TIMEOUT"), log.toString());
        assertTrue(chatting.send("there").frames().contains("there"));
    }

    @Test
    @Row("W92")
    void shouldConfineWhatCallbacksThrow() {
        server().onUtf8((connection, poe, text) -> {
                    if (text.equals("bad")) {
                        throw new IllegalStateException("oh");
                    }
                    connection.sendUtf8(text);
                })
                .onError((connection, poe, error) -> log.add("error " + error.getMessage()))
                .start(kernel);
        Peer one = peer();
        Peer other = peer();

        assertEquals(List.of("close 1011"), one.send("bad").frames());
        assertEquals(List.of("good"), other.send("good").frames());
        assertTrue(log.contains("error oh") && log.contains("disconnect 1011  EXCEPTION"), log.toString());
    }

    @Test
    @Row({"W19", "W28", "W129"})
    void shouldBroadcastToThoseWhoAreReady() {
        server().onUtf8((connection, poe, text) ->
                        log.add("sent to " + connection.server().broadcastUtf8(text)))
                .start(kernel);
        Peer one = peer();
        Peer other = peer();
        tcp();

        one.send("all");

        assertEquals(List.of("all"), one.frames());
        assertEquals(List.of("all"), other.frames());
        assertEquals(2, server.connections().size());
        assertTrue(log.contains("sent to 2"));
    }

    @Test
    @Row({"W8", "W32", "W128"})
    void shouldTickAllConnections() {
        WebSocketServer.at(PORT)
                .onTick(Duration.ofMillis(500), (listener, poe) -> listener.broadcastUtf8("tick"))
                .start(kernel);
        Peer one = peer();
        Peer other = peer();

        advance(2.1);

        assertEquals(List.of("tick", "tick", "tick", "tick"), one.frames());
        assertEquals(4, other.frames().size());
    }

    @Test
    @Row({"W10", "W21", "W22", "W23", "W33"})
    void shouldShutDownInOrder() {
        server().onShutdown((listener, poe) -> listener.broadcastUtf8("bye")).start(kernel);
        Peer peer = peer();
        Peer half = new Peer(this, tcp());

        server.shutdown(1012);
        run();

        assertEquals(List.of("bye", "close 1012"), peer.frames());
        assertTrue(half.client.isClosedByPeer());
        assertEquals("", half.client.received());
        assertTrue(tcp().isRefused());
        peer.send(Close.EMPTY);
        run();
        assertFalse(kernel.runOneTimeslice());
    }

    @Test
    @Row("W133")
    void shouldShutDownFromTheDisconnectHook() {
        server().onDisconnect((connection, poe, end) -> {
                    log.add(end.code() + " " + end.reason());
                    connection.server().shutdown();
                })
                .start(kernel);

        peer().send(Close.of(new CloseCode(4242), "the reason"));
        run();

        assertEquals("4242 the reason", log.get(log.size() - 1));
        assertFalse(kernel.runOneTimeslice());
    }

    @Test
    @Row("W20")
    void shouldDropAConnectionWithoutAWord() {
        keeping().start(kernel);
        Peer peer = peer();
        log.clear();

        server.disconnect(connections.get(0));
        run();

        assertEquals("", peer.client.received());
        assertTrue(peer.client.isClosedByPeer());
        assertLog();
        assertFalse(connections.get(0).sendUtf8("x"));
    }

    @ParameterizedTest
    @EnumSource(names = "BLOCK", mode = EnumSource.Mode.EXCLUDE)
    @Row({"W62", "W58"})
    void shouldTreatSlowConsumersAsSaid(SlowConsumer policy) {
        keeping()
                .slowConsumer(policy)
                .marks(1_000, 2_000)
                .maxBuffered(1 << 20, 2)
                .maxSendSize(1 << 20)
                .onDrain((connection, poe, waiting) -> log.add("drain"))
                .start(kernel);
        Peer peer = peer();
        WebSocketConnection connection = connections.get(0);
        peer.client.stopReading();

        connection.sendUtf8("x".repeat(500_000));
        run();
        assertTrue(connection.bufferedAmount() > 2_000);
        for (int i = 1; i <= 3; i++) {
            connection.sendLatest(dev.usher.filters.websocket.EncodedMessage.text("n" + i), "key");
        }
        peer.client.resumeReading();
        run();

        List<String> frames = peer.frames();
        assertEquals(500_000, frames.get(0).length());
        List<String> rest = frames.subList(1, frames.size());
        assertEquals(
                switch (policy) {
                    case DROP_OLDEST -> List.of("n2", "n3");
                    case CONFLATE -> List.of("n3");
                    case CLOSE -> List.of("close 1013 messages are not taken fast enough");
                    default -> List.of();
                },
                rest);
        assertEquals(policy != SlowConsumer.CLOSE, log.contains("drain"));
    }

    @Test
    @Row("W62")
    void shouldReadNothingFromWhoDoesNotRead() {
        server().limits(new FrameLimits(1 << 20, 1 << 20, 9))
                .maxSendSize(1 << 20)
                .start(kernel);
        Peer peer = peer();
        peer.client.stopReading();

        for (int i = 0; i < 20; i++) {
            peer.send(Binary.of(new byte[200_000]));
        }
        long heard = log.stream().filter(line -> line.startsWith("binary")).count();
        peer.client.resumeReading();
        run();

        assertTrue(heard < 10, heard + " messages");
        assertEquals(20, peer.frames().size());
    }

    @Test
    @Row({"W136", "W15", "W16"})
    void shouldTellEventsOfOtherSessions() {
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> poe.aliasSet("bot"))
                        .on(Event.named("said", WebSocketEvent.class), (heap, poe, event) -> {
                            log.add("said " + event.value());
                            event.connection().sendUtf8("from the bot");
                        }),
                null);
        WebSocketServerBuilder described = server().addListener("utf8", "poe:bot/said");
        described.start(kernel);

        assertEquals(List.of("hi", "from the bot"), peer().send("hi").frames());
        assertThrows(IllegalArgumentException.class, () -> described.on("utf9", "poe:bot/said"));
        assertThrows(IllegalArgumentException.class, () -> described.on("utf8", 7));
    }

    @Test
    @Row("W141")
    void shouldSendFromAnotherThread() throws InterruptedException {
        keeping().start(kernel);
        Peer peer = peer();
        Thread thread = new Thread(() -> {
            kernel.postFromAnyThread(connections.get(0).session(), WebSocketServer.SEND_UTF8, "hello");
            kernel.postFromAnyThread(
                    connections.get(0).session(),
                    WebSocketServer.DISCONNECT,
                    new Close(CloseCode.NORMAL, "that is all"));
        });

        thread.start();
        thread.join();
        run();

        assertEquals(List.of("hello", "close 1000 that is all"), peer.frames());
    }

    @Test
    void shouldCountWhatHappens() {
        server().start(kernel);
        Peer peer = peer();
        shake("Origin: http://evil");
        advance(3); // in which what the refused one might still be sending is read

        peer.send("four").send(Close.EMPTY);

        assertEquals(
                new WebSocketCounts(
                        0, 1, java.util.Map.of(403, 1L), 1, 4, 1, 0, 0, java.util.Map.of(1005, 1L, 1006, 1L)),
                server.count());
    }

    @Test
    void shouldReportAllThatIsWrongTogether() {
        DefinitionException wrong = assertThrows(
                DefinitionException.class,
                () -> WebSocketServer.at(PORT)
                        .maxSendSize(0)
                        .marks(5, 5)
                        .subprotocols("a b")
                        .build());

        assertEquals(3, wrong.errors().size(), wrong.getMessage());
    }

    @Test
    @Row("W63")
    void shouldReadNothingWhilePaused() {
        keeping().start(kernel);
        Peer peer = peer();

        connections.get(0).pause();
        assertEquals(List.of(), peer.send("waits").frames());
        connections.get(0).resume();
        run();

        assertEquals(List.of("waits"), peer.frames());
    }

    @Test
    @Row("W27")
    void shouldGoOnWhenAPeerDiesInABroadcast() {
        server().start(kernel);
        Peer dead = peer();
        Peer living = peer();
        log.clear();

        dead.client.reset();
        server.broadcastUtf8("all");
        run();
        server.broadcastUtf8("again");
        run();

        assertEquals(List.of("all", "again"), living.frames());
        assertLog("disconnect 1006  NETWORK");
    }

    @Test
    void shouldMeasureHowLongAPingTakes() {
        keeping().start(kernel);
        Peer peer = peer();

        assertTrue(connections.get(0).ping());
        advance(0.25);
        peer.send(new dev.usher.filters.websocket.Pong());

        assertEquals(Duration.ofMillis(250), connections.get(0).rtt().orElseThrow());
    }
}
