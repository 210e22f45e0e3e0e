package dev.usher.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures HTTP clients over loopback: {@code GET /plaintext} over kept connections, a request under way on each, asked
 * of {@link RawNioHttpServer} on the other core. Every round measures every client once, in a fresh process. One
 * thread.
 */
final class ClientBenchmark {

    static final String ALL = "usher,jdk,vertx";

    private static final Map<String, Class<?>> CLIENTS = clients();

    private final Options options;
    private final Map<String, Series> perCpuSecond = new LinkedHashMap<>();
    private final Map<String, Series> perSecond = new LinkedHashMap<>();

    private ClientBenchmark(Options options) {
        this.options = options;
    }

    private static Map<String, Class<?>> clients() {
        Map<String, Class<?>> clients = new LinkedHashMap<>();
        clients.put("usher", UsherClient.class);
        clients.put("jdk", JdkClient.class);
        clients.put("vertx", VertxClient.class);
        return clients;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = Options.of(
                arguments, "rounds", "3", "warmup", "8", "seconds", "5", "connections", "50", "variants", ALL);
        for (String client : options.list("variants")) {
            if (!CLIENTS.containsKey(client)) {
                Options.fail("no variant " + client + ", there are " + CLIENTS.keySet());
            }
        }
        new ClientBenchmark(options).run();
    }

    private void run() throws IOException, InterruptedException {
        System.out.println(Jvm.conditions() + "; the client is where a server is otherwise");
        List<String> variants = options.list("variants");
        for (int round = 0; round < options.number("rounds"); round++) {
            for (int i = 0; i < variants.size(); i++) {
                measure(round, variants.get((round + i) % variants.size()));
            }
        }
        String baseline = variants.get(0);
        System.out.printf("%n| client | requests per CPU second | to %s | requests/s |%n|---|--:|--:|--:|%n", baseline);
        for (String client : variants) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.2f | %.0f |%n",
                    client,
                    perCpuSecond.get(client).median(),
                    perCpuSecond.get(client).over(perCpuSecond.get(baseline)).median(),
                    perSecond.get(client).median());
        }
    }

    private void measure(int round, String client) throws IOException, InterruptedException {
        String line = ask(client, options.number("connections"), options.number("warmup"), options.number("seconds"));
        System.out.printf("round %d %s: %s%n", round + 1, client, line);
        String[] words = line.split(" ");
        perCpuSecond.computeIfAbsent(client, key -> new Series()).add(Double.parseDouble(words[3]));
        perSecond.computeIfAbsent(client, key -> new Series()).add(Double.parseDouble(words[5]));
    }

    /** What a client says of itself once it has asked for a while. */
    static String ask(String client, int connections, int warmup, int seconds)
            throws IOException, InterruptedException {
        try (ServerProcess server = new ServerProcess(
                Jvm.LOAD_CORE, List.of("-cp", classPath(), RawNioHttpServer.class.getName(), "--port", "0"))) {
            List<String> arguments = new ArrayList<>(
                    List.of("-cp", classPath(), CLIENTS.get(client).getName()));
            arguments.addAll(List.of("--port", "" + server.port(), "--connections", "" + connections));
            arguments.addAll(List.of("--warmup", "" + warmup, "--seconds", "" + seconds));
            Process process = Jvm.start(Jvm.SERVER_CORE, arguments);
            try (BufferedReader output = process.inputReader()) {
                String line = output.readLine();
                if (process.waitFor() != 0 || line == null) {
                    throw new IOException("the client " + client + " failed with exit code " + process.exitValue());
                }
                return line;
            } finally {
                process.destroy();
            }
        }
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }
}
