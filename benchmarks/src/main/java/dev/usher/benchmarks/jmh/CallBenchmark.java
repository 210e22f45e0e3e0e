package dev.usher.benchmarks.jmh;

import dev.usher.kernel.Call;
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
 * What an answer asked for inside a handler costs, three questions in turn, of the own session and of another. The
 * floor finds a handler by name in a {@code HashMap} and calls it. Each state belongs to the benchmark's thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class CallBenchmark {

    static final int CALLS = 300_000;

    private static final int QUESTIONS = 3;

    /** Handlers by name. */
    @State(Scope.Thread)
    public static class Plain {

        private interface Handler {

            Object handle(Plain heap);
        }

        private final Map<String, Handler> handlers = new HashMap<>();
        private long sum;

        /** Names the handlers. */
        public Plain() {
            handlers.put("one", heap -> {
                heap.sum += 1;
                return heap;
            });
            handlers.put("two", heap -> {
                heap.sum += 3;
                return heap;
            });
            handlers.put("three", heap -> {
                heap.sum += 5;
                return heap;
            });
        }

        private boolean call(String name) {
            return handlers.get(name).handle(this) == this;
        }
    }

    /** A session that asks and one that is asked. */
    @State(Scope.Thread)
    public static class Usher {

        private static final Call<Void, Usher> ONE = Call.answering("one", Usher.class);
        private static final Call<Void, Usher> TWO = Call.answering("two", Usher.class);
        private static final Call<Void, Usher> THREE = Call.answering("three", Usher.class);
        private static final Event<Session> ASK = Event.named("ask", Session.class);

        private static final States<Usher> STATES = States.of(Usher.class)
                .start((usher, poe) -> poe.refcountIncrement(poe.session().id(), "benchmark"))
                .on(ASK, Usher::onAsk)
                .answer(ONE, (usher, poe) -> {
                    usher.sum += 1;
                    return usher;
                })
                .answer(TWO, (usher, poe) -> {
                    usher.sum += 3;
                    return usher;
                })
                .answer(THREE, (usher, poe) -> {
                    usher.sum += 5;
                    return usher;
                });

        private final Kernel kernel = new Kernel();
        private Session own; // both made when first asked
        private Session other;
        private long sum;
        private int answered;
        private boolean done;

        private void begin() {
            if (own == null) {
                own = kernel.create(STATES, this);
                other = kernel.create(STATES, this);
            }
        }

        int askOwn() {
            begin();
            return ask(own);
        }

        int askOther() {
            begin();
            return ask(other);
        }

        private int ask(Session whom) {
            answered = 0;
            done = false;
            kernel.post(own, ASK, whom);
            kernel.runWhile(() -> !done);
            return answered;
        }

        private void onAsk(Context poe, Session whom) {
            for (int i = 0; i < CALLS; i += QUESTIONS) {
                answered += poe.call(whom, ONE, null) == this ? 1 : 0;
                answered += poe.call(whom, TWO, null) == this ? 1 : 0;
                answered += poe.call(whom, THREE, null) == this ? 1 : 0;
            }
            done = true;
        }
    }

    /** Floor. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public int callMap(Plain plain) {
        int answered = 0;
        for (int i = 0; i < CALLS; i += QUESTIONS) {
            answered += plain.call("one") ? 1 : 0;
            answered += plain.call("two") ? 1 : 0;
            answered += plain.call("three") ? 1 : 0;
        }
        return answered;
    }

    /** Ours, of the own session. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public int callOwnUsher(Usher usher) {
        return usher.askOwn();
    }

    /** Ours, of another session. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public int callOtherUsher(Usher usher) {
        return usher.askOther();
    }
}
