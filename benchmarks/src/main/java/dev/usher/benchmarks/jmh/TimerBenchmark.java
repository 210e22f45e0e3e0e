package dev.usher.benchmarks.jmh;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a timer costs while others are outstanding that are due in two minutes to an hour, later than a fork lasts: set
 * and cancelled at once (a timeout that is not needed), and set due at once and fired, a thousand at a time. The floor
 * is the JDK's sorted set by (due, sequence), the peer Netty's {@code EventLoop.schedule}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class TimerBenchmark {

    static final int PAIRS = 100_000;
    static final int BATCH = 1_000;
    private static final Runnable NOTHING = () -> {};

    /** Delays, the same ones in every run. */
    static final class Delays {

        private final SplittableRandom random = new SplittableRandom(1);
        private final long[] some = new long[1_024];
        private int at;

        Delays() {
            for (int i = 0; i < some.length; i++) {
                some[i] = random.nextLong(TimeUnit.MINUTES.toNanos(2), TimeUnit.HOURS.toNanos(1));
            }
        }

        long nextNs() {
            return some[at++ & some.length - 1];
        }

        long freshNs() {
            return random.nextLong(TimeUnit.MINUTES.toNanos(2), TimeUnit.HOURS.toNanos(1));
        }
    }

    private record Entry(long dueNs, long sequence) implements Comparable<Entry> {

        @Override
        public int compareTo(Entry other) {
            int byDue = Long.compare(dueNs - other.dueNs, 0);
            return byDue != 0 ? byDue : Long.compare(sequence, other.sequence);
        }
    }

    /** Timers in a sorted set. */
    @State(Scope.Thread)
    public static class Sorted {

        /** Timers that stay. */
        @Param({"1000", "1000000"})
        public int outstanding;

        private final Delays delays = new Delays();
        private final TreeSet<Entry> timers = new TreeSet<>();
        private long sequence;

        /** Sets the timers that stay. */
        @Setup
        public void setUp() {
            for (int i = 0; i < outstanding; i++) {
                set(delays.freshNs());
            }
        }

        private Entry set(long delayNs) {
            Entry entry = new Entry(System.nanoTime() + delayNs, sequence++);
            timers.add(entry);
            return entry;
        }

        private int fireDue() {
            long now = System.nanoTime();
            int fired = 0;
            while (timers.first().dueNs - now <= 0) {
                timers.pollFirst();
                fired++;
            }
            return fired;
        }
    }

    /** Timers of a loop of Netty. */
    @State(Scope.Thread)
    public static class Netty {

        /** Timers that stay. */
        @Param({"1000", "1000000"})
        public int outstanding;

        private final Delays delays = new Delays();
        private final Fire fire = new Fire();
        private NettyLoop netty;

        /** Sets the timers that stay. */
        @Setup
        public void setUp() throws InterruptedException, ExecutionException {
            netty = new NettyLoop();
            netty.inLoop(() -> {
                for (int i = 0; i < outstanding; i++) {
                    netty.loop.schedule(NOTHING, delays.freshNs(), TimeUnit.NANOSECONDS);
                }
                return null;
            });
        }

        /** Ends the loop. */
        @TearDown
        public void tearDown() {
            netty.close();
        }

        private int setAndCancel() {
            int cancelled = 0;
            for (int i = 0; i < PAIRS; i++) {
                ScheduledFuture<?> timer = netty.loop.schedule(NOTHING, delays.nextNs(), TimeUnit.NANOSECONDS);
                cancelled += timer.cancel(false) ? 1 : 0;
            }
            return cancelled;
        }

        /** Every timer of a batch runs this; the last one of a batch sets the next batch. */
        private final class Fire implements Runnable {

            private int left;
            private CountDownLatch done;

            @Override
            public void run() {
                if (--left == 0) {
                    done.countDown();
                } else if (left % BATCH == 0) {
                    setBatch();
                }
            }

            CountDownLatch begin() {
                left = PAIRS;
                done = new CountDownLatch(1);
                setBatch();
                return done;
            }

            private void setBatch() {
                for (int i = 0; i < BATCH; i++) {
                    netty.loop.schedule(this, 0, TimeUnit.NANOSECONDS);
                }
            }
        }
    }

    /** Floor of set and cancel. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public int cancelSorted(Sorted sorted) {
        int cancelled = 0;
        for (int i = 0; i < PAIRS; i++) {
            cancelled += sorted.timers.remove(sorted.set(sorted.delays.nextNs())) ? 1 : 0;
        }
        return cancelled;
    }

    /** Floor of set and fire. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public int fireSorted(Sorted sorted) {
        int fired = 0;
        while (fired < PAIRS) {
            for (int i = 0; i < BATCH; i++) {
                sorted.set(0);
            }
            fired += sorted.fireDue();
        }
        return fired;
    }

    /** Peer of set and cancel. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public int cancelNetty(Netty netty) throws InterruptedException, ExecutionException {
        return netty.netty.inLoop(netty::setAndCancel);
    }

    /** Peer of set and fire. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void fireNetty(Netty netty) throws InterruptedException, ExecutionException {
        netty.netty.inLoop(netty.fire::begin).await();
    }

    /** Ours of set and cancel. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public int cancelUsher(UsherTimers usher) {
        return usher.cancel();
    }

    /** Ours of set and fire. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public int fireUsher(UsherTimers usher) {
        return usher.fire();
    }
}
