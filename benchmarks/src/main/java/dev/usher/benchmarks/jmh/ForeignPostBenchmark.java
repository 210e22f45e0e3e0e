package dev.usher.benchmarks.jmh;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
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
 * What it costs to post an event from another thread, until it has run, 100,000 at a time. The floor is a queue of
 * JCTools and a selector that is woken up once when its thread sleeps, the peer Netty's {@code EventLoop.execute}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class ForeignPostBenchmark {

    static final int POSTS = 100_000;

    private static void post(Executor executor) throws InterruptedException {
        Budget budget = new Budget(POSTS, POSTS);
        Runnable event = budget::again;
        for (int i = 0; i < POSTS; i++) {
            executor.execute(event);
        }
        budget.await();
    }

    /** A thread that sleeps in a selector while its queue is empty. */
    @State(Scope.Thread)
    public static class Plain implements Executor {

        private final MpscUnboundedVarHandleArrayQueue<Runnable> queue = new MpscUnboundedVarHandleArrayQueue<>(1_024);
        private final AtomicBoolean asleep = new AtomicBoolean();
        private Selector selector;
        private Thread thread;
        private volatile boolean ended;

        /** Starts the thread. */
        @Setup
        public void setUp() throws IOException {
            selector = Selector.open();
            thread = new Thread(this::run);
            thread.start();
        }

        /** Ends the thread. */
        @TearDown
        public void tearDown() throws InterruptedException, IOException {
            ended = true;
            selector.wakeup();
            thread.join();
            selector.close();
        }

        @Override
        public void execute(Runnable event) {
            queue.add(event);
            if (asleep.get() && asleep.compareAndSet(true, false)) {
                selector.wakeup();
            }
        }

        private void run() {
            try {
                while (!ended) {
                    for (Runnable event = queue.poll(); event != null; event = queue.poll()) {
                        event.run();
                    }
                    asleep.set(true);
                    if (queue.isEmpty()) {
                        selector.select();
                    }
                    asleep.set(false);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A loop of Netty. */
    @State(Scope.Thread)
    public static class Netty {

        private NettyLoop netty;

        /** Starts the loop. */
        @Setup
        public void setUp() {
            netty = new NettyLoop();
        }

        /** Ends the loop. */
        @TearDown
        public void tearDown() {
            netty.close();
        }
    }

    /** A kernel on a thread of its own. */
    @State(Scope.Thread)
    public static class Usher {

        private static final Event<Budget> POSTED = Event.named("posted", Budget.class);
        private static final Event<Void> END = Event.named("end");

        private static final States<Usher> STATES = States.of(Usher.class)
                .start((usher, poe) -> poe.refcountIncrement(poe.session().id(), "benchmark"))
                .on(POSTED, (usher, poe, budget) -> budget.again())
                .on(END, (usher, poe) -> poe.refcountDecrement(poe.session().id(), "benchmark"));

        private Kernel kernel;
        private Session session;
        private Thread thread;

        /** Starts the thread. */
        @Setup
        public void setUp() {
            kernel = new Kernel();
            session = kernel.create(STATES, this);
            thread = new Thread(kernel::run);
            thread.start();
        }

        /** Ends the thread. */
        @TearDown
        public void tearDown() throws InterruptedException {
            kernel.postFromAnyThread(session, END, null);
            thread.join();
        }

        long post() throws InterruptedException {
            Budget budget = new Budget(POSTS, POSTS);
            for (int i = 0; i < POSTS; i++) {
                kernel.postFromAnyThread(session, POSTED, budget);
            }
            budget.await();
            return budget.ran();
        }
    }

    /** Floor. */
    @Benchmark
    @OperationsPerInvocation(POSTS)
    public void postPlain(Plain plain) throws InterruptedException {
        post(plain);
    }

    /** Peer. */
    @Benchmark
    @OperationsPerInvocation(POSTS)
    public void postNetty(Netty netty) throws InterruptedException {
        post(netty.netty.loop);
    }

    /** Other peers. */
    @Benchmark
    @OperationsPerInvocation(POSTS)
    public void postPeer(PeerLoop peer) throws InterruptedException {
        post(peer);
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(POSTS)
    public long postUsher(Usher usher) throws InterruptedException {
        return usher.post();
    }
}
