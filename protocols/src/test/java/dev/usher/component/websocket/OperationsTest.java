package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.http.HttpServer;
import dev.usher.component.tcp.TcpServer;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.FrameReader;
import dev.usher.filters.websocket.FrameWriter;
import dev.usher.filters.websocket.Pong;
import dev.usher.filters.websocket.Role;
import dev.usher.filters.websocket.Text;
import dev.usher.filters.websocket.WebSocketFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.simulation.Faults;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What those who run a server look at and set: states, counts, limits, drains; and how it sits in the kernel. */
class OperationsTest extends WebSocketCase {

    @Test
    @Row("W30")
    void shouldTellHowEachConnectionStands() {
        keeping()
                .subprotocols("chat")
                .deflate(DeflateOptions.DEFAULT)
                .maxSendSize(1 << 20)
                .slowConsumer(SlowConsumer.DROP_OLDEST)
                .start(kernel);
        Peer one = peer("Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Extensions: permessage-deflate");
        Peer slow = peer();
        connections.get(0).ping();
        run();
        advance(0.5);
        one.send(new Pong());
        advance(2);
        slow.client.stopReading();
        connections.get(1).sendUtf8("x".repeat(200_000));
        connections.get(1).sendUtf8("held");
        connections.get(1).pause();
        run();

        List<WebSocketState> states = server.dump();

        WebSocketState first = states.get(0);
        assertEquals("open", first.phase());
        assertEquals("127.0.0.1:" + connections.get(0).port(), first.peer());
        assertEquals("chat", first.subprotocol());
        assertTrue(first.extensions().startsWith("permessage-deflate"), first.extensions());
        assertEquals(Duration.ofSeconds(2), first.silence());
        assertEquals(Duration.ofSeconds(2), first.pong().orElseThrow());
        assertEquals(Duration.ofMillis(500), first.rtt().orElseThrow());
        assertFalse(first.slow() || first.paused());
        WebSocketState second = states.get(1);
        assertTrue(second.buffered() > 65_536 && second.slow() && second.paused(), second.toString());
        assertEquals(1, second.held());
        one.client.close();
        run();
        assertEquals("over", connections.get(0).state().phase());
    }

