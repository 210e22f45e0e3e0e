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

    @ParameterizedTest
    @MethodSource("all")
    void shouldDeliverToAllByLongPolling(Variant variant) throws IOException, InterruptedException {
        deliver(variant, PostWire::new);
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldDeliverToAllByWebSocket(Variant variant) throws IOException, InterruptedException {
        deliver(variant, FrameWire::new);
    }

    private void deliver(Variant variant, BayeuxRoom.Dial dial) throws IOException, InterruptedException {
        Assumptions.assumeTrue(variant.missing() == null, () -> "there is no " + variant.missing());

        try (ServerProcess server = variant.launch().start();
                BayeuxRoom room = new BayeuxRoom(histogram)) {
            room.open(server.port(), dial, SUBSCRIBERS);
            long deliveries = room.publish(1);

            assertTrue(deliveries >= 3 * SUBSCRIBERS, () -> deliveries + " deliveries");
            assertEquals(0, deliveries % SUBSCRIBERS);
            assertEquals(deliveries, histogram.total());
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
