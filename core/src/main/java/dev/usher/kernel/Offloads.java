package dev.usher.kernel;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Work that blocks, done on other threads; results come back through the inbox. */
final class Offloads {
    private final Kernel kernel;
    private final Executor given;
    private int running;

    Offloads(Kernel kernel, Executor given) {
        this.kernel = kernel;
        this.given = given;
    }

    /** How much work is under way: while there is any, the kernel is not idle. */
    int running() {
        return running;
    }

    <R> void start(Session session, Callable<? extends R> work, Event<R> done, Event<Throwable> failed) {
        running++;
        session.belongings().offloads++;
        session.hold();
        Executor executor = given == null ? Default.EXECUTOR : given;
        try {
            executor.execute(() -> run(session, work, done, failed));
        } catch (RejectedExecutionException e) {
            end(session, failed, e);
        }
    }

    private <R> void run(Session session, Callable<? extends R> work, Event<R> done, Event<Throwable> failed) {
        try {
            R result = work.call();
            kernel.inbox.put(() -> end(session, done, result));
        } catch (Throwable e) { // whatever it is, the session waits for an answer
            kernel.inbox.put(() -> end(session, failed, e));
        }
    }

    private void end(Session session, Event<?> event, Object payload) {
        if (!session.alive) {
            return; // nobody waits for it, and it was forgotten when the session ended
        }
        running--;
        session.belongings.offloads--;
        kernel.enqueue(session, kernel.root, event, payload, null);
        session.release();
    }

    /** Work cannot be called off, but for a session that ended it counts no more. */
    void forget(Session session) {
        if (session.belongings != null) {
            running -= session.belongings.offloads;
            session.belongings.offloads = 0;
        }
    }

    /**
     * Made when first needed: a virtual thread for each piece of work where the JDK has them, else a pool of daemons.
     */
    private static final class Default {
        static final Executor EXECUTOR = make();

        private static Executor make() {
            try {
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) { // JDK 17 to 20
                return Executors.newCachedThreadPool(work -> {
                    Thread thread = new Thread(work, "usher-offload");
                    thread.setDaemon(true);
                    return thread;
                });
            }
        }
    }
}
