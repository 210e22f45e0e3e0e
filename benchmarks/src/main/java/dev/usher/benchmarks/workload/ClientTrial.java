package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.client.ClientMeter;
import dev.usher.benchmarks.client.JdkClient;
import dev.usher.benchmarks.client.UsherClient;
import dev.usher.benchmarks.client.VertxClient;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.Jvm;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import dev.usher.benchmarks.server.RawNioHttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures HTTP clients: {@code GET /plaintext} over kept connections, a request under way on each, asked of
 * {@link RawNioHttpServer}. Here it is the client that has the core of servers to itself; the server has the other. One
 * thread.
 */
final class ClientTrial {

    private static final int CONNECTIONS = 50;

    private ClientTrial() {}

    static Map<String, Variant> all(Options options) {
        return Variant.named(
                Variant.usher(options, UsherClient.class),
                Variant.ours("jdk", JdkClient.class),
                Variant.ours("vertx", VertxClient.class));
    }

    static Workload workload(Options options) {
        List<Contestant> clients = new ArrayList<>();
        for (Variant client : all(options).values()) {
            clients.add(new Contestant(client.name(), client.missing(), pace -> figures(client, pace)));
        }
        return new Workload(
                "client",
                "HTTP/1.1 clients",
                "request",
                List.of(Figure.CPU_US, Figure.PER_SECOND),
                List.of(new Case(
                        CONNECTIONS + "x1", CONNECTIONS + " kept connections, 1 request in flight on each", clients)));
    }

    private static Map<Figure, Double> figures(Variant client, Pace pace) throws IOException, InterruptedException {
        ClientMeter.Result result = ask(client, CONNECTIONS, pace);
        return Map.of(Figure.CPU_US, result.cpuUs(), Figure.PER_SECOND, result.answers() / result.seconds());
    }

    /** What a client says of itself once it has asked for a while. */
    static ClientMeter.Result ask(Variant client, int connections, Pace pace) throws IOException, InterruptedException {
        List<String> server = Variant.ours("raw", RawNioHttpServer.class).arguments();
        try (ServerProcess asked = ServerProcess.java(Jvm.LOAD_CORE, server)) {
            List<String> arguments = new ArrayList<>(client.arguments());
            arguments.addAll(List.of("--port", "" + asked.port(), "--connections", "" + connections));
            arguments.addAll(List.of("--warmup", "" + pace.warmupSeconds(), "--seconds", "" + pace.seconds()));
            Process process = Jvm.start(Jvm.SERVER_CORE, arguments);
            try (BufferedReader output = process.inputReader()) {
                String line = output.readLine();
                int code = process.waitFor();
                if (code != 0 || line == null) {
                    throw new IOException("the client " + client.name() + " failed with exit code " + code);
                }
                return ClientMeter.Result.parse(line);
            } finally {
                process.destroy();
            }
        }
    }
}
