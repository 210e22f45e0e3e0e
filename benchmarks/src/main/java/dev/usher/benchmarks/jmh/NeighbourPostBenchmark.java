package dev.usher.benchmarks.jmh;

import dev.usher.kernel.Event;
import dev.usher.kernel.KernelGroup;
import dev.usher.kernel.PoeUri;
import dev.usher.kernel.States;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a post from one kernel of a group to another costs, by URI: one way, 100,000 at a time, and to and fro, where
 * each wakes the other's thread. The floor is the queue and selector of {@link ForeignPostBenchmark}, one on either
 * side.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class NeighbourPostBenchmark {

    static final int POSTS = 100_000;
    static final int TURNS = 10_000;

    /** Two threads that sleep in their selectors while their queues are empty. */
    @State(Scope.Thread)
    public static class Plain {

        private final ForeignPostBenchmark.Plain one = new ForeignPostBenchmark.Plain();
        private final ForeignPostBenchmark.Plain other = new ForeignPostBenchmark.Plain();

        /** Starts the threads. */
        @Setup
        public void setUp() throws IOException {
            one.setUp();
            other.setUp();
        }

        /** Ends the threads. */
        @TearDown
        public void tearDown() throws InterruptedException, IOException {
            one.tearDown();
            other.tearDown();
        }

        private void oneWay() throws InterruptedException {
            Budget budget = new Budget(POSTS, POSTS);
            Runnable event = budget::again;
            one.execute(() -> {
                for (int i = 0; i < POSTS; i++) {
                    other.execute(event);
                }
            });
            budget.await();
        }

        private void pingPong() throws InterruptedException {
            Budget budget = new Budget(TURNS, 1);
            one.execute(new Runnable() {
                private boolean back;

                @Override
                public void run() {
                    back = !back;
                    if (budget.again()) {
                        (back ? other : one).execute(this);
                    }
                }
            });
            budget.await();
        }
    }

    /** Two kernels of a group. */
    @State(Scope.Thread)
    public static class Usher {

        private static final PoeUri[] POSTED = {
            PoeUri.of("poe://pair-0/side/posted"), PoeUri.of("poe://pair-1/side/posted")
        };
        private static final PoeUri[] TURN = {PoeUri.of("poe://pair-0/side/turn"), PoeUri.of("poe://pair-1/side/turn")};
        private static final Event<Budget> FLOOD = Event.named("flood", Budget.class);

        private static final States<Integer> STATES = States.of(Integer.class)
                .start((side, poe) -> {
                    poe.aliasSet("side");
                    poe.refcountIncrement(poe.session().id(), "benchmark");
                })
                .on(FLOOD, (side, poe, budget) -> {
                    for (int i = 0; i < POSTS; i++) {
                        POSTED[1].post(poe, budget);
                    }
                })
                .on(Event.named("posted", Budget.class), (side, poe, budget) -> budget.again())
                .on(Event.named("turn", Budget.class), (side, poe, budget) -> {
                    if (budget.again()) {
                        TURN[1 - side].post(poe, budget);
                    }
                });

        private KernelGroup group;

        /** Starts the threads. */
        @Setup
        public void setUp() {
            group = KernelGroup.of(2)
                    .name("pair")
                    .start(kernel -> kernel.create(STATES, kernel.name().equals("pair-0") ? 0 : 1));
        }

        /** Ends the threads. */
        @TearDown
        public void tearDown() {
            group.close();
        }
    }

    /** Floor. */
    @Benchmark
    @OperationsPerInvocation(POSTS)
    public void oneWayPlain(Plain plain) throws InterruptedException {
        plain.oneWay();
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(POSTS)
    public long oneWayUsher(Usher usher) throws InterruptedException {
        Budget budget = new Budget(POSTS, POSTS);
        usher.group.kernels().get(0).postFromAnyThread("side", Usher.FLOOD, budget);
        budget.await();
        return budget.ran();
    }

    /** Floor. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public void pingPongPlain(Plain plain) throws InterruptedException {
        plain.pingPong();
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public long pingPongUsher(Usher usher) throws InterruptedException {
        Budget budget = new Budget(TURNS, 1);
        usher.group.post(Usher.TURN[0], budget);
        budget.await();
        return budget.ran();
    }
}
