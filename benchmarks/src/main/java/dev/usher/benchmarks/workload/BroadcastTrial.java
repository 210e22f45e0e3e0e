package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.load.Load;
import dev.usher.benchmarks.load.WebSocketScript;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Histogram;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.ServerProcess;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what it costs a WebSocket server to tell everybody: one of many clients says 32 bytes, and when all have got
 * them, the next one. One thread.
 */
final class BroadcastTrial {

    private static final int ROUND_TRIP = 50; // broadcasts between two looks at the clock
    private static final int CLIENTS = 1_000;

    private final WebSocketScript script = new WebSocketScript(WebSocketScript.SMALL);
    private final Histogram histogram = new Histogram();
    private final int clients;

    private BroadcastTrial(int clients) {
        this.clients = clients;
    }

    static Workload workload(Options options) {
        BroadcastTrial trial = new BroadcastTrial(CLIENTS);
        return new Workload(
                "broadcast",
                "WebSocket broadcast",
                "delivery",
                Workload.REQUESTS,
                List.of(new Case(
                        "" + CLIENTS,
                        "32 bytes to each of " + CLIENTS + " connections",
                        Contestant.servers(WebSocketServers.telling(options), trial::run))));
    }

    private Map<Figure, Double> run(ServerProcess server, Pace pace) throws IOException, InterruptedException {
        List<SocketChannel> room = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                room.add(Load.opened(server.port(), script));
            }
            broadcast(room, pace.warmupSeconds());
            histogram.clear();
            long cpuNs = server.cpuNs();
            long beginNs = System.nanoTime();
            long deliveries = broadcast(room, pace.seconds());
            double seconds = (System.nanoTime() - beginNs) / 1e9;
            Map<Figure, Double> measured = new EnumMap<>(Figure.class);
            measured.put(Figure.CPU_US, (server.cpuNs() - cpuNs) / 1e3 / deliveries);
            measured.put(Figure.PER_SECOND, deliveries / seconds);
            measured.putAll(histogram.percentiles());
            measured.putAll(server.memory());
            return measured;
        } finally {
            for (SocketChannel channel : room) {
                channel.close();
            }
        }
    }

    /** Goes on for so many seconds, and answers how many messages came. */
    private long broadcast(List<SocketChannel> room, int seconds) throws IOException {
        ByteBuffer said = ByteBuffer.wrap(script.request(0));
        ByteBuffer wanted = ByteBuffer.wrap(script.answer(0));
        ByteBuffer heard = ByteBuffer.allocateDirect(wanted.capacity());
        long deliveries = 0;
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            for (int i = 0; i < ROUND_TRIP; i++) {
                room.get(i % room.size()).write(said.rewind());
                long beganNs = System.nanoTime();
                for (SocketChannel channel : room) {
                    heard.clear();
                    while (heard.hasRemaining()) {
                        if (channel.read(heard) < 0) {
                            throw new EOFException("the server closed a connection");
                        }
                    }
                    if (!heard.flip().equals(wanted.rewind())) {
                        throw new IOException("a client heard something else");
                    }
                    histogram.record(System.nanoTime() - beganNs);
                    deliveries++;
                }
            }
        }
        return deliveries;
    }
}
