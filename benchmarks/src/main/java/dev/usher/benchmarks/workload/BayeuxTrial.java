package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.load.BayeuxRoom;
import dev.usher.benchmarks.load.FrameWire;
import dev.usher.benchmarks.load.PostWire;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Histogram;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.Node;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import dev.usher.benchmarks.server.CometdServer;
import dev.usher.benchmarks.server.UsherBayeuxServer;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Measures what it costs a Bayeux server to deliver what one client publishes to five hundred others. One thread. */
final class BayeuxTrial {

    private static final int SUBSCRIBERS = 500;

    private BayeuxTrial() {}

    static Map<String, Variant> servers(Options options) {
        return Variant.named(
                Variant.ours("cometd", CometdServer.class),
                Variant.usher(options, UsherBayeuxServer.class),
                Node.variant("faye", "faye.js", "faye"));
    }

    static Workload workload(Options options) {
        return new Workload(
                "bayeux",
                "Bayeux to " + SUBSCRIBERS,
                "delivery",
                Workload.REQUESTS,
                List.of(
                        shape(options, "polling", "long-polling", PostWire::new),
                        shape(options, "websocket", "WebSocket", FrameWire::new)));
    }

    private static Case shape(Options options, String name, String transport, BayeuxRoom.Dial dial) {
        return new Case(
                name,
                "A message of 100 bytes to each of " + SUBSCRIBERS + " subscribers by " + transport
                        + ", the next when all have heard",
                Contestant.servers(servers(options), (server, pace) -> run(server, pace, dial, SUBSCRIBERS)));
    }

    static Map<Figure, Double> run(ServerProcess server, Pace pace, BayeuxRoom.Dial dial, int subscribers)
            throws IOException, InterruptedException {
        Histogram histogram = new Histogram();
        try (BayeuxRoom room = new BayeuxRoom(histogram)) {
            room.open(server.port(), dial, subscribers);
            room.publish(pace.warmupSeconds());
            histogram.clear();
            long cpuNs = server.cpuNs();
            long beginNs = System.nanoTime();
            long deliveries = room.publish(pace.seconds());
            double seconds = (System.nanoTime() - beginNs) / 1e9;
            Map<Figure, Double> measured = new EnumMap<>(Figure.class);
            measured.put(Figure.CPU_US, (server.cpuNs() - cpuNs) / 1e3 / deliveries);
            measured.put(Figure.PER_SECOND, deliveries / seconds);
            measured.putAll(histogram.percentiles());
            measured.putAll(server.memory());
            return measured;
        }
    }
}
