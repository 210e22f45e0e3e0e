package dev.usher.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what it costs a WebSocket server to tell everybody: one of a thousand clients says 32 bytes, and when all
 * have got them, again. CPU microseconds of the whole server process per delivery, by the operating system's account;
 * every round measures each server once, in a process of its own. One thread.
 */
final class BroadcastBenchmark {

    private static final int ROUND_TRIP = 200; // broadcasts between two looks at the clock
    private static final int HEAD_END = 0x0D0A0D0A;

    private final Options options;
    private final List<Variant> variants;
    private final WebSocketScript script = new WebSocketScript(WebSocketScript.SMALL);
    private final int clients;
    private final Map<String, Series> cpuUs = new LinkedHashMap<>();

    private BroadcastBenchmark(Options options) {
        this.options = options;
        clients = options.number("connections");
        Map<String, Variant> known = new LinkedHashMap<>();
        known.put("raw", Variant.ours("raw", RawNioBroadcastServer.class));
        known.put("netty", Variant.ours("netty", NettyWebSocketServer.class, "--to", Variant.ALL));
        known.put("usher", Variant.ours("usher", UsherWebSocketServer.class, "--to", Variant.ALL));
        known.put("vertx", Variant.ours("vertx", VertxWebSocketServer.class, "--to", Variant.ALL));
        known.put("java-websocket", Variant.ours("java-websocket", JavaWebSocketServer.class, "--to", Variant.ALL));
        variants = Variant.of(options, known);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new BroadcastBenchmark(Options.of(
                        arguments,
                        "rounds",
                        "3",
                        "connections",
                        "1000",
                        "warmup",
                        "5",
                        "seconds",
                        "5",
                        "variants",
                        WebSocketServers.ALL))
                .run();
    }

    private void run() throws IOException, InterruptedException {
        System.out.println(Jvm.conditions());
        Jvm.pinSelf(Jvm.LOAD_CORE);
        for (int round = 0; round < options.number("rounds"); round++) {
            for (int i = 0; i < variants.size(); i++) {
                Variant variant = variants.get((round + i) % variants.size());
                double us = measure(variant);
                System.out.printf(Locale.ROOT, "round %d %s: %.3f%n", round + 1, variant.name(), us);
                cpuUs.computeIfAbsent(variant.name(), key -> new Series()).add(us);
            }
        }
        String baseline = variants.get(0).name();
        System.out.printf("%n| server | CPU µs per delivery | to %s |%n|---|--:|--:|%n", baseline);
        for (Variant variant : variants) {
            Series of = cpuUs.get(variant.name());
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.3f | %.2f |%n",
                    variant.name(),
                    of.median(),
                    of.over(cpuUs.get(baseline)).median());
        }
    }

    private double measure(Variant variant) throws IOException, InterruptedException {
        List<SocketChannel> room = new ArrayList<>();
        try (ServerProcess server = variant.launch().start()) {
            for (int i = 0; i < clients; i++) {
                room.add(join(server.port()));
            }
            broadcast(room, options.number("warmup"));
            long cpuNs = server.cpuNs();
            long deliveries = broadcast(room, options.number("seconds"));
            return (server.cpuNs() - cpuNs) / 1e3 / deliveries;
        } finally {
            for (SocketChannel channel : room) {
                channel.close();
            }
        }
    }

    private SocketChannel join(int port) throws IOException {
        SocketChannel channel = Load.connect(port);
        channel.write(ByteBuffer.wrap(script.opening()));
        ByteBuffer octet = ByteBuffer.allocate(1);
        for (int last = 0; last != HEAD_END; last = last << 8 | octet.get(0)) {
            if (channel.read(octet.clear()) < 0) {
                throw new EOFException("the server refused a handshake");
            }
        }
        return channel;
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
                    deliveries++;
                }
            }
        }
        return deliveries;
    }
}
