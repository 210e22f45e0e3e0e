package dev.usher.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Looks from a thread of its own at the handler that runs, and tells once of each that takes longer than its budget.
 * The kernel's thread says what begins and ends, the other one reads it.
 */
final class Watchdog {
    private final long budgetNs;
    private final Consumer<SlowHandler> told;
    private volatile Running running; // null between handlers
    private volatile Thread thread; // null while the kernel does not run

    /** A handler under way, in machine time. Its names are those of its beginning: the session is not ours to read. */
    private static final class Running {
        final Thread kernel = Thread.currentThread();
        final long beganNs = System.nanoTime();
        final Running outer;
        final long session;
        final Object heap;
        final Event<?> event;
        final long sender;
        final StackTraceElement line;
        boolean told; // for the watching thread

        Running(Running outer, Session session, Context poe) {
            this.outer = outer;
            this.session = session.id;
            heap = session.heap;
            event = poe.event;
            sender = poe.source().id;
            line = poe.line;
        }
    }

    Watchdog(Duration budget, Consumer<SlowHandler> told) {
        budgetNs = budget.toNanos();
        this.told = told;
    }

    void begins(Session session, Context poe) {
        if (thread == null) {
            start();
        }
        running = new Running(running, session, poe);
    }

    void ends() {
        running = running.outer;
    }

    private void start() {
        Thread watching = new Thread(this::watch, "usher-watchdog");
        watching.setDaemon(true);
        thread = watching;
        watching.start();
    }

    /** Nothing is left to run. */
    void rest() {
        Thread watching = thread;
        thread = null;
        LockSupport.unpark(watching);
    }

    private void watch() {
        while (thread == Thread.currentThread()) {
            Running seen = running;
            long over = seen == null ? -budgetNs : System.nanoTime() - seen.beganNs - budgetNs;
            if (over >= 0) {
                if (!seen.told) {
                    seen.told = true;
                    report(seen, over + budgetNs);
                }
                over = -budgetNs;
            }
            LockSupport.parkNanos(this, Math.max(-over, 100_000));
        }
    }

    private void report(Running seen, long ranNs) {
        StackTraceElement[] stack = seen.kernel.getStackTrace();
        if (running != seen && !isOuter(seen)) {
            return; // it has ended meanwhile, and the stack is another one's
        }
        tell(new SlowHandler(
                seen.session,
                seen.heap == null ? "" : seen.heap.getClass().getName(),
                seen.event == null ? "" : seen.event.name(),
                seen.sender,
                Optional.ofNullable(seen.line),
                Duration.ofNanos(ranNs),
                List.of(stack)));
    }

    /** Who is told may fail: the next slow handler is to be found all the same. */
    private void tell(SlowHandler slow) {
        try {
            told.accept(slow);
        } catch (RuntimeException e) {
            Logs.KERNEL.error("who is told of slow handlers failed at {}", slow, e);
        }
    }

    private boolean isOuter(Running seen) {
        for (Running inner = running; inner != null; inner = inner.outer) {
            if (inner == seen) {
                return true;
            }
        }
        return false;
    }
}
