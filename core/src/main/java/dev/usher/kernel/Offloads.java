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
    private long begun;

    Offloads(Kernel kernel, Executor given) {
        this.kernel = kernel;
        this.given = given;
    }

    /** The machine's, unless another is given. */
    static Executor executor(Executor given) {
        return given == null ? Default.EXECUTOR : given;
    }

    /** How much work is under way: while there is any, the kernel is not idle. */
    int running() {
        return running;
    }

    <R> void start(Session session, Callable<? extends R> task, Event<R> done, Event<Throwable> failed) {
        running++;
        Work work = new Work(this, session, task, done, failed, ++begun);
        session.belongings()
                .offloads
                .put(begun, new Belongings.Offloaded(done, kernel.current().active()));
        session.hold();
        kernel.inbox.begun(work, begun);
        try {
            executor(given).execute(work);
        } catch (RejectedExecutionException e) {
            kernel.inbox.put(work.failed(e));
        }
    }

    /** One piece of work, done on another thread. */
    record Work(
            Offloads offloads, Session session, Callable<?> task, Event<?> done, Event<Throwable> failed, long number)
            implements Runnable {

        @Override
        public void run() {
            Mail answer;
            try {
                answer = done(task.call());
            } catch (Throwable e) { // whatever it is, the session waits for an answer
                answer = failed(e);
            }
            offloads.kernel.inbox.put(answer);
        }

        Mail done(Object result) {
            return new Answer(this, Letter.Kind.OFFLOADED, done, result);
        }

        Mail failed(Throwable error) {
            return new Answer(this, Letter.Kind.OFFLOAD_FAILED, failed, error);
        }
    }

    private record Answer(Work work, Letter.Kind kind, Event<?> event, Object payload) implements Mail {
        @Override
        public void run() {
            work.offloads.end(work, event, payload);
        }

        @Override
        public Letter letter() {
            return new Letter(kind, work.number, "", event.name(), payload);
        }
    }

    private void end(Work work, Event<?> event, Object payload) {
        Session session = work.session;
        if (!session.alive) {
            return; // nobody waits for it, and it was forgotten when the session ended
        }
        running--;
        session.belongings.offloads.remove(work.number);
        kernel.enqueue(session, kernel.root, event, payload, null);
        session.release();
    }

    /** Work cannot be called off, but for a session that ended it counts no more. */
    void forget(Session session) {
        if (session.belongings != null) {
            running -= session.belongings.offloads.size();
            session.belongings.offloads.clear();
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
