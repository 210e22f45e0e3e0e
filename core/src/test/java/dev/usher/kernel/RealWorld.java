package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.kernel.RandomProgram.Boom;
import dev.usher.simulation.Simulation;
import dev.usher.simulation.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The kernel's side. */
final class RealWorld implements RandomProgram.World {
    private static final Event<Integer> EVENT = Event.named("event", Integer.class);
    private static final Call<Integer, Object> CALL = Call.named("call", Integer.class, Object.class);

    private static final Switches AUDITED = new Switches(Set.of(), Set.of(Assert.values()), null, true);

    private final Simulation simulation;
    private final Kernel kernel;
    private final RandomProgram program;
    private final List<Session> sessions = new ArrayList<>();
    private final List<Long> timers = new ArrayList<>();
    private Context poe; // of the handler that runs

    private final States<Object> states = States.of(Object.class)
            .answerStart((me, poe, payload) -> born(poe, (Integer) payload[0]))
            .on(EVENT, (me, poe, payload) -> handle(poe, payload, ""))
            .on(timer("tick"), (me, poe, payload) -> handle(poe, payload, ""))
            .on(timer("tock"), (me, poe, payload) -> handle(poe, payload, ""))
            .answer(CALL, (me, poe, payload) -> handle(poe, payload, ""))
            .on(signal("USER"), this::signalled)
            .on(signal("KILL"), this::signalled)
            .on(signal("DIE"), this::signalled)
            .on(signal("IDLE"), this::signalled)
            .on(signal("ZOMBIE"), this::signalled)
            .answerStop((me, poe) -> {
                trace("stop", poe, "");
                return "end " + poe.session().id();
            })
            .child((me, poe, child) -> trace(
                    "child", poe, " " + child.reason() + " " + child.session().id() + " " + child.result()))
            .parent((me, poe, parent) -> trace(
                    "parent", poe, " " + parent.old().id() + " " + parent.now().id()));

    RealWorld(RandomProgram program, boolean strict) {
        this(program, builder -> strict ? builder.strictPoe() : builder);
    }

    RealWorld(RandomProgram program, UnaryOperator<KernelBuilder> configuration) {
        this.program = program;
        simulation = Simulation.seeded(1, configuration);
        kernel = simulation.kernel();
        sessions.add(kernel.root);
    }

