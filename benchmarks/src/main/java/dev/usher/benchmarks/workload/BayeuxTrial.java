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
import dev.usher.benchmarks.server.RawNioBayeuxServer;
import dev.usher.benchmarks.server.UsherBayeuxServer;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Measures what it costs a Bayeux server to deliver what one client publishes to five hundred others. One thread. */
final class BayeuxTrial {

    private static final int SUBSCRIBERS = 500;
    /** What is due when a publisher has been away for a moment. */
    private static final int BATCH = 10;

    private BayeuxTrial() {}

    static Map<String, Variant> servers(Options options) {
        return Variant.named(
                Variant.ours("cometd", CometdServer.class),
                Variant.usher(options, UsherBayeuxServer.class),
                Node.variant("faye", "faye.js", "faye"));
    }

    /** Those that speak WebSocket: the floor is there too. */
    static Map<String, Variant> sockets(Options options) {
        Map<String, Variant> all = Variant.named(Variant.ours("raw", RawNioBayeuxServer.class));
        all.putAll(servers(options));
        return all;
    }

    static Workload workload(Options options) {
        return new Workload(
                "bayeux",
                "Bayeux to " + SUBSCRIBERS,
                "delivery",
                Workload.REQUESTS,
                List.of(
                        shape(servers(options), "polling", "long-polling", PostWire::new, 1),
                        shape(sockets(options), "websocket", "WebSocket", FrameWire::new, 1),
                        shape(servers(options), "polling-batch", "long-polling", PostWire::new, BATCH),
                        shape(sockets(options), "websocket-batch", "WebSocket", FrameWire::new, BATCH)));
    }

    private static Case shape(
            Map<String, Variant> servers, String name, String transport, BayeuxRoom.Dial dial, int batch) {
        return new Case(
                name,
                (batch == 1 ? "A message" : batch + " messages, published at once,") + " of 100 bytes to each of "
                        + SUBSCRIBERS + " subscribers by " + transport + ", the next when all have heard",
                Contestant.servers(servers, (server, pace) -> run(server, pace, dial, SUBSCRIBERS, batch)));
    }

    static Map<Figure, Double> run(ServerProcess server, Pace pace, BayeuxRoom.Dial dial, int subscribers, int batch)
            throws IOException, InterruptedException {
        Histogram histogram = new Histogram();
        try (BayeuxRoom room = new BayeuxRoom(histogram)) {
            room.open(server.port(), dial, subscribers);
            room.publish(pace.warmupSeconds(), batch);
            histogram.clear();
            long cpuNs = server.cpuNs();
            long beginNs = System.nanoTime();
            long deliveries = room.publish(pace.seconds(), batch);
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
