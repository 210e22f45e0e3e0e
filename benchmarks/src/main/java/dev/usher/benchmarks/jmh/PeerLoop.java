package dev.usher.benchmarks.jmh;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.typesafe.config.ConfigFactory;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.UntypedAbstractActor;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Loops of others that run what they are told, each with one thread: Vert.x's context, an actor of Pekko, a Disruptor
 * with a handler. Any thread may tell.
 */
@State(Scope.Thread)
public class PeerLoop implements Executor {

    /** More than is ever in the queue of a benchmark that posts from the loop itself. */
    private static final int RING = 65_536;

    private static final String ONE_THREAD =
            "pekko.actor.default-dispatcher.fork-join-executor { parallelism-min = 1, parallelism-max = 1 }\n"
                    + "pekko.log-dead-letters = off";

    /** Which of them. */
    @Param({"vertx", "pekko", "disruptor"})
    public String loop;

    private Executor executor;
    private Runnable end;

    /** Starts it. */
    @Setup
    public void setUp() {
        switch (loop) {
            case "vertx" -> vertx();
            case "pekko" -> pekko();
            case "disruptor" -> disruptor();
            default -> throw new IllegalArgumentException("no loop " + loop);
        }
    }

    /** Ends it. */
    @TearDown
    public void tearDown() {
        end.run();
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    private void vertx() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Context context = vertx.getOrCreateContext();
        executor = task -> context.runOnContext(handler(task));
        end = () -> vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** What is its own handler need not be wrapped. */
    private static Handler<Void> handler(Runnable task) {
        return task instanceof Tasks.Task own ? own : nothing -> task.run();
    }

    private void pekko() {
        ActorSystem system = ActorSystem.create(
                "benchmark", ConfigFactory.parseString(ONE_THREAD).withFallback(ConfigFactory.load()));
        ActorRef actor = system.actorOf(Props.create(Told.class, Told::new));
        executor = task -> actor.tell(task, ActorRef.noSender());
        end = () -> {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        };
    }

    /** Runs what it is told; Pekko wants it visible. */
    static final class Told extends UntypedAbstractActor {

        @Override
        public void onReceive(Object message) {
            ((Runnable) message).run();
        }
    }

    private void disruptor() {
        Disruptor<Slot> disruptor = new Disruptor<>(Slot::new, RING, Thread::new);
        disruptor.handleEventsWith((slot, sequence, last) -> {
            Runnable task = slot.task;
            slot.task = null;
            task.run();
        });
        RingBuffer<Slot> ring = disruptor.start();
        executor = task -> {
            long sequence = ring.next();
            try {
                ring.get(sequence).task = task;
            } finally {
                ring.publish(sequence);
            }
        };
        end = disruptor::shutdown;
    }

    private static final class Slot {

        private Runnable task;
    }
}
