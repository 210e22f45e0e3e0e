package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a server does besides: broadcasts, ticks, events of other sessions, counts. */
class ServerTest extends WebSocketCase {

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

        WebSocketCounts counts = server.count();
        assertEquals(0, counts.open());
        assertEquals(1, counts.granted());
        assertEquals(Map.of(403, 1L), counts.refused());
        assertEquals(new WebSocketCounts.Traffic(2, 16, 1, 4), counts.in());
        assertEquals(new WebSocketCounts.Traffic(2, 8, 1, 4), counts.out());
        assertEquals(Map.of(1005, 1L, 1006, 1L), counts.ended());
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
}
