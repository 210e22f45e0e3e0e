package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of those that a {@link Case} compares. Immutable.
 *
 * @param name as on the command line
 * @param missing what is needed to measure it and not there, or null
 * @param trial measures it once
 */
public record Contestant(String name, String missing, Trial trial) {

    /** Measures once. */
    @FunctionalInterface
    public interface Trial {

        /** @return what was measured; a figure that cannot be had here is left out */
        Map<Figure, Double> run(Pace pace) throws IOException, InterruptedException;
    }

    /** Measures a server that was started for it and is stopped after it. */
    @FunctionalInterface
    interface ServerTrial {

        /** @return what was measured; a figure that cannot be had here is left out */
        Map<Figure, Double> run(ServerProcess server, Pace pace) throws IOException, InterruptedException;
    }

    /** Servers, each measured in the same way. */
    static List<Contestant> servers(Map<String, Variant> servers, ServerTrial trial) {
        List<Contestant> contestants = new ArrayList<>();
        for (Variant variant : servers.values()) {
            contestants.add(new Contestant(variant.name(), variant.missing(), pace -> {
                try (ServerProcess server = variant.launch().start()) {
                    return trial.run(server, pace);
                }
            }));
        }
        return contestants;
    }
}
