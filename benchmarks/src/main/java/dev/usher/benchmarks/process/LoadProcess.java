package dev.usher.benchmarks.process;

import dev.usher.benchmarks.load.Load;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Pace;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link Load} in a process of its own, on the core that no server has. Its connections stay open until it is closed,
 * so that the server can be asked what they take. Used by one thread.
 */
public final class LoadProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    /**
     * Starts to load a server.
     *
     * @param script what to say to it
     */
    LoadProcess(String script, ServerProcess server, int connections, int depth, Pace pace) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), Load.class.getName()));
        arguments.addAll(List.of("--script", script, "--port", "" + server.port(), "--pid", "" + server.pid()));
        arguments.addAll(List.of("--connections", "" + connections, "--depth", "" + depth));
        arguments.addAll(List.of("--warmup", "" + pace.warmupSeconds(), "--seconds", "" + pace.seconds()));
        process = Jvm.start(Jvm.LOAD_CORE, arguments);
        output = process.inputReader();
    }

    /** Measures what the script costs a server, and what the server takes while the connections are open. */
    public static Map<Figure, Double> trial(String script, int connections, int depth, ServerProcess server, Pace pace)
            throws IOException, InterruptedException {
        try (LoadProcess load = new LoadProcess(script, server, connections, depth, pace)) {
            Load.Result result = load.result();
            Map<Figure, Double> measured = new EnumMap<>(Figure.class);
            measured.put(Figure.CPU_US, result.cpuUs());
            measured.put(Figure.PER_SECOND, result.operations() / result.seconds());
            measured.put(Figure.P50_US, result.p50Us());
            measured.put(Figure.P99_US, result.p99Us());
            measured.put(Figure.P999_US, result.p999Us());
            measured.putAll(server.memory());
            return measured;
        }
    }

    /** Waits until it has measured. */
    Load.Result result() throws IOException, InterruptedException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the load failed with exit code " + process.waitFor());
        }
        return Load.Result.parse(line);
    }

    @Override
    public void close() throws IOException {
        process.destroy(); // and with it its connections
        output.close();
    }
}
