package dev.usher.benchmarks;

import java.util.List;

/** All that the {@link Harness} can measure. */
final class Workloads {

    private Workloads() {}

    /** @param options those of the harness */
    static List<Workload> all(Options options) {
        return List.of(
                EchoServers.echo(options),
                EchoServers.layered(options),
                HttpServers.plaintext(options),
                HttpServers.json(options),
                FileServers.workload(options),
                ClientTrial.workload(options),
                WebSocketServers.echo(options),
                BroadcastTrial.workload(options),
                BayeuxTrial.workload(options),
                TlsTrial.lines(options),
                TlsTrial.handshakes(options),
                IdleTrial.workload(options),
                StartTrial.workload(options),
                InProcess.dispatch(),
                InProcess.timers(),
                InProcess.posts());
    }
}
