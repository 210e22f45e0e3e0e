package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random programs, run by the kernel and by a model of it that is as simple as can be: one list of what is deferred,
 * searched for the first by (time, number), and a set of live sessions found by asking what holds each of them.
 *
 * <p>A program is decided by its seed alone: what a handler does depends on the number in its payload. Both write down
 * what they see, and must have seen the same. {@code -Dusher.seed=n} repeats one, {@code -P nightly} runs 100,000.
 */
class RandomProgramsTest {
    private static final Event<Integer> EVENT = Event.named("event", Integer.class);
    private static final Event<Integer> TIMER = Event.named("timer", Integer.class);

    private static final Switches AUDITED = new Switches(Set.of(), Set.of(Assert.values()), null, true);

    /** The kernel's side. */
    private static final class RealWorld implements RandomProgram.World {
        private final Simulation simulation = Simulation.seeded(1);
        private final Kernel kernel = simulation.kernel();
        private final RandomProgram program;
        private final List<Session> sessions = new ArrayList<>();
        private final List<Long> timers = new ArrayList<>();
        private Context poe;

        private final States<Object> states = States.of(Object.class)
                .start((me, poe) -> born(poe))
                .on(EVENT, (me, poe, payload) -> handle(poe, "event", payload))
                .on(TIMER, (me, poe, payload) -> handle(poe, "timer", payload))
                .stop((me, poe) -> trace("stop", poe, ""))
                .child((me, poe, child) -> trace(
                        "child", poe, child.reason() + " " + child.session().id()))
                .parent((me, poe, parent) ->
                        trace("parent", poe, "" + parent.now().id()));

        RealWorld(RandomProgram program) {
            this.program = program;
        }

        void run() {
            kernel.post(kernel.create(states, null), EVENT, 0);
            kernel.post(kernel.create(states, null), EVENT, -1);
            Audit audit = new Audit(kernel, AUDITED);
            kernel.runWhile(() -> {
                audit.look();
                return true;
            });
            assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), kernel.counts());
        }

        private void born(Context poe) {
            sessions.add(poe.session());
            program.count()[1]++;
        }

        private void handle(Context poe, String event, int payload) {
            this.poe = poe;
            program.handle(this, (int) poe.session().id(), event, payload);
        }

        private void trace(String what, Context poe, String more) {
            program.trace().add(poe.session().id() + " " + what + " " + more);
        }

        private Session session(int number) {
            return sessions.get(number - 1);
        }

        @Override
        public void post(int from, int to, int payload) {
            program.trace().add("post " + poe.post(session(to), EVENT, payload));
        }

        @Override
        public int timer(int session, long delayNs, int payload) {
            timers.add(poe.delaySetNs(TIMER, delayNs, payload));
            return timers.size() - 1;
        }

        private long timer(int timer) {
            return timer < timers.size() ? timers.get(timer) : Alarms.NO_ID;
        }

        @Override
        public boolean remove(int session, int timer) {
            return poe.alarmRemove(timer(timer)).ok();
        }

        @Override
        public boolean adjust(int session, int timer, long delayNs) {
            return poe.delayAdjust(timer(timer), Duration.ofNanos(delayNs)).ok();
        }

        @Override
        public void clear(int session) {
            poe.alarmClear(TIMER);
        }

        @Override
        public boolean alias(int session, String name) {
            return poe.aliasSet(name).ok();
        }

        @Override
        public boolean unalias(int session, String name) {
            return poe.aliasRemove(name).ok();
        }

        @Override
        public int create(int parent) {
            return (int) poe.create(states, null).id();
        }

        @Override
        public boolean detach(int session) {
            return poe.detachMyself().ok();
        }

        @Override
        public void kill(int from, int to) {
            poe.signal(session(to), "TERM");
        }

        @Override
        public boolean lives(int session) {
            return session(session).isAlive();
        }
    }

    @Test
    void shouldDoWhatTheModelDoes() {
        Long one = Long.getLong("usher.seed");
        long first = one == null ? 1 : one;
        long runs = one != null ? 1 : Boolean.getBoolean("usher.nightly") ? 100_000 : 3_000;
        for (long seed = first; seed < first + runs; seed++) {
            RandomProgram modelled = new RandomProgram(seed);
            RandomProgram real = new RandomProgram(seed);
            try {
                new ModelWorld(modelled).run();
                new RealWorld(real).run();
            } catch (Throwable e) {
                throw new AssertionError("to see it again: -Dusher.seed=" + seed, e);
            }
            assertEquals(
                    String.join("\n", modelled.trace()),
                    String.join("\n", real.trace()),
                    "to see it again: -Dusher.seed=" + seed);
        }
    }
}
