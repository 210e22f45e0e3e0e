package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.States;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manual's options by name, and those that have a verb only. */
class WebSocketOptionsTest extends WebSocketCase {

    /** It is on unless somebody has set it off. */
    private static boolean isSet(WebSocketConnection connection) throws IOException {
        return !Boolean.FALSE.equals(
                connection.socket().wheel().orElseThrow().link().option(StandardSocketOptions.TCP_NODELAY));
    }

    private static String wrong(Map<String, ?> options) {
        DefinitionException wrong = assertThrows(
                DefinitionException.class, () -> WebSocketServer.from(options).build());
        return String.join("; ", wrong.errors());
    }

    @Test
    @Row({"W1", "W8", "W10", "W37", "W47"})
    void shouldServeByTheManualsNames() throws IOException {
        Map<String, Object> options = new HashMap<>();
        WebSocketHook<WebSocketListener, WebSocketConnection> connect = (listener, poe, connection) -> {
            log.add("connect");
            connection.onUtf8((own, context, text) -> own.sendUtf8(text.repeat(2)));
        };
        WebSocketHook<WebSocketConnection, Handshake> ready = (connection, poe, handshake) -> {
            connections.add(connection);
            log.add("nodelay " + isSet(connection));
        };
        Handlers.Plain<WebSocketListener> tick = (listener, poe) -> log.add("tick");
        Handlers.Plain<WebSocketListener> shutdown = (listener, poe) -> log.add("shutdown");
        options.put("listen", PORT);
        options.put("silence_max", 0);
        options.put("tick_period", "0.5");
        options.put("on_connect", connect);
        options.put("on_tick", tick);
        options.put("on_shutdown", shutdown);
        options.put("on_ready", ready);
        options.put("nodelay", 0);
        options.put("max_send_size", 10);
        options.put("max_recv_size", 100);

        WebSocketServer.from(options).start(kernel);
        Peer peer = peer("Origin: http://another.example");
        assertEquals(List.of("hihi"), peer.send("hi").frames());
        advance(1.1);

        assertLog("connect", "nodelay false", "tick", "tick");
        assertEquals(10, connections.get(0).maxSendSize());
        assertEquals(false, connections.get(0).nodelay());
        assertEquals(true, connections.get(0).nodelay(true));
        assertTrue(isSet(connections.get(0)));
        assertTrue(peer.send("x".repeat(101)).frames().get(0).startsWith("close 1009"));
        connections.get(0).server().shutdown();
        assertEquals("shutdown", log.get(log.size() - 1));
    }

    @Test
    void shouldTellEventsByTheManualsNames() {
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> poe.aliasSet("bot"))
                        .on(
                                Event.named("connected", WebSocketConnection.class),
                                (heap, poe, connection) -> log.add("connected"))
                        .on(
                                Event.named("said", WebSocketEvent.class),
                                (heap, poe, event) -> event.connection().sendUtf8("you said " + event.value()))
                        .on(
                                Event.named("ticked", WebSocketListener.class),
                                (heap, poe, listener) -> listener.broadcastUtf8("tick")),
                null);
        WebSocketServer.from(Map.of(
                        "listen", "8080",
                        "tick_period", 2,
                        "on_connect", "poe:bot/connected",
                        "on_utf8", "poe:bot/said",
                        "on_tick", "poe:bot/ticked"))
                .start(kernel);
        Peer peer = peer();

        peer.send("hi");
        advance(2);

        assertEquals(List.of("you said hi", "tick"), peer.frames());
        assertLog("connected");
    }

    @Test
    @Row("W3")
    void shouldNameAnOptionThatThereIsNot() {
        assertEquals("there is no option 'listne'", wrong(Map.of("listne", 8080)));
    }

    @Test
    @Row({"W4", "W12"})
    void shouldNameAnOptionOfTheWrongKind() {
        Map<String, Object> options = new HashMap<>();
        options.put("watch_readable", "STDIN");
        options.put("watch_writable", List.of(1, 2, 3));
        options.put("on_connect", 7);
        options.put("on_tick", "no uri");
        options.put("on_utf8", 7);
        options.put("silence_max", "long");
        options.put("listen", List.of());
        options.put("max_send_size", "large");

        String wrong = wrong(options);

        for (String sentence : new String[] {
            "watch_readable must be a list",
            "watch_writable must have a callback for each link: its list has 3 elements",
            "on_connect must be code",
            "on_tick: ",
            "on_utf8: ",
            "silence_max must be a number of seconds, not 'long'",
            "listen must be a port",
            "max_send_size must be a number of bytes"
        }) {
            assertTrue(wrong.contains(sentence), sentence + ": " + wrong);
        }
        assertTrue(wrong(Map.of("watch_readable", List.of(1, 2))).contains("1 => 2"));
    }

    @ParameterizedTest
    @CsvSource({"true, 10", "false, 6"})
    @Row("W9")
    void shouldMakeUpForMissedTicksOrSkipThemAsSaid(boolean madeUp, int ticks) {
        server().tickPeriod(Duration.ofSeconds(1))
                .missedTicks(madeUp)
                .onTick((listener, poe) -> log.add("tick " + simulation.clock().nowNs() / 100_000_000))
                .onUtf8((connection, poe, text) -> stall(5))
                .start(kernel);
        Peer peer = peer();
        advance(1.5);
        log.clear();

        peer.client.send(Peer.bytes(dev.usher.filters.websocket.Text.of("work")));
        advance(9.7);

        assertEquals(ticks, log.stream().filter(line -> line.startsWith("tick")).count(), log.toString());
        assertEquals("tick 110", log.get(log.size() - 1), "the rhythm is kept");
        assertEquals("tick 65", log.get(0));
    }

    private void stall(int seconds) {
        simulation.clock().advanceTo(simulation.clock().nowNs() + seconds * 1_000_000_000L);
    }

    @Test
    @Row({"W37", "W47"})
    void shouldSendAtOnceUnlessTold() throws IOException {
        server().onConnect((listener, poe, connection) -> {
                    connections.add(connection);
                    log.add("before " + connection.nodelay());
                    if (connections.size() == 2) {
                        connection.nodelay(false);
                    }
                })
                .start(kernel);

        peer();
        peer();

        List<Boolean> set = new ArrayList<>();
        for (WebSocketConnection connection : connections) {
            set.add(isSet(connection));
            assertEquals(set.get(set.size() - 1), connection.nodelay());
        }
        assertEquals(List.of(true, false), set);
        assertEquals("before true", log.get(0));
    }
}
