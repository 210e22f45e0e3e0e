package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.jmh.DispatchBenchmark;
import dev.usher.benchmarks.jmh.ForeignPostBenchmark;
import dev.usher.benchmarks.jmh.TimerBenchmark;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.Jvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Benchmarks of JMH as workloads: each round of each contestant is one fork. One thread. */
final class InProcess {

    private static final int ITERATIONS = 5;

    private InProcess() {}

    static Workload dispatch() {
        List<Case> cases = List.of(
                dispatch("chain", "One handler that queues itself"),
                dispatch("rotation", "64 handlers of sixteen classes, in turn"),
                dispatch("crowd", "1,024 handlers of sixteen classes"));
        return workload("dispatch", "Events in one loop", "event", cases);
    }

    private static Case dispatch(String shape, String title) {
        String benchmark = DispatchBenchmark.class.getSimpleName() + "." + shape;
        List<Contestant> contestants = new ArrayList<>();
        contestants.add(contestant("deque", benchmark + "Deque", "", ""));
        contestants.add(contestant("netty", benchmark + "Netty", "", ""));
        contestants.add(contestant("usher", benchmark + "Usher", "", ""));
        contestants.addAll(peers(benchmark + "Peer"));
        return new Case(shape, title, contestants);
    }

    private static List<Contestant> peers(String benchmark) {
        return List.of(
                contestant("vertx", benchmark, "loop", "vertx"),
                contestant("pekko", benchmark, "loop", "pekko"),
                contestant("disruptor", benchmark, "loop", "disruptor"));
    }

    static Workload timers() {
        List<Case> cases = new ArrayList<>();
        for (String outstanding : List.of("1000", "1000000")) {
            for (String what : List.of("cancel", "fire")) {
                String benchmark = TimerBenchmark.class.getSimpleName() + "." + what;
                cases.add(new Case(
                        what + "-" + outstanding,
                        "Set and " + (what.equals("fire") ? "fired" : "cancelled") + ", " + outstanding
                                + " others outstanding",
                        List.of(
                                contestant("sorted", benchmark + "Sorted", "outstanding", outstanding),
                                contestant("netty", benchmark + "Netty", "outstanding", outstanding),
                                contestant("usher", benchmark + "Usher", "outstanding", outstanding))));
            }
        }
        return workload("timers", "Timers", "timer", cases);
    }

    static Workload posts() {
        String benchmark = ForeignPostBenchmark.class.getSimpleName() + ".post";
        List<Contestant> contestants = new ArrayList<>();
        contestants.add(contestant("queue", benchmark + "Plain", "", ""));
        contestants.add(contestant("netty", benchmark + "Netty", "", ""));
        contestants.add(contestant("usher", benchmark + "Usher", "", ""));
        contestants.addAll(peers(benchmark + "Peer"));
        return workload(
                "posts",
                "Posts from another thread",
                "post",
                List.of(new Case("foreign", "100,000 posted and run", contestants)));
    }

    private static Workload workload(String name, String title, String unit, List<Case> cases) {
        return new Workload(name, title, unit, List.of(Figure.NS, Figure.ALLOCATED_BYTES), cases);
    }

    private static Contestant contestant(String name, String benchmark, String parameter, String value) {
        return new Contestant(name, null, pace -> {
            Jvm.unpinSelf(); // what we start would inherit it, and a post needs two cores
            try {
                return run(benchmark, parameter, value, pace);
            } finally {
                Jvm.pinSelf(Jvm.LOAD_CORE);
            }
        });
    }

    private static Map<Figure, Double> run(String benchmark, String parameter, String value, Pace pace)
            throws IOException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + benchmark.replace(".", "\\.") + "$")
                .forks(1)
                .warmupIterations(ITERATIONS)
                .warmupTime(TimeValue.milliseconds(1_000L * pace.warmupSeconds() / ITERATIONS + 1))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.milliseconds(1_000L * pace.seconds() / ITERATIONS))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (!parameter.isEmpty()) {
            options.param(parameter, value);
        }
        try {
            return figures(new Runner(options.build()).run());
        } catch (RunnerException e) {
            throw new IOException("JMH: " + e.getMessage(), e);
        }
    }

    /** @return nanoseconds and bytes of the one benchmark that was run */
    static Map<Figure, Double> figures(Collection<RunResult> results) throws IOException {
        if (results.size() != 1) {
            throw new IOException("JMH gave " + results.size() + " results instead of one");
        }
        RunResult result = results.iterator().next();
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.NS, result.getPrimaryResult().getScore());
        Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
        if (allocated != null) {
            figures.put(Figure.ALLOCATED_BYTES, allocated.getScore());
        }
        return figures;
    }
}
