package dev.usher.benchmarks.jmh;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
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
 * What an event to another costs: two that post to each other, one event in the queue. The floor is an
 * {@code ArrayDeque} of tasks, the peer Netty's {@code EventLoop.execute}. Each state belongs to the benchmark's
 * thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class PostBenchmark {

    static final int EVENTS = 1_000_000;

    /** One of two tasks of different classes. */
    private abstract static class Player implements Runnable {

        final Executor queue;
        Player other;
        Budget budget;
        long sum;

        Player(Executor queue) {
            this.queue = queue;
        }

        final void next() {
            if (budget.again()) {
                queue.execute(other);
            }
        }

        final Budget begin() {
            budget = new Budget(EVENTS, 1);
            other.budget = budget;
            queue.execute(this);
            return budget;
        }

        static Player pair(Executor queue) {
            Player ping = new Ping(queue);
            ping.other = new Pong(queue);
            ping.other.other = ping;
            return ping;
        }
    }

    private static final class Ping extends Player {

        Ping(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 1;
            next();
        }
    }

    private static final class Pong extends Player {

        Pong(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 3;
            next();
        }
    }

    /** Two tasks in a deque. */
    @State(Scope.Thread)
    public static class Deque {

        private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
        private final Player ping = Player.pair(queue::add);
    }

    /** Two tasks in a loop of Netty. */
    @State(Scope.Thread)
    public static class Netty {

        private NettyLoop netty;
        private Player ping;

        /** Starts the loop. */
        @Setup
        public void setUp() {
            netty = new NettyLoop();
            ping = Player.pair(netty.loop);
        }

        /** Ends the loop. */
        @TearDown
        public void tearDown() {
            netty.close();
        }
    }

    /** Two sessions. */
    @State(Scope.Thread)
    public static class Usher {

        private static final Event<Void> PING = Event.named("ping");
        private static final Event<Void> PONG = Event.named("pong");

        private static final States<Usher> PINGED = States.of(Usher.class)
                .start((usher, poe) -> poe.refcountIncrement(poe.session().id(), "benchmark"))
                .on(PING, (usher, poe) -> {
                    usher.sum += 1;
                    if (usher.budget.again()) {
                        poe.post(usher.pong, PONG);
                    }
                });

        private static final States<Usher> PONGED = States.of(Usher.class)
                .start((usher, poe) -> poe.refcountIncrement(poe.session().id(), "benchmark"))
                .on(PONG, (usher, poe) -> {
                    usher.sum += 3;
                    if (usher.budget.again()) {
                        poe.post(usher.ping, PING);
                    }
                });

        private final Kernel kernel = new Kernel();
        private Session ping; // both made when first run
        private Session pong;
        private Budget budget;
        private long sum;

        long run() {
            if (ping == null) {
                ping = kernel.create(PINGED, this);
                pong = kernel.create(PONGED, this);
            }
            budget = new Budget(EVENTS, 1);
            kernel.post(ping, PING);
            kernel.runWhile(() -> !budget.isSpent());
            return budget.ran();
        }
    }

    /** Floor. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long pingDeque(Deque deque) {
        Budget budget = deque.ping.begin();
        while (!budget.isSpent()) {
            deque.queue.poll().run();
        }
        return deque.ping.sum;
    }

    /** Peer. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long pingNetty(Netty netty) throws InterruptedException, ExecutionException {
        netty.netty.inLoop(netty.ping::begin).await();
        return netty.ping.sum;
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long pingUsher(Usher usher) {
        return usher.run();
    }
}
