package dev.usher.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A short run of every hot path and its baseline, about a minute, which fails when a path allocates what it must not or
 * falls far behind its baseline. Too short to tell who is faster: it finds what has broken.
 */
final class Guards {

    /**
     * The multiples are from a third above to twice the most that was measured, with two busy processes beside it. A
     * post of another thread makes nothing, but a burst that is longer than all before makes the room it waits in: a
     * byte, where an object would be sixteen at least. A poll and a crowd's request go through a whole server, which
     * takes the compilers longer.
     */
    static final List<Guard> ALL = List.of(
            new Guard("DispatchBenchmark.chainUsher", "DispatchBenchmark.chainDeque", 9, 0),
            new Guard("DispatchBenchmark.rotationUsher", "DispatchBenchmark.rotationDeque", 4, 0),
            new Guard("DispatchBenchmark.crowdUsher", "DispatchBenchmark.crowdDeque", 4, 0),
            new Guard("DispatchBenchmark.sizedUsher", "DispatchBenchmark.sizedDeque", 4, 0),
            new Guard("PostBenchmark.pingUsher", "PostBenchmark.pingDeque", 10, 0),
            new Guard("CallBenchmark.callOwnUsher", "CallBenchmark.callMap", 9, 0),
            new Guard("TimerBenchmark.cancelUsher", "TimerBenchmark.cancelSorted", 1, 0),
            new Guard("TimerBenchmark.fireUsher", "TimerBenchmark.fireSorted", 1, 0),
            new Guard("SessionBenchmark.liveUsher", "SessionBenchmark.liveMap", 14, 96),
            new Guard("ForeignPostBenchmark.postUsher", "ForeignPostBenchmark.postPlain", 4, 1),
            new Guard("LineFilterBenchmark.inUsher", "LineFilterBenchmark.inLoop", 4, 104),
            new Guard("LineFilterBenchmark.outUsher", "LineFilterBenchmark.outLoop", 4, 0),
            new Guard("HttpFilterBenchmark.smallUsher", "HttpFilterBenchmark.smallLoop", 7, 0),
            new Guard("HttpFilterBenchmark.answerUsher", "HttpFilterBenchmark.answerCopy", 20, 0),
            new Guard("WebSocketFilterBenchmark.smallUsher", "WebSocketFilterBenchmark.smallLoop", 4, 0),
            new Guard("WebSocketFilterBenchmark.broadcastUsher", "WebSocketFilterBenchmark.smallLoop", 1, 0),
            new Guard("PollingBenchmark.deliveryUsher", "PollingBenchmark.deliveryCopy", 40, 900, 16),
            new Guard("CrowdHttpBenchmark.requestUsher", "CrowdHttpBenchmark.requestRaw", 5, 0, 16));

    private static final int ITERATIONS = 3;
    private static final TimeValue EACH = TimeValue.milliseconds(250);

    /** What one benchmark measured: the fastest iteration, since what else runs on the machine only slows some down. */
    private record Measured(double ns, double bytes) {}

    private Guards() {}

    public static void main(String[] arguments) throws RunnerException {
        Map<String, Measured> measured = run();
        List<String> broken = new ArrayList<>();
        for (Guard guard : ALL) {
            Measured path = measured.get(guard.path());
            Measured baseline = measured.get(guard.baseline());
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.1f ns, %.2f of %s (at most %.0f), %.3f B (at most %d)%n",
                    guard.path(),
                    path.ns(),
                    path.ns() / baseline.ns(),
                    guard.baseline(),
                    guard.mostRatio(),
                    path.bytes(),
                    guard.bytes());
            Optional<String> wrong = guard.broken(path.ns(), baseline.ns(), path.bytes());
            wrong.ifPresent(broken::add);
        }
        broken.forEach(wrong -> System.out.println("broken: " + wrong));
        System.exit(broken.isEmpty() ? 0 : 1);
    }

    private static Map<String, Measured> run() throws RunnerException {
        Map<String, Measured> measured = new TreeMap<>();
        for (int warmUps : ALL.stream().map(Guard::warmUps).distinct().toList()) {
            measured.putAll(run(warmUps));
        }
        return measured;
    }

    private static Map<String, Measured> run(int warmUps) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(1)
                .warmupIterations(warmUps)
                .warmupTime(EACH)
                .measurementIterations(ITERATIONS)
                .measurementTime(EACH)
                .param("outstanding", "1000")
                .param("connections", "1000")
                .param("depth", "16")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        for (Guard guard : ALL) {
            if (guard.warmUps() == warmUps) {
                options.include("\\." + Pattern.quote(guard.path()) + "$");
                options.include("\\." + Pattern.quote(guard.baseline()) + "$");
            }
        }
        Map<String, Measured> measured = new TreeMap<>();
        for (RunResult result : new Runner(options.build()).run()) {
            String name = result.getParams().getBenchmark();
            Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
            measured.put(
                    name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                    new Measured(result.getPrimaryResult().getStatistics().getMin(), allocated.getScore()));
        }
        return measured;
    }
}
