package dev.usher.benchmarks.jmh;

import dev.usher.kernel.Kernel;
import dev.usher.recorder.FlightRecorder;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
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
 * What one event costs in a loop's own thread: a chain in which one handler queues itself, a rotation of 64 handlers of
 * sixteen classes, whose order the processor learns, and a crowd of 1,024, whose order it does not. The floor is an
 * {@code ArrayDeque} of tasks, the peer Netty's {@code EventLoop.execute}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class DispatchBenchmark {

    /** So many events a turn that handing the turn to a loop's thread does not count. */
    static final int EVENTS = 1_000_000;

    private static final int ROTATION = 64;
    private static final int CROWD = 1_024;

    /** All shapes over a deque. */
    @State(Scope.Thread)
    public static class Deque {

        private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
        private final Tasks.Task[] chain = Tasks.make(1, 1, queue::add);
        private final Tasks.Task[] rotation = Tasks.make(ROTATION, Tasks.CLASSES, queue::add);
        private final Tasks.Task[] crowd = Tasks.make(CROWD, Tasks.CLASSES, queue::add);

        long run(Tasks.Task[] tasks) {
            Budget budget = begin(tasks, queue::add);
            while (!budget.isSpent()) {
                queue.poll().run();
            }
            return tasks[0].sum;
        }
    }

    /** All shapes over a loop of Netty. */
    @State(Scope.Thread)
    public static class Netty {

        private NettyLoop netty;
        private Tasks.Task[] chain;
        private Tasks.Task[] rotation;
        private Tasks.Task[] crowd;

        /** Starts the loop. */
        @Setup
        public void setUp() {
            netty = new NettyLoop();
            chain = Tasks.make(1, 1, netty.loop);
            rotation = Tasks.make(ROTATION, Tasks.CLASSES, netty.loop);
            crowd = Tasks.make(CROWD, Tasks.CLASSES, netty.loop);
        }

        /** Ends the loop. */
        @TearDown
        public void tearDown() {
            netty.close();
        }

        long run(Tasks.Task[] tasks) throws InterruptedException, ExecutionException {
            netty.inLoop(() -> begin(tasks, netty.loop)).await();
            return tasks[0].sum;
        }
    }

    /** One shape over a loop of somebody else. */
    @State(Scope.Thread)
    public static class Peer extends PeerLoop {

        private Tasks.Task[] tasks = {};

        /** Always with the same shape. */
        long run(int count, int classes) throws InterruptedException {
            if (tasks.length != count) {
                tasks = Tasks.make(count, classes, this);
            }
            CompletableFuture<Budget> begun = new CompletableFuture<>();
            execute(() -> begun.complete(begin(tasks, this)));
            begun.join().await();
            return tasks[0].sum;
        }
    }

    /** All shapes over a kernel, with sessions that yield. */
    @State(Scope.Thread)
    public static class Usher {

        private final Kernel kernel = new Kernel();
        final Crew chain = new Crew(kernel, 1, 1);
        final Crew rotation = new Crew(kernel, ROTATION, Tasks.CLASSES);
        final Crew crowd = new Crew(kernel, CROWD, Tasks.CLASSES);
    }

    /** Two shapes over a kernel with a flight recorder. */
    @State(Scope.Thread)
    public static class Recorded {

        private final Kernel kernel =
                Kernel.builder().seams(FlightRecorder.keeping(16)).build();
        final Crew chain = new Crew(kernel, 1, 1);
        final Crew crowd = new Crew(kernel, CROWD, Tasks.CLASSES);
    }

    private static Budget begin(Tasks.Task[] tasks, Executor queue) {
        Budget budget = new Budget(EVENTS, tasks.length);
        for (Tasks.Task task : tasks) {
            task.budget = budget;
            queue.execute(task);
        }
        return budget;
    }

    /** Floor of the chain. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long chainDeque(Deque deque) {
        return deque.run(deque.chain);
    }

    /** Floor of the rotation. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long rotationDeque(Deque deque) {
        return deque.run(deque.rotation);
    }

    /** Floor of the crowd. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long crowdDeque(Deque deque) {
        return deque.run(deque.crowd);
    }

    /** Peer of the chain. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long chainNetty(Netty netty) throws InterruptedException, ExecutionException {
        return netty.run(netty.chain);
    }

    /** Peer of the rotation. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long rotationNetty(Netty netty) throws InterruptedException, ExecutionException {
        return netty.run(netty.rotation);
    }

    /** Peer of the crowd. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long crowdNetty(Netty netty) throws InterruptedException, ExecutionException {
        return netty.run(netty.crowd);
    }

    /** Other peers of the chain. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long chainPeer(Peer peer) throws InterruptedException {
        return peer.run(1, 1);
    }

    /** Other peers of the rotation. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long rotationPeer(Peer peer) throws InterruptedException {
        return peer.run(ROTATION, Tasks.CLASSES);
    }

    /** Other peers of the crowd. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long crowdPeer(Peer peer) throws InterruptedException {
        return peer.run(CROWD, Tasks.CLASSES);
    }

    /** Ours of the chain. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long chainUsher(Usher usher) {
        return usher.chain.run(EVENTS);
    }

    /** Ours of the chain, recorded. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long chainRecorded(Recorded recorded) {
        return recorded.chain.run(EVENTS);
    }

    /** Ours of the crowd, recorded. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long crowdRecorded(Recorded recorded) {
        return recorded.crowd.run(EVENTS);
    }

    /** Ours of the rotation. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long rotationUsher(Usher usher) {
        return usher.rotation.run(EVENTS);
    }

    /** Ours of the crowd. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long crowdUsher(Usher usher) {
        return usher.crowd.run(EVENTS);
    }
}
