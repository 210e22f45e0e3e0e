package dev.usher.recorder;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Context;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.kernel.Watcher;
import dev.usher.network.DatagramLink;
import dev.usher.simulation.SimulatedHost;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Datagrams between hosts, recorded and replayed. */
class DatagramsTest {
    private static final int PORT = 5_353;

    /** Answers each datagram by itself with a letter before it. */
    private static final class Answerer implements Watcher {
        private final char letter;
        private final List<SocketAddress> senders = new ArrayList<>();
        private DatagramLink link;

        Answerer(char letter) {
            this.letter = letter;
        }

        void start(Kernel kernel) {
            kernel.create(States.of(Answerer.class).start(Answerer::begin), this);
        }

        private void begin(Context poe) throws IOException {
            link = poe.kernel().network().openDatagram(new InetSocketAddress(PORT), null);
            poe.watch(link, this).read(true);
        }

        @Override
        public void onReadable(Context poe) {
            ByteBuffer block = ByteBuffer.allocate(1_000).put((byte) letter);
            try {
                SocketAddress sender = link.receive(block);
                if (sender != null) {
                    senders.add(sender);
                    link.send(block.flip(), sender);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onWritable(Context poe) {}

        @Override
        public void onSessionEnd() {
            link.close();
        }
    }

    private final Answerer answerer = new Answerer('>');

    private Recording record(List<String> answers) throws IOException {
        try (Simulation simulation = Simulation.recorded(1)) {
            SimulatedHost server = simulation.host("server");
            answerer.start(server.kernel());
            simulation.runUntilIdle();
            DatagramLink client = simulation.host("client").network().openDatagram(new InetSocketAddress(0), null);
            for (String each : List.of("one", "two", "three")) {
                client.send(ByteBuffer.wrap(each.getBytes(US_ASCII)), server.at(PORT));
                simulation.runUntilIdle();
                ByteBuffer answer = ByteBuffer.allocate(100);
                assertEquals(server.at(PORT), client.receive(answer));
                answers.add(new String(answer.array(), 0, answer.position(), US_ASCII));
            }
            simulation.partition("server", "client");
            client.send(ByteBuffer.wrap(new byte[1]), server.at(PORT));
            simulation.runUntilIdle();
            simulation.heal("server", "client");
            simulation.runUntilIdle();
            assertNull(client.receive(ByteBuffer.allocate(100)), "what is sent into a cut is lost");
            return server.recorder().orElseThrow().recording();
        }
    }

    @Test
    void shouldReachOtherHostsAndBeReplayed() throws IOException {
        List<String> answers = new ArrayList<>();
        Recording recording = record(answers);
        Answerer again = new Answerer('>');

        Replayed replayed = Replay.of(recording).run(again::start);

        assertEquals(List.of(">one", ">two", ">three"), answers);
        assertEquals(recording.traceHash(), replayed.traceHash());
        assertEquals(answerer.senders, again.senders);
        assertTrue(recording.lines().stream().anyMatch(line -> line.contains("receive link 1 from /10.0.0.2:")));
    }

    @Test
    void shouldNameTheDatagramThatDiffers() throws IOException {
        Recording recording = record(new ArrayList<>());

        DivergenceException divergence = assertThrows(
                DivergenceException.class, () -> Replay.of(recording).run(new Answerer('<')::start));

        assertTrue(divergence.getMessage().contains("recorded: send link 1 to"), divergence.getMessage());
        assertTrue(divergence.getMessage().contains("4 bytes, but others"), divergence.getMessage());
    }
}
