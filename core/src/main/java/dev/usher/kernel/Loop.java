package dev.usher.kernel;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The kernel's loop. One {@link #slice} is one turn of it:
 *
 * <ol>
 *   <li>the idle test, which may end the program;
 *   <li>the poll, as long as nothing is due (a kernel that gathers sleeps first), then what other threads have sent,
 *       240 at most;
 *   <li>ready links, the readable ones first, straight to their handlers; where many are answered each by itself, 64 at
 *       a time write (step 5) before the next are read; sweep;
 *   <li>events and due alarms, in one order by time and number, a generation at a time, 256 at most; sweep after each;
 *   <li>the wheels that were put to write, once each; sweep.
 * </ol>
 *
 * Events are counted, not timed, so that the order is the same under any clock.
 */
final class Loop {
    static final int EVENTS_BETWEEN_POLLS = 256;

    private final Kernel kernel;
    private final EventQueue queue;
    private final Alarms alarms;
    private final KernelTime time;
    private final Dispatcher dispatcher;
    private final boolean strict;
    private final long spinNs;
    private final long gatherNs;
    private boolean busy; // the last poll found ready links

    Loop(Kernel kernel, boolean strict, long spinNs, long gatherNs) {
        this.kernel = kernel;
        this.queue = kernel.queue;
        this.alarms = kernel.alarms;
        this.time = kernel.time;
        this.dispatcher = kernel.dispatcher;
        this.strict = strict;
        this.spinNs = spinNs;
        this.gatherNs = gatherNs;
    }

    void slice() {
        queue.stale();
        if (kernel.observation != null) {
            kernel.observation.look();
        }
        if (kernel.isIdle()) { // 1
            kernel.signals.raise(kernel.root, Signals.IDLE, List.of());
        }
        poll(); // 2
        kernel.watchers.dispatch(); // 3
        kernel.settle();
        events(); // 4
        kernel.flushes.run(); // 5
        kernel.settle();
    }

    private void poll() {
        long timeout = timeout();
        if (timeout != 0 && busy && gatherNs > 0) {
            timeout = gathered(timeout);
        }
        if (timeout != 0) {
            queue.clean();
            timeout = spun(timeout) || !kernel.inbox.sleep() ? 0 : timeout();
        }
        if (kernel.watchers.wantPoll() || timeout != 0) {
            ask(timeout);
        }
        if (timeout != 0) {
            kernel.inbox.awake();
            queue.stale();
            Thread.interrupted(); // an interrupt would end every later wait too; kernels are stopped by events
        }
        kernel.inbox.drain();
    }

    private void ask(long timeoutNs) {
        Flight.Poll told = kernel.observation == null ? null : kernel.observation.poll(timeoutNs);
        kernel.pollers.poll(timeoutNs, kernel.watchers);
        if (told != null) {
            told.commit();
        }
        busy = kernel.watchers.found();
    }

    /** Nanoseconds until something is due: 0 for now, less than 0 for never. */
    private long timeout() {
        if (!queue.isEmpty()
                || kernel.watchers.isDue()
                || !kernel.flushes.isEmpty()
                || !kernel.inbox.isEmpty()
                || kernel.isFinished()) {
            return 0;
        }
        if (alarms.isEmpty()) {
            return -1;
        }
        long now = time.now();
        return alarms.due(now) != null ? 0 : Math.max(0, alarms.nextDue() - now);
    }

    /** Sleeps a little, so that more than one link is ready when it asks; answers what is left of the timeout then. */
    private long gathered(long timeout) {
        LockSupport.parkNanos(timeout < 0 ? gatherNs : Math.min(timeout, gatherNs));
        queue.stale();
        return timeout();
    }

    /** Asks again and again for a while instead of sleeping; true if that brought something. */
    private boolean spun(long timeout) {
        if (spinNs == 0) {
            return false;
        }
        long limit = timeout < 0 ? spinNs : Math.min(spinNs, timeout);
        for (long begin = System.nanoTime(); System.nanoTime() - begin < limit; Thread.onSpinWait()) {
            ask(0);
            if (kernel.watchers.found() || !kernel.inbox.isEmpty()) {
                return true;
            }
        }
        queue.stale();
        return false;
    }

    private void events() {
        if (strict) {
            strictEvents();
            return;
        }
        long generation = queue.tail();
        for (int left = EVENTS_BETWEEN_POLLS; left > 0; ) {
            Alarm alarm = alarms.isQuiet(time) ? null : alarms.due(time.now());
            if (alarm != null && (queue.isEmpty() || queue.isAfter(alarm))) {
                dispatcher.fire(alarm);
                left--;
                continue;
            }
            if (queue.head() >= generation) { // a generation ends
                boolean unsettled = kernel.isUnsettled();
                if (unsettled) {
                    kernel.settle();
                }
                if (queue.isEmpty()) {
                    return;
                }
                generation = queue.tail();
                if (unsettled) {
                    continue; // what settled may have set timers for times before the next event
                }
            }
            left = dispatcher.deliver(generation, left);
            generation = dispatcher.generation();
        }
        kernel.settle();
    }

    /** As POE does: what was due when the generation began, and what is set meanwhile for times before. */
    private void strictEvents() {
        long limit = time.now();
        long generation = queue.tail();
        long set = alarms.lastSequence();
        while (true) {
            Alarm alarm = alarms.isEmpty() ? null : alarms.due(limit);
            if (alarm != null && isDue(alarm, set, limit) && (queue.isEmpty() || queue.isAfter(alarm))) {
                dispatcher.fire(alarm);
            } else if (!queue.isEmpty() && queue.head() < generation && queue.stamp() <= limit) {
                dispatcher.deliver(queue.head() + 1, 1);
            } else {
                break;
            }
        }
        kernel.settle();
    }

    /**
     * Set just now for just now it waits as posts do, though the clock may stand: POE's would have gone on meanwhile.
     */
    private static boolean isDue(Alarm alarm, long set, long limit) {
        return alarm.due < limit || alarm.sequence <= set;
    }
}
