package dev.usher.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.benchmarks.load.BayeuxRoom;
import dev.usher.benchmarks.load.FrameWire;
import dev.usher.benchmarks.load.PostWire;
import dev.usher.benchmarks.measure.Histogram;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Bayeux server that is measured delivers all messages to all, in order, on both transports. */
@Timeout(60)
class BayeuxServersTest {

    private static final int SUBSCRIBERS = 5;
    private static final Options OPTIONS = Options.parse(new String[0], Workloads.options());

    private final Histogram histogram = new Histogram();

    static Stream<Variant> all() {
        return BayeuxTrial.servers(OPTIONS).values().stream();
    }

    static Stream<Variant> sockets() {
        return BayeuxTrial.sockets(OPTIONS).values().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldDeliverToAllByLongPolling(Variant variant) throws IOException, InterruptedException {
        deliver(variant, PostWire::new);
    }

    @ParameterizedTest
    @MethodSource("sockets")
    void shouldDeliverToAllByWebSocket(Variant variant) throws IOException, InterruptedException {
        deliver(variant, FrameWire::new);
    }

    private void deliver(Variant variant, BayeuxRoom.Dial dial) throws IOException, InterruptedException {
        Assumptions.assumeTrue(variant.missing() == null, () -> "there is no " + variant.missing());

        try (ServerProcess server = variant.launch().start();
                BayeuxRoom room = new BayeuxRoom(histogram)) {
            room.open(server.port(), dial, SUBSCRIBERS);
            long single = room.publish(1, 1);
            long batched = room.publish(1, 3);

            assertTrue(single >= 3 * SUBSCRIBERS, () -> single + " deliveries");
            assertEquals(0, single % SUBSCRIBERS);
            assertTrue(batched >= 9 * SUBSCRIBERS, () -> batched + " deliveries");
            assertEquals(0, batched % (3 * SUBSCRIBERS));
            assertEquals(single + batched, histogram.total());
        }
    }

    @Test
    void shouldFailWhenTheServerSpeaksAnotherProtocol() throws IOException, InterruptedException {
        try (ServerProcess server =
                        HttpServers.all(OPTIONS).get("usher").launch().start();
                BayeuxRoom room = new BayeuxRoom(histogram)) {
            Exception polling = assertThrows(Exception.class, () -> room.open(server.port(), PostWire::new, 1));
            assertTrue(polling.getMessage().contains("a POST was answered: HTTP/1.1 404"), polling::getMessage);

            Exception socket = assertThrows(Exception.class, () -> room.open(server.port(), FrameWire::new, 1));
            assertTrue(socket.getMessage().contains("a connection was not opened: HTTP/1.1 4"), socket::getMessage);
        }
    }
}
