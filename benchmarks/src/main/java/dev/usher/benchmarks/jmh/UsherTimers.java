package dev.usher.benchmarks.jmh;

import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The timers of one session, in a kernel that stays warm: what {@link TimerBenchmark} measures of ours. Used by the
 * benchmark's thread.
 */
@State(Scope.Thread)
public class UsherTimers {

    private static final Event<Void> OUTSTANDING = Event.named("outstanding");
    private static final Event<Void> SET = Event.named("set");
    private static final Event<Void> CANCEL = Event.named("cancel");
    private static final Event<Void> FIRE = Event.named("fire");
    private static final Event<Void> FIRED = Event.named("fired");

    private static final States<UsherTimers> STATES = States.of(UsherTimers.class)
            .start((usher, poe) -> poe.refcountIncrement(poe.session().id(), "benchmark"))
            .on(SET, UsherTimers::onSet)
            .on(CANCEL, UsherTimers::onCancel)
            .on(FIRE, UsherTimers::onFire)
            .on(FIRED, UsherTimers::onFired);

    /** Timers that stay. */
    @Param({"1000", "1000000"})
    public int outstanding;

    private final TimerBenchmark.Delays delays = new TimerBenchmark.Delays();
    final Kernel kernel = new Kernel();
    private Session session; // made when first run
    private int count;
    private int left;

    /** Sets the timers that stay. */
    @Setup
    public void setUp() {
        run(SET);
    }

    /** Runs one of the loops below; answers how many times it has done it. */
    private int run(Event<Void> event) {
        if (session == null) {
            session = kernel.create(STATES, this);
        }
        count = 0;
        left = 1;
        kernel.post(session, event);
        kernel.runWhile(() -> left > 0);
        return count;
    }

    int cancel() {
        return run(CANCEL);
    }

    int fire() {
        return run(FIRE);
    }

    private void onSet(Context poe) {
        for (; count < outstanding; count++) {
            poe.delaySetNs(OUTSTANDING, delays.freshNs(), null);
        }
        left = 0;
    }

    private void onCancel(Context poe) {
        for (int i = 0; i < TimerBenchmark.PAIRS; i++) {
            long id = poe.delaySetNs(OUTSTANDING, delays.nextNs(), null);
            count += poe.alarmRemove(id) == Errno.NONE ? 1 : 0;
        }
        left = 0;
    }

    private void onFire(Context poe) {
        left = TimerBenchmark.PAIRS;
        setBatch(poe);
    }

    private void onFired(Context poe) {
        count++;
        if (--left > 0 && left % TimerBenchmark.BATCH == 0) {
            setBatch(poe);
        }
    }

    private static void setBatch(Context poe) {
        for (int i = 0; i < TimerBenchmark.BATCH; i++) {
            poe.delaySetNs(FIRED, 0, null);
        }
    }
}
