package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.process.Variant;
import java.util.List;

/** All that the harness can measure. */
public final class Workloads {

    private Workloads() {}

    /** @return what of the command line is for them: names, each followed by its default */
    public static String[] options() {
        return new String[] {"usher", Variant.USHER, "tls", "core/src/test/resources/tls"};
    }

    /** @param options among them {@link #options} */
    public static List<Workload> all(Options options) {
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
