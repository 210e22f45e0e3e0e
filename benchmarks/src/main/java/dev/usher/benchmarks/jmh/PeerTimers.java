package dev.usher.benchmarks.jmh;

import com.typesafe.config.ConfigFactory;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Cancellable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Timers of others, for {@link TimerBenchmark}: Netty's wheel, Vert.x's in a context, Pekko's scheduler. The wheels
 * tick every millisecond, as finely as the loops here wait, and are told by the benchmark's thread; Vert.x is told in
 * its own. Used by the benchmark's thread.
 */
@State(Scope.Thread)
public class PeerTimers {

    private static final long TICK_MS = 1;
    private static final String TICKS = "pekko.scheduler.tick-duration = " + TICK_MS + "ms\n" + PeerLoop.ONE_THREAD;

    /** Whose. */
    @Param({"wheel", "vertx", "pekko"})
    public String timers;

    /** Timers that stay. */
    @Param({"1000", "1000000"})
    public int outstanding;

    private final TimerBenchmark.Delays delays = new TimerBenchmark.Delays();
    private Timers peer;

    /** What is asked of each. */
    private interface Timers {

        /** Sets one; what it answers cancels it and tells whether it was in time. */
        Supplier<Boolean> set(long delayNs, Runnable task);

        /** Does something where timers are set, and waits for it. */
        default void inside(Runnable work) {
            work.run();
        }

        void end();
    }

    /** Sets the timers that stay. */
    @Setup
    public void setUp() {
        peer = switch (timers) {
            case "wheel" -> new Wheel();
            case "vertx" -> new Loop();
            case "pekko" -> new Actors();
            default -> throw new IllegalArgumentException("no timers " + timers);
        };
        peer.inside(() -> {
            for (int i = 0; i < outstanding; i++) {
                peer.set(delays.freshNs(), () -> {});
            }
        });
    }

    /** Ends them. */
    @TearDown
    public void tearDown() {
        peer.end();
    }

    /** Sets and cancels; answers how many were cancelled. */
    int cancel() {
        int[] cancelled = {0};
        peer.inside(() -> {
            for (int i = 0; i < TimerBenchmark.PAIRS; i++) {
                cancelled[0] += peer.set(delays.nextNs(), () -> {}).get() ? 1 : 0;
            }
        });
        return cancelled[0];
    }

    /** Sets all that are to fire, and waits: a batch that waits for the next tick would measure the tick. */
    int fire() throws InterruptedException {
        CountDownLatch fired = new CountDownLatch(TimerBenchmark.PAIRS);
        peer.inside(() -> {
            for (int i = 0; i < TimerBenchmark.PAIRS; i++) {
                peer.set(TimeUnit.MILLISECONDS.toNanos(TICK_MS), fired::countDown);
            }
        });
        fired.await();
        return TimerBenchmark.PAIRS;
    }

    private static final class Wheel implements Timers {

        private final HashedWheelTimer wheel = new HashedWheelTimer(TICK_MS, TimeUnit.MILLISECONDS);

        @Override
        public Supplier<Boolean> set(long delayNs, Runnable task) {
            Timeout set = wheel.newTimeout(timeout -> task.run(), delayNs, TimeUnit.NANOSECONDS);
            return set::cancel;
        }

        @Override
        public void end() {
            wheel.stop();
        }
    }

    private static final class Loop implements Timers {

        private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        private final Context context = vertx.getOrCreateContext();

        @Override
        public Supplier<Boolean> set(long delayNs, Runnable task) {
            long id = vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(delayNs), timer -> task.run());
            return () -> vertx.cancelTimer(id);
        }

        @Override
        public void inside(Runnable work) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            context.runOnContext(nothing -> {
                work.run();
                done.complete(null);
            });
            done.join();
        }

        @Override
        public void end() {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static final class Actors implements Timers {

        private final ActorSystem system =
                ActorSystem.create("timers", ConfigFactory.parseString(TICKS).withFallback(ConfigFactory.load()));

        @Override
        public Supplier<Boolean> set(long delayNs, Runnable task) {
            Cancellable set = system.scheduler().scheduleOnce(Duration.ofNanos(delayNs), task, system.dispatcher());
            return set::cancel;
        }

        @Override
        public void end() {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }
}
