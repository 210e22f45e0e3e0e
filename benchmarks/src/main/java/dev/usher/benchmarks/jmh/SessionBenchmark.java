package dev.usher.benchmarks.jmh;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a session's life costs: created inside a handler with start and stop handlers of its own, then ended by the
 * sweep, a hundred at a time. The floor is an object that is put into a {@code HashMap} by id and removed. Each state
 * belongs to the benchmark's thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class SessionBenchmark {

    static final int SESSIONS = 100_000;

    private static final int BATCH = 100;

    /** Objects by id. */
    @State(Scope.Thread)
    public static class Plain {

        private final Map<Long, Object> byId = new HashMap<>();
        private long lastId;
    }

    /** A session with children that have nothing to do. */
    @State(Scope.Thread)
    public static class Usher {

        private static final Event<Void> CREATE = Event.named("create");

        private static final States<Usher> PARENT = States.of(Usher.class)
                .start((usher, poe) -> poe.refcountIncrement(poe.session().id(), "benchmark"))
                .on(CREATE, Usher::onCreate);

        private static final States<Usher> CHILD =
                States.of(Usher.class).start((usher, poe) -> usher.started++).stop((usher, poe) -> usher.stopped++);

        private final Kernel kernel = new Kernel();
        private Session parent; // made when first run
        private int started;
        private int stopped;

        /** Answers how many have lived. */
        int run() {
            if (parent == null) {
                parent = kernel.create(PARENT, this);
            }
            started = 0;
            stopped = 0;
            kernel.post(parent, CREATE);
            kernel.runWhile(() -> stopped < SESSIONS);
            return started;
        }

        private void onCreate(Context poe) {
            for (int i = 0; i < BATCH; i++) {
                poe.create(CHILD, this);
            }
            if (started < SESSIONS) {
                poe.yield(CREATE);
            }
        }
    }

    /** Floor. */
    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public long liveMap(Plain plain) {
        for (int i = 0; i < SESSIONS; i += BATCH) {
            long first = plain.lastId + 1;
            for (int j = 0; j < BATCH; j++) {
                plain.byId.put(++plain.lastId, new Object());
            }
            for (long id = first; id <= plain.lastId; id++) {
                plain.byId.remove(id);
            }
        }
        return plain.lastId;
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public int liveUsher(Usher usher) {
        return usher.run();
    }
}