    /** Two sessions and what comes of them. */
    void run() {
        for (int i = 0; i < 2; i++) {
            kernel.post(kernel.create(states, null, -1 - i), EVENT, -3 - i);
        }
        try {
            runADay();
            program.trace().add("waiting " + kernel.counts().references());
            if (kernel.counts().sessions() > 0) {
                kernel.signal(kernel.root, "ZOMBIE", 0); // references hold them, and nobody else will end them
                runADay();
            }
        } catch (Boom boom) {
            program.trace().add("run threw " + Boom.text(boom));
        }
        program.trace().add("at " + simulation.clock().nowNs());
        assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), kernel.counts());
    }

    /** Until nothing is left or nothing happens any more; the books are looked at between slices. */
    private void runADay() {
        VirtualClock clock = simulation.clock();
        Audit audit = new Audit(kernel, AUDITED);
        long end = clock.nowNs() + RandomProgram.DAY.toNanos();
        clock.runUntil(end);
        try {
            kernel.runWhile(() -> {
                audit.look();
                DumpTest.holdsTrue(kernel);
                return !clock.isStalled();
            });
        } finally {
            clock.runUntil(VirtualClock.NEVER);
        }
        clock.advanceTo(end);
    }

    private static Event<Integer> timer(String name) {
        return Event.named(name, Integer.class);
    }

    private static Event<SignalInfo> signal(String name) {
        return Event.named(name, SignalInfo.class);
    }

    private Object born(Context poe, int payload) {
        sessions.add(poe.session());
        program.count()[1]++;
        return handle(poe, payload, "");
    }

    private Object handle(Context poe, int payload, String more) {
        Context outer = this.poe;
        this.poe = poe;
        try {
            String told = "from " + poe.sender().id() + " in " + poe.callerEvent() + more;
            return program.handle(this, (int) poe.session().id(), poe.event().name(), payload, told);
        } finally {
            this.poe = outer;
        }
    }

    private void signalled(Object me, Context poe, SignalInfo info) {
        List<Object> details = info.details();
        int payload = program.count()[0];
        String more = "";
        if (!details.isEmpty() && details.get(0) instanceof Death death) {
            more = " " + death.error().getMessage() + " threw in " + death.event() + " by "
                    + death.source().id() + " in " + death.from();
            assertEquals(
                    death.destination(), sessions.get((int) death.destination().id()));
        } else if (!details.isEmpty() && (Integer) details.get(0) > 0) {
            payload = (Integer) details.get(0);
        }
        handle(poe, payload, more);
    }

    private void trace(String what, Context poe, String more) {
        program.trace().add(poe.session().id() + " " + what + more);
    }

    private Instant in(long delayNs) {
        return simulation.clock().now().plusNanos(delayNs);
    }

    private static long wall(Instant due) {
        return Duration.between(VirtualClock.START, due).toNanos();
    }

    private int number(long id) {
        timers.add(id);
        return timers.size() - 1;
    }

    private long id(int timer) {
        return timer < timers.size() ? timers.get(timer) : Alarms.NO_ID;
    }

    private static String text(RemovedAlarm alarm) {
        return alarm.event() + " " + alarm.payload() + " " + wall(alarm.due());
    }

    @Override
    public boolean post(int to, int payload) {
        if (to == poe.session().id()) {
            poe.yield(EVENT, payload);
            return true;
        }
        return poe.post(sessions.get(to), EVENT, payload);
    }

    @Override
    public Object call(int to, int payload) {
        return poe.call(sessions.get(to), CALL, payload);
    }

    @Override
    public int alarmSet(String event, long delayNs, int payload) {
        return number(poe.alarmSet(timer(event), in(delayNs), payload));
    }

    @Override
    public int delaySet(String event, long delayNs, int payload) {
        return number(poe.delaySetNs(timer(event), delayNs, payload));
    }

    @Override
    public void alarm(String event, long delayNs, int payload) {
        poe.alarm(timer(event), in(delayNs), payload);
        timers.add(Alarms.NO_ID);
    }

    @Override
    public void delay(String event, long delayNs, int payload) {
        poe.delay(timer(event), Duration.ofNanos(delayNs), payload);
        timers.add(Alarms.NO_ID);
    }

    @Override
    public void clear(String event) {
        poe.alarmClear(timer(event));
    }

    @Override
    public Errno remove(int timer) {
        return poe.alarmRemove(id(timer));
    }

    @Override
    public String take(int timer) {
        Outcome<RemovedAlarm> taken = poe.alarmTake(id(timer));
        return taken.ok() ? text(taken.value()) : "" + taken.errno();
    }

    @Override
    public String takeAll() {
        return "" + poe.alarmRemoveAll().stream().map(RealWorld::text).toList();
    }

    @Override
    public String adjust(int timer, long ns, boolean fromNow) {
        Duration by = Duration.ofNanos(ns);
        Outcome<Instant> due = fromNow ? poe.delayAdjust(id(timer), by) : poe.alarmAdjust(id(timer), by);
        return due.ok() ? "" + wall(due.value()) : "" + due.errno();
    }

    @Override
    public Errno alias(String name) {
        return poe.aliasSet(name);
    }

    @Override
    public Errno unalias(String name) {
        return poe.aliasRemove(name);
    }

    @Override
    public String reference(int to, String tag, boolean more) {
        if (to == 0) {
            return "ESRCH"; // the kernel's own references are nobody's business
        }
        Outcome<Integer> count = more ? poe.refcountIncrement(to, tag) : poe.refcountDecrement(to, tag);
        return count.ok() ? "" + count.value() : "" + count.errno();
    }

    @Override
    public int create(int payload) {
        return (int) poe.create(states, null, payload).id();
    }

    @Override
    public Errno detachChild(int child) {
        return poe.detachChild(sessions.get(child));
    }

    @Override
    public Errno detachMyself() {
        return poe.detachMyself();
    }

    @Override
    public boolean signal(int to, String name, int payload) {
        return poe.signal(sessions.get(to), name, payload);
    }

    @Override
    public void sig(String name, boolean on) {
        if (on) {
            poe.sig(name, signal(name));
        } else {
            poe.sig(name);
        }
    }

    @Override
    public void sigHandled() {
        poe.sigHandled();
    }

    @Override
    public boolean lives(int session) {
        return sessions.get(session).isAlive();
    }
}
