package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.usher.component.Row;
import dev.usher.filter.Output;
import dev.usher.filters.websocket.Binary;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.DeflateParameters;
import dev.usher.filters.websocket.EncodedMessage;
import dev.usher.filters.websocket.FrameWriter;
import dev.usher.filters.websocket.Ping;
import dev.usher.filters.websocket.Text;
import dev.usher.simulation.Faults;
import dev.usher.simulation.SimulatedClient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Peers that mean harm, beside one that does not: its echoes go on coming, and what the others make the server hold
 * stays within the limits that are said. Time is virtual, over a network that takes 1 to 5 ms each way; bytes are
 * counted.
 */
class AttackTest extends WebSocketCase {
    private static final int PEERS = 1_000;
    private static final long MOST_NS = 50_000_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Peer honest;

    private void serve(WebSocketServerBuilder described) {
        described.start(kernel);
        simulation.faults(Faults.none().delay(Duration.ofMillis(1), Duration.ofMillis(5)));
        simulation.stepLimit(1_000_000);
        honest = new Peer(this, simulation.connect(PORT));
        honest.client.send(Peer.usual("/"));
        advance(0.1);
        assertTrue(honest.client.takeReceived().startsWith("HTTP/1.1 101 "));
    }

    private Peer attacker(String... fields) {
        Peer peer = new Peer(this, simulation.connect(PORT));
        peer.client.send(Peer.usual("/", fields));
        return peer;
    }

    /** How long echoes take while the rest goes on: of a hundred the second longest. */
    private void assertEchoesInTime() {
        long[] times = new long[100];
        for (int i = 0; i < times.length; i++) {
            long begin = simulation.clock().nowNs();
            honest.client.send(Peer.bytes(Text.of("echo " + i)));
            List<String> frames;
            do {
                advance(0.001);
                frames = honest.frames();
                frames.remove("ping ");
                times[i] = simulation.clock().nowNs() - begin;
            } while (frames.isEmpty() && times[i] < 1_000_000_000);
            assertEquals(List.of("echo " + i), frames);
        }
        Arrays.sort(times);
        assertTrue(times[98] < MOST_NS, times[98] / 1_000_000.0 + " ms is the 99th percentile");
    }

    @Test
    @Row("W113")
    void shouldOutliveCompressionBombs() {
        serve(server().deflate(DeflateOptions.DEFAULT));
        Output bomb = new Output(1 << 16);
        FrameWriter.ofClient(() -> 0x1234_5678)
                .deflating(DeflateParameters.FRUGAL, DeflateOptions.DEFAULT.withLevel(9))
                .put(Binary.of(new byte[50_000_000]), bomb);
        byte[] bytes = bomb.toByteArray();
        assertTrue(bytes.length < 65_536, "as small as a frame may be, so that the message is what is refused");
        List<Peer> bombers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            bombers.add(attacker("Sec-WebSocket-Extensions: permessage-deflate"));
        }
        advance(0.1);
        bombers.forEach(bomber -> bomber.client.takeReceived());
        long before = THREADS.getCurrentThreadAllocatedBytes();
        log.clear();

        simulation.faults(Faults.none());
        bombers.forEach(bomber -> bomber.client.send(bytes));
        honest.client.send(Peer.bytes(Text.of("between")));
        simulation.faults(Faults.none().delay(Duration.ofMillis(1), Duration.ofMillis(5)));
        advance(0.1);

        long each = (THREADS.getCurrentThreadAllocatedBytes() - before) / bombers.size();
        for (Peer bomber : bombers) {
            assertTrue(bomber.frames().get(0).startsWith("close 1009"));
        }
        assertTrue(
                each < 5 << 20,
                each + " bytes for each of them, where a message may have a mebibyte and grows by doubling");
        assertEquals("utf8 between", log.get(0), "nobody waits until one is done");
        honest.frames();
        assertEchoesInTime();
    }

    @Test
    @Row("W106")
    void shouldOutliveAThousandWhoSayNothing() {
        serve(server());
        List<SimulatedClient> silent = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            silent.add(simulation.connect(PORT));
            if (i % 2 == 0) {
                silent.get(i).send("GET / HTTP/1.1\r\nHost: a\r\n");
            }
        }

        assertEchoesInTime();
        advance(11);
        advance(3); // in which what they might still be sending is read

        assertTrue(silent.stream().allMatch(SimulatedClient::isClosedByPeer));
        assertEquals(2, simulation.network().openLinks(), "the listener and the honest one");
        assertEchoesInTime();
    }

    @Test
    @Row({"W7", "W118"})
    void shouldOutliveAThousandWhoFallSilent() {
        serve(server());
        for (int i = 0; i < PEERS; i++) {
            attacker();
        }
        advance(0.1);
        assertEquals(PEERS + 1, server.connections().size());

        for (int second = 0; second < 60; second++) {
            honest.client.send(Peer.bytes(Text.of("here")));
            advance(1);
        }
        honest.frames();

        assertEquals(1, server.connections().size());
        assertEquals(PEERS, server.count().ended().get(1001));
        assertEchoesInTime();
    }

    @Test
    @Row({"W28", "W58", "W62"})
    void shouldOutliveAThousandWhoNeverRead() {
        int most = 64 << 10;
        serve(server().marks(8_192, 16_384).maxBuffered(most, 10));
        List<Peer> deaf = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            deaf.add(attacker());
        }
        advance(0.1);
        deaf.forEach(peer -> peer.client.stopReading());
        EncodedMessage news = EncodedMessage.binary(new byte[20_000]);
        long highest = 0;

        for (int i = 0; i < 20; i++) {
            server.broadcast(connection -> connection != server.connections().get(0), news);
            long held = 0;
            for (WebSocketConnection connection : server.connections()) {
                assertTrue(connection.bufferedAmount() <= most + news.length() + 100);
                held += connection.bufferedAmount();
            }
            highest = Math.max(highest, held);
            advance(0.01);
        }

        assertTrue(highest <= (long) PEERS * (most + news.length() + 100), highest + " bytes");
        assertTrue(highest > (long) PEERS * most / 2, "they were really made to wait: " + highest);
        assertEquals(1, server.connections().size(), "1013 for who does not take them");
        assertTrue(server.count().slow().get(SlowConsumer.BLOCK) >= PEERS);
        assertEquals(PEERS, server.count().ended().get(1013));
        assertEchoesInTime();
    }

    @Test
    @Row("W121")
    void shouldOutliveAFloodOfPings() {
        serve(server());
        List<Peer> flooding = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            flooding.add(attacker());
        }
        advance(0.1);
        Output flood = new Output(1 << 16);
        FrameWriter writer = FrameWriter.ofClient(() -> 0x1234_5678);
        for (int i = 0; i < 5_000; i++) {
            writer.put(Ping.of(new byte[100]), flood);
        }
        flooding.forEach(peer -> {
            peer.client.takeReceived();
            peer.client.stopReading();
            peer.client.send(flood.toByteArray());
        });

        for (int i = 0; i < 10; i++) {
            advance(0.01);
            server.connections().forEach(connection -> assertTrue(connection.bufferedAmount() < 70_000));
        }
        flooding.forEach(peer -> peer.client.resumeReading());
        advance(1);

        for (Peer peer : flooding) {
            List<String> frames = peer.frames();
            assertTrue(frames.size() <= 1_001, frames.size() + " answers");
            assertEquals("close 1008 too many control frames", frames.get(frames.size() - 1));
        }
        assertEchoesInTime();
    }
}