    @Test
    @Row("W36")
    void shouldMakeNoConnectionWithoutAServerOrASocket() {
        keeping().start(kernel);
        peer();
        WebSocketConnection connection = connections.get(0);

        assertTrue(assertThrows(NullPointerException.class, () -> new WebSocketConnection(null, connection.socket()))
                .getMessage()
                .contains("server"));
        assertTrue(assertThrows(NullPointerException.class, () -> new WebSocketConnection(server, null))
                .getMessage()
                .contains("socket"));
        assertEquals(0, WebSocketConnection.class.getConstructors().length);
        assertSame(server, connection.server());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, https, true",
        "127.0.0.0/8, WSS, true",
        "127.0.0.1, 'https, http', false",
        "127.0.0.1, http, false",
        "127.0.0.2, https, false",
        "10.0.0.0/8, https, false",
        "::1, https, false",
    })
    @Row("W102")
    void shouldBelieveTrustedProxiesOnly(String trusted, String said, boolean secure) {
        server().trustedProxies(trusted)
                .onHandshake((connection, poe, handshake) -> log.add("secure " + handshake.secure()))
                .start(kernel);

        peer("X-Forwarded-Proto: " + said);

        assertTrue(log.contains("secure " + secure), log.toString());
    }

    @Test
    void shouldRefuseProxiesThatAreNoAddresses() {
        for (String wrong : new String[] {"example.com", "10.0.0.0/33", "10.0.0", "::/129", "10.0.0.0/x", ""}) {
            assertTrue(assertThrows(
                            dev.usher.component.DefinitionException.class,
                            () -> WebSocketServer.at(PORT).trustedProxies(wrong).build())
                    .getMessage()
                    .contains("'" + wrong + "'"));
        }
    }

    @Test
    @Row("W107")
    void shouldLimitHowManyConnectAndHowFast() {
        server().connections(3, 0).upgradeRate(0, 2).start(kernel);

        assertEquals("101", status(shake()));
        assertEquals("101", status(shake()));
        String refused = shake();
        assertEquals("429", status(refused));
        assertTrue(refused.contains("Retry-After: 10\r\n"), refused);
        advance(1);
        assertEquals("101", status(shake()));
        assertEquals("503", status(shake()));

        assertEquals(Map.of(429, 1L, 503, 1L), server.count().refused());
    }

    @Test
    @Row("W107")
    void shouldLimitHowFastAllConnect() {
        server().upgradeRate(5, 0).start(kernel);
        List<String> statuses = new ArrayList<>();

        for (int i = 0; i < 100; i++) {
            statuses.add(status(shake()));
        }

        assertEquals(5, statuses.stream().filter("101"::equals).count());
        assertEquals(95, statuses.stream().filter("503"::equals).count());
    }

    /** All have connected in one moment, and are not pinged in one. */
    @Test
    @Row("W118")
    void shouldSpreadItsPings() {
        server().start(kernel);
        int peers = 320;
        for (int i = 0; i < peers; i++) {
            peer();
        }
        long most = 0;
        long all = 0;

        for (int i = 0; i < 400; i++) {
            advance(0.05);
            long pings = server.count().pings();
            most = Math.max(most, pings - all);
            all = pings;
        }

        assertEquals(peers, all);
        assertTrue(most <= peers / Rounds.GROUPS, most + " pings within a twentieth of a second");
    }

    @Test
    @Row("W119")
    void shouldJudgeNobodyByItsOwnDelay() {
        server().onUtf8((connection, poe, text) -> {
                    if (text.equals("work")) {
                        simulation.clock().advanceTo(simulation.clock().nowNs() + 60_000_000_000L);
                    }
                })
                .start(kernel);
        Peer busy = peer();
        Peer prompt = peer();
        Peer later = peer();
        Peer dead = peer();
        advance(21); // by now all were pinged, and have not answered
        assertEquals(List.of("ping "), later.frames().subList(0, 1));
        busy.send("still here");
        log.clear();

        busy.client.send(Peer.bytes(Text.of("work")));
        prompt.client.send(Peer.bytes(new Pong()));
        later.client.send(Peer.bytes(new Pong()));
        advance(61);

        assertEquals(4, server.connections().size(), log.toString());
        for (int second = 0; second < 45; second++) {
            advance(1);
            for (Peer living : List.of(busy, prompt, later)) {
                living.send(new Pong());
            }
        }
        assertEquals(3, server.connections().size(), log.toString());
        assertTrue(dead.client.isClosedByPeer());
    }

    @Test
    @Row("W122")
    void shouldDrainInBatches() {
        keeping()
                .drain(2, Duration.ofSeconds(1))
                .onShutdown((listener, poe) -> log.add("shutdown"))
                .start(kernel);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            peers.add(peer());
        }

        server.shutdown(1012);
        run();

        assertEquals(List.of(2L, 4L, 5L), List.of(told(peers, 0), told(peers, 1), told(peers, 1)));
        assertTrue(tcp().isRefused());
        advance(5);
        assertTrue(peers.stream().allMatch(peer -> peer.client.isClosedByPeer()));
        run();
        assertFalse(kernel.runOneTimeslice());
    }

    private long told(List<Peer> peers, int seconds) {
        advance(seconds);
        return peers.stream()
                .filter(peer -> peer.client.received().contains(new String(new char[] {0x88, 2})))
                .count();
    }

    @Test
    @Row("W122")
    void shouldRefuseWhoComesToADrainingServerThatIsMounted() {
        HttpServer.at(PORT)
                .mount("/ws", logged(WebSocketServer.define()).drain(1, Duration.ofSeconds(1)))
                .start(kernel);
        Peer one = new Peer(this, tcp());
        Peer two = new Peer(this, tcp());
        one.askRaw(Peer.usual("/ws"));
        two.askRaw(Peer.usual("/ws"));

        server.shutdown(1012);
        run();

        assertEquals(List.of("close 1012"), one.frames());
        assertEquals(List.of("still served"), two.send("still served").frames());
        assertEquals("503", status(new Peer(this, tcp()).askRaw(Peer.usual("/ws"))));
        advance(1);
        assertEquals(List.of("close 1012"), two.frames());
        advance(4.5);
        assertTrue(one.client.isClosedByPeer() && !two.client.isClosedByPeer());
        advance(1);
        assertTrue(one.client.isClosedByPeer() && two.client.isClosedByPeer());
    }

    @Test
    @Row("W137")
    void shouldGiveEachConnectionASessionOfItsOwnUnderTheServers() {
        Event<String> note = Event.named("note", String.class);
        logged(WebSocketServer.define().listen(HttpServer.at(PORT).on(note, (http, poe, text) -> {
                    log.add(text + " " + (poe.session() == http.session()));
                })))
                .onReady((connection, poe, handshake) -> connections.add(connection))
                .start(kernel);
        peer();
        peer();
        Session one = connections.get(0).session();
        Session other = connections.get(1).session();
        log.clear();

        kernel.post(one, note, "for one");
        run();

        assertLog("for one true");
        assertNotEquals(one.id(), other.id());
        assertSame(one.parent().orElseThrow(), other.parent().orElseThrow());
        assertSame(one.parent().orElseThrow(), server.session().parent().orElseThrow());
        assertSame(connections.get(0).socket(), one.heap());
    }

    /** The codec alone, under the wheel of a TCP server: without a handshake, for who has made it elsewhere. */
    @Test
    @Row("W138")
    void shouldSpeakFramesUnderAWheelOfAnyServer() {
        TcpServer.at(PORT, () -> new WebSocketFilter(new FrameReader(Role.SERVER), FrameWriter.ofServer()))
                .clientInput((client, poe, part) -> client.put(part instanceof Text text ? Text.of(text.text()) : part))
                .start(kernel);
        Peer peer = new Peer(this, tcp());

        peer.send("hello").send(Close.of(new CloseCode(1000), "bye"));

        assertEquals(List.of("hello", "close 1000 bye"), peer.frames());
    }

    @Test
    @Row("W139")
    void shouldRunTheSameAgainFromTheSameSeed() {
        List<String> first = traced(7);
        List<String> second = traced(7);

        assertEquals(first, second);
        assertNotEquals(first, traced(8));
        assertTrue(first.stream().anyMatch(line -> line.contains("utf8")), first.toString());
    }

    private List<String> traced(long seed) {
        simulation.close();
        simulation = Simulation.seeded(seed);
        kernel = simulation.kernel();
        log.clear();
        simulation.faults(Faults.none()
                .shortReads(0.4)
                .shortWrites(0.4)
                .delay(Duration.ofMillis(1), Duration.ofMillis(400))
                .reorderReady());
        server().onTick(Duration.ofSeconds(1), (listener, poe) -> log.add("tick " + listener.broadcastUtf8("tick")))
                .onUtf8((connection, poe, text) -> {
                    log.add("utf8 " + text + " at " + simulation.clock().nowNs());
                    connection.sendUtf8(text);
                })
                .start(kernel);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            peers.add(new Peer(this, simulation.connect(PORT)));
            peers.get(i).client.send(Peer.usual("/" + i));
        }
        for (int second = 0; second < 30; second++) {
            for (int i = 0; i < second % 4; i++) {
                peers.get(i).client.send(Peer.bytes(Text.of(second + "/" + i)));
            }
            advance(1);
        }
        List<String> trace = new ArrayList<>(log);
        peers.forEach(peer -> trace.add(peer.client.received()));
        return trace;
    }

    @Test
    @Row("W140")
    void shouldCountForWhoWatchesTheServer() {
        server().deflate(DeflateOptions.DEFAULT)
                .maxSendSize(1 << 20)
                .slowConsumer(SlowConsumer.DROP_NEWEST)
                .onReady((connection, poe, handshake) -> connections.add(connection))
                .start(kernel);
        Peer plain = peer();
        new Peer(this, tcp()).ask("Origin: http://evil.example");
        connections.get(0).ping();
        advance(0.25);
        plain.send(new Pong());
        new Peer(this, tcp()).ask("Sec-WebSocket-Extensions: permessage-deflate");
        connections.get(1).sendUtf8("again and ".repeat(1_000));
        plain.send("seven..");
        plain.client.stopReading();
        connections.get(0).sendUtf8("x".repeat(500_000));
        run();
        connections.get(0).sendUtf8("dropped");
        plain.send(Close.of(new CloseCode(4000), ""));
        advance(6);

        WebSocketCounts counts = server.count();
        String scraped = counts.metrics();

        assertEquals(new WebSocketCounts.Traffic(3, 6 + 13 + 8, 1, 7), counts.in());
        assertEquals(3, counts.out().messages());
        assertEquals(10_000 + 7 + 500_000, counts.out().bytes());
        assertTrue(counts.out().wire() < 501_000, counts.toString());
        assertEquals(Duration.ofMillis(250), counts.rtt());
        for (String line : new String[] {
            "open 1",
            "handshakes_granted_total 2",
            "handshakes_refused_total{status=\"403\"} 1",
            "frames_total{way=\"in\"} 3",
            "wire_bytes_total{way=\"in\"} 27",
            "messages_total{way=\"out\"} 3",
            "slow_total{action=\"drop_newest\"} 1",
            "pings_total 1",
            "rtt_seconds 0.25",
            "ended_total{code=\"4000\"} 1",
        }) {
            assertTrue(scraped.contains("usher_websocket_" + line + "\n"), line + " is missing in\n" + scraped);
        }
    }

    @Test
    @Row("W117")
    void shouldWarnOfWhatNeverToCompress() throws IOException {
        String said = Files.readString(Path.of("README.md"));

        assertTrue(said.contains("CRIME") && said.contains("BREACH") && said.contains("uncompressed()"));
        assertNull(WebSocketServer.define().build().handshake.deflate().orElse(null), "off unless said");
    }
}
