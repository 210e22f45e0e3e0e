package dev.usher.wheel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Selected;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import dev.usher.network.DatagramLink;
import dev.usher.simulation.Faults;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DatagramFactoryTest {
    private static final Event<DatagramLink> OPENED = Event.named("opened", DatagramLink.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<Selected> READY = Event.named("ready", Selected.class);
    private static final InetSocketAddress LOCAL = new InetSocketAddress("127.0.0.1", 0);

    private final List<String> seen = new ArrayList<>();

    /** Answers each datagram, and closes behind the answer to {@code bye} or the answer itself. */
    private static final class Peer {
        DatagramFactory factory;
        DatagramLink link;
    }

    private static void send(DatagramLink link, String text, SocketAddress to) throws IOException {
        link.send(ByteBuffer.wrap(text.getBytes(US_ASCII)), to);
    }

    private Session peer(Kernel kernel, Peer heap, SocketAddress at, UnaryOperator<DatagramFactoryBuilder> shape) {
        return kernel.create(
                States.of(Peer.class)
                        .start((me, poe) -> me.factory = shape.apply(SocketFactory.datagrams(at)
                                        .successEvent(OPENED)
                                        .failureEvent(FAILED))
                                .open(poe))
                        .on(OPENED, (me, poe, link) -> {
                            assertEquals(me.factory.id(), poe.wheelId());
                            me.link = link;
                            poe.selectRead(link, READY, null);
                        })
                        .on(FAILED, (me, poe, error) -> seen.add(error.operation() + " " + error.errno()))
                        .on(READY, (me, poe, ready) -> {
                            ByteBuffer into = ByteBuffer.allocate(100);
                            SocketAddress from = ((DatagramLink) ready.link()).receive(into);
                            String text = new String(into.array(), 0, into.position(), US_ASCII);
                            seen.add(text);
                            if (text.startsWith("answer")) {
                                me.link.close();
                            } else {
                                send(me.link, "answer to " + text, from);
                                if (text.equals("bye")) {
                                    me.link.close();
                                }
                            }
                        }),
                heap);
    }

    private void talk(Kernel kernel, Runnable run) throws IOException {
        Peer a = new Peer();
        Peer b = new Peer();
        Session first = peer(kernel, a, LOCAL, wanted -> wanted);
        peer(kernel, b, LOCAL, wanted -> wanted);
        kernel.runWhile(() -> b.link == null);
        assertEquals(true, first.isAlive());

        send(b.link, "bye", a.link.localAddress());
        run.run();

        assertEquals(List.of("bye", "answer to bye"), seen);
        assertEquals(0, kernel.counts().watches());
    }

    @Test
    void shouldReceiveByWatcherInMemory() throws IOException {
        try (Simulation simulation = Simulation.seeded(1)) {
            talk(simulation.kernel(), simulation::runUntilIdle);
            assertEquals(0, simulation.network().openLinks());
        }
    }

    @Test
    @Timeout(60)
    void shouldReceiveByWatcherOnTheRealNetwork() throws IOException {
        try (Kernel kernel = new Kernel()) {
            talk(kernel, kernel::run);
        }
    }

    @Test
    void shouldTellWhyThereIsNoSocket() {
        try (Simulation simulation = Simulation.seeded(1)) {
            Peer holder = new Peer();
            peer(simulation.kernel(), holder, new InetSocketAddress("127.0.0.1", 7), wanted -> wanted);
            simulation.runUntilIdle();

            peer(simulation.kernel(), new Peer(), new InetSocketAddress("127.0.0.1", 7), wanted -> wanted);
            peer(simulation.kernel(), new Peer(), InetSocketAddress.createUnresolved("nobody", 7), wanted -> wanted);
            simulation.runUntilIdle();

            assertEquals(List.of("bind EADDRINUSE", "resolve EADDRNOTAVAIL"), seen);
        }
    }

    @Test
    void shouldOpenNothingWhenClosedBefore() {
        try (Simulation simulation = Simulation.seeded(1)) {
            Peer heap = new Peer();
            peer(simulation.kernel(), heap, LOCAL, wanted -> wanted);

            heap.factory.close();
            simulation.runUntilIdle();

            assertNull(heap.link);
            assertEquals(0, simulation.network().openLinks());
        }
    }

    @Test
    void shouldHearItsOnePeerOnly() throws IOException {
        try (Simulation simulation = Simulation.seeded(1)) {
            Peer server = new Peer();
            Peer client = new Peer();
            Peer stranger = new Peer();
            peer(simulation.kernel(), server, LOCAL, wanted -> wanted);
            peer(simulation.kernel(), stranger, LOCAL, wanted -> wanted);
            simulation.runUntilIdle();
            SocketAddress one = server.link.localAddress();
            peer(simulation.kernel(), client, LOCAL, wanted -> wanted.remoteAddress(one));
            simulation.runUntilIdle();

            send(stranger.link, "who is there", client.link.localAddress());
            send(server.link, "hello", client.link.localAddress());
            simulation.runUntilIdle();

            assertEquals(List.of("hello", "answer to hello"), seen);
            assertEquals(one, client.link.remoteAddress());
            assertThrows(IllegalArgumentException.class, () -> send(client.link, "x", stranger.link.localAddress()));
        }
    }

    @Test
    void shouldLoseWhatNobodyReceivesAndLetDatagramsOvertake() throws IOException {
        try (Simulation simulation = Simulation.seeded(3)) {
            DatagramLink a = simulation.network().openDatagram(LOCAL, null);
            DatagramLink b = simulation.network().openDatagram(LOCAL, null);
            simulation.faults(Faults.none().delay(Duration.ofMillis(1), Duration.ofMillis(100)));
            for (int i = 0; i < 100; i++) {
                send(a, String.format("%02d", i), b.localAddress());
            }
            send(a, "lost", new InetSocketAddress("127.0.0.1", 9));
            simulation.advance(Duration.ofSeconds(1));

            List<String> received = new ArrayList<>();
            for (ByteBuffer into = ByteBuffer.allocate(2); b.receive(into) != null; into.clear()) {
                received.add(new String(into.array(), US_ASCII));
            }
            assertEquals(64, received.size());
            assertEquals(false, received.equals(received.stream().sorted().toList()));
            a.close();
            b.close();
        }
    }
}
