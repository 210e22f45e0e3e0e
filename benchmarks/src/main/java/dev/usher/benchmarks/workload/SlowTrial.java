package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.load.EchoScript;
import dev.usher.benchmarks.load.SlowReaders;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.LoadProcess;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Measures what busy connections get while others read slowly what they have asked for. One thread. */
final class SlowTrial {

    private static final int BUSY = 50;
    private static final int SLOW = 200;
    private static final int BYTES = 256 * 1_024;

    private SlowTrial() {}

    static Workload workload(Options options) {
        Map<String, Variant> servers = EchoServers.all(options);
        servers.remove("poe"); // it would be busy for half a minute with what the slow ones ask first
        return new Workload(
                "slow",
                "Line echo beside slow readers",
                "line",
                Workload.REQUESTS,
                List.of(new Case(
                        BUSY + "x1",
                        BUSY + " connections, 1 line of 64 bytes in flight on each, and " + SLOW
                                + " others that have 256 KiB in flight each and read 10 KiB a second",
                        Contestant.servers(servers, (server, pace) -> run(server, pace, SLOW)))));
    }

    /** Figures are those of the busy ones; the CPU time has in it what the slow ones cost. */
    static Map<Figure, Double> run(ServerProcess server, Pace pace, int count)
            throws IOException, InterruptedException {
        try (SlowReaders slow = new SlowReaders(server.port(), count, BYTES)) {
            Map<Figure, Double> measured = LoadProcess.trial(EchoScript.NAME, BUSY, 1, server, pace);
            slow.check();
            if (slow.heard() == 0) {
                throw new IOException("the slow readers heard nothing");
            }
            return measured;
        }
    }
}
