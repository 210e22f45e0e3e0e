package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.Text;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How connections and servers end: codes, reasons, callbacks that throw, shutdown. */
class ClosingTest extends WebSocketCase {

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
}
