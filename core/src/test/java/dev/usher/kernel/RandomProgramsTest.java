package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random programs, run by the kernel and by a model of it that is as simple as can be: one list of what is deferred,
 * searched for the first by (time, number), and a set of live sessions found by asking what holds each of them.
 *
 * <p>A program is decided by its seed alone: what a handler does depends on the number in its payload. Both write down
 * what they see, and must have seen the same. {@code -Dusher.seed=n} repeats one, {@code -P nightly} runs 100,000.
 */
class RandomProgramsTest {
    private static final int SESSIONS = 6;
    private static final int STEPS = 120;
    private static final Event<Integer> EVENT = Event.named("event", Integer.class);
    private static final Event<Integer> TIMER = Event.named("timer", Integer.class);

    /** What a handler can do, of either side. Sessions are known by their numbers, timers by theirs. */
    private interface World {
        void post(int from, int to, int payload);

        int timer(int session, long delayNs, int payload);

        boolean remove(int session, int timer);

        boolean adjust(int session, int timer, long delayNs);

        void clear(int session);

        boolean alias(int session, String name);

        boolean unalias(int session, String name);

        int create(int parent);

        boolean detach(int session);

        void kill(int from, int to);

        boolean lives(int session);
    }

    /** One program: what is done on each event, by a source of chance of that event's own. */
    private record Program(long seed, List<String> trace, int[] count) {
        Program(long seed) {
            this(seed, new ArrayList<>(), new int[2]);
        }

        void handle(World world, int session, String event, int payload) {
            trace.add(session + " " + event + " " + payload);
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + payload);
            for (int n = random.nextInt(4); n > 0 && count[0] < STEPS; n--) {
                count[0]++;
                act(world, session, random);
            }
        }

        private void act(World world, int self, SplittableRandom random) {
            int other = 1 + random.nextInt(Math.max(1, count[1]));
            int timer = random.nextInt(30);
            String name = "n" + random.nextInt(3);
            switch (random.nextInt(14)) {
                case 0, 1 -> world.post(self, self, count[0]);
                case 2, 3, 4 -> world.post(self, other, count[0]);
                case 5, 6 -> trace.add("timer " + world.timer(self, delay(random), count[0]));
                case 7 -> trace.add("remove " + world.remove(self, timer));
                case 8 -> trace.add("adjust " + world.adjust(self, timer, delay(random)));
                case 9 -> trace.add(name + " " + world.alias(self, name));
                case 10 -> trace.add("no " + name + " " + world.unalias(self, name));
                case 11 -> {
                    if (count[1] < SESSIONS) {
                        trace.add("created " + world.create(self));
                    }
                }
                case 12 -> trace.add("detach " + world.detach(self));
                default -> {
                    if (random.nextInt(4) == 0) {
                        world.kill(self, other);
                    } else if (random.nextInt(3) == 0) {
                        world.clear(self);
                    } else {
                        trace.add(other + " lives " + world.lives(other));
                    }
                }
            }
        }

        private static long delay(SplittableRandom random) {
            return switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> -5;
                case 2 -> random.nextInt(3) * 1_000L;
                default -> random.nextLong(5_000_000_000L);
            };
        }
    }

    /** The kernel's side. */
    private static final class RealWorld implements World {
        private final Simulation simulation = Simulation.seeded(1);
        private final Kernel kernel = simulation.kernel();
        private final Program program;
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

        RealWorld(Program program) {
            this.program = program;
        }

        void run() {
            kernel.post(kernel.create(states, null), EVENT, 0);
            kernel.post(kernel.create(states, null), EVENT, -1);
            kernel.run();
            assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0), kernel.counts());
        }

        private void born(Context poe) {
            sessions.add(poe.session());
            program.count[1]++;
        }

        private void handle(Context poe, String event, int payload) {
            this.poe = poe;
            program.handle(this, (int) poe.session().id(), event, payload);
        }

        private void trace(String what, Context poe, String more) {
            program.trace.add(poe.session().id() + " " + what + " " + more);
        }

        private Session session(int number) {
            return sessions.get(number - 1);
        }

        @Override
        public void post(int from, int to, int payload) {
            program.trace.add("post " + poe.post(session(to), EVENT, payload));
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

    /** The model's side: no queue, no heap, no counts; it looks at everything each time. */
    private static final class Model implements World {
        private static final String[] NAMES = {"n0", "n1", "n2"};

        private static final class Person {
            int id;
            int parent; // 0 is the kernel
            boolean alive = true;
            long marked; // when it was last seen to lose what held it, 0 for held
        }

        /** Something deferred: an event, a timer, a signal, or the collecting event of a new session. */
        private record Deferred(String kind, int from, int to, int payload, long due, long sequence, int timer) {}

        private final Program program;
        private final List<Person> people = new ArrayList<>();
        private final List<Deferred> deferred = new ArrayList<>();
        private final int[] owners = new int[NAMES.length];
        private long now;
        private long sequence;
        private long marks;
        private int timers;

        Model(Program program) {
            this.program = program;
        }

        void run() {
            post0(0, create0(0), 0);
            post0(0, create0(0), -1);
            look();
            while (slice()) {
                // until nobody lives, or nothing is left but names
            }
            for (int i = people.size(); i > 0; i--) { // IDLE: the youngest of the deepest first
                List<Person> family = family(0);
                if (family.size() > 0) {
                    stop(family.get(family.size() - 1));
                }
            }
        }

        private boolean slice() {
            if (deferred.isEmpty()) {
                return false;
            }
            Comparator<Deferred> order = Comparator.comparingLong(Deferred::due).thenComparingLong(Deferred::sequence);
            now = Math.max(now, deferred.stream().min(order).orElseThrow().due);
            int left = 256;
            int before;
            do {
                before = left;
                long generation = sequence;
                while (left > 0) {
                    Deferred next = deferred.stream()
                            .filter(d -> d.due <= now && (d.kind.equals("timer") || firstOfQueue(d)))
                            .min(order)
                            .orElse(null);
                    if (next == null || !next.kind.equals("timer") && next.sequence > generation) {
                        break;
                    }
                    deferred.remove(next);
                    look(person(next.to)); // before its sender
                    look();
                    left--;
                    if (person(next.to).alive && (next.from == 0 || person(next.from).alive)) {
                        dispatch(next);
                    }
                    look();
                }
                sweep();
            } while (left > 0 && left < before);
            return true;
        }

        private boolean firstOfQueue(Deferred event) {
            return deferred.stream().noneMatch(d -> !d.kind.equals("timer") && d.sequence < event.sequence);
        }

        private void dispatch(Deferred next) {
            switch (next.kind) {
                case "event", "timer" -> program.handle(this, next.to, next.kind, next.payload);
                case "TERM" -> {
                    List<Person> family = family(next.to);
                    family.add(0, person(next.to));
                    for (int i = family.size() - 1; i >= 0; i--) {
                        stop(family.get(i));
                    }
                }
                default -> {}
            }
        }

        /** Parents before children, and not the top itself. */
        private List<Person> family(int top) {
            List<Person> family = new ArrayList<>(children(top));
            for (int i = 0; i < family.size(); i++) {
                family.addAll(children(family.get(i).id));
            }
            return family;
        }

        private final List<Person> tree = new ArrayList<>(); // in the order in which they came to their parents

        private List<Person> children(int parent) {
            return tree.stream().filter(p -> p.alive && p.parent == parent).toList();
        }

        private Person person(int id) {
            return people.get(id - 1);
        }

        private boolean held(Person p) {
            return !children(p.id).isEmpty()
                    || deferred.stream().anyMatch(d -> d.to == p.id || d.from == p.id)
                    || owners[0] == p.id
                    || owners[1] == p.id
                    || owners[2] == p.id;
        }

        /** Who has just lost what held it is marked, who is held again is not. */
        private void look() {
            people.forEach(this::look);
        }

        private void look(Person p) {
            if (!p.alive || held(p)) {
                p.marked = 0;
            } else if (p.marked == 0) {
                p.marked = ++marks;
            }
        }

        private void sweep() {
            while (true) {
                List<Person> dead = people.stream()
                        .filter(p -> p.alive && p.marked > 0)
                        .sorted(Comparator.comparingLong((Person p) -> p.marked).reversed())
                        .toList();
                if (dead.isEmpty()) {
                    return;
                }
                for (Person p : dead) {
                    if (p.marked > 0) {
                        stop(p);
                    }
                }
            }
        }

        private void stop(Person p) {
            for (Person child : children(p.id)) {
                tell(p.parent, "child GAIN " + child.id);
                tell(child.id, "parent " + p.parent);
            }
            tell(p.id, "stop ");
            tell(p.parent, "child LOSE " + p.id);
            for (Person child : children(p.id)) {
                move(child, p.parent);
            }
            p.alive = false;
            for (int i = 0; i < owners.length; i++) {
                owners[i] = owners[i] == p.id ? 0 : owners[i];
            }
            deferred.removeIf(d -> d.kind.equals("timer") && d.to == p.id);
            look();
        }

        private void tell(int id, String what) {
            if (id > 0) {
                program.trace.add(id + " " + what);
            }
        }

        private void move(Person child, int parent) {
            tree.remove(child);
            child.parent = parent;
            tree.add(child);
        }

        private void defer(String kind, int from, int to, int payload, long due, int timer) {
            deferred.add(new Deferred(kind, from, to, payload, due, ++sequence, timer));
            look();
        }

        private void post0(int from, int to, int payload) {
            defer("event", from, to, payload, now, -1);
        }

        private int create0(int parent) {
            Person p = new Person();
            people.add(p);
            tree.add(p);
            p.id = people.size();
            p.parent = parent;
            program.count[1]++;
            tell(parent, "child CREATE " + p.id);
            defer("collect", 0, p.id, 0, now, -1);
            return p.id;
        }

        @Override
        public void post(int from, int to, int payload) {
            if (person(to).alive) {
                post0(from, to, payload);
            }
            program.trace.add("post " + person(to).alive);
        }

        @Override
        public int timer(int session, long delayNs, int payload) {
            defer("timer", session, session, payload, now + delayNs, timers);
            return timers++;
        }

        private Deferred timer(int session, int timer) {
            return deferred.stream()
                    .filter(d -> d.timer == timer && d.to == session && d.timer >= 0)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public boolean remove(int session, int timer) {
            boolean removed = deferred.remove(timer(session, timer));
            look();
            return removed;
        }

        @Override
        public boolean adjust(int session, int timer, long delayNs) {
            Deferred old = timer(session, timer);
            if (old != null) {
                deferred.remove(old);
                defer("timer", session, session, old.payload, now + delayNs, timer);
            }
            return old != null;
        }

        @Override
        public void clear(int session) {
            deferred.removeIf(d -> d.kind.equals("timer") && d.to == session);
            look();
        }

        @Override
        public boolean alias(int session, String name) {
            int i = name.charAt(1) - '0';
            if (owners[i] == 0) {
                owners[i] = session;
                look();
            }
            return owners[i] == session;
        }

        @Override
        public boolean unalias(int session, String name) {
            int i = name.charAt(1) - '0';
            boolean own = owners[i] == session;
            if (own) {
                owners[i] = 0;
                look();
            }
            return own;
        }

        @Override
        public int create(int parent) {
            return create0(parent);
        }

        @Override
        public boolean detach(int session) {
            Person p = person(session);
            if (p.parent == 0) {
                return false;
            }
            tell(p.parent, "child LOSE " + session);
            tell(session, "parent 0");
            move(p, 0);
            look();
            return true;
        }

        @Override
        public void kill(int from, int to) {
            if (person(to).alive) {
                defer("TERM", from, to, 0, now, -1);
            }
        }

        @Override
        public boolean lives(int session) {
            return person(session).alive;
        }
    }

    @Test
    void shouldDoWhatTheModelDoes() {
        Long one = Long.getLong("usher.seed");
        long first = one == null ? 1 : one;
        long runs = one != null ? 1 : Boolean.getBoolean("usher.nightly") ? 100_000 : 3_000;
        for (long seed = first; seed < first + runs; seed++) {
            Program modelled = new Program(seed);
            Program real = new Program(seed);
            try {
                new Model(modelled).run();
                new RealWorld(real).run();
            } catch (Throwable e) {
                throw new AssertionError("to see it again: -Dusher.seed=" + seed, e);
            }
            assertEquals(
                    String.join("\n", modelled.trace),
                    String.join("\n", real.trace),
                    "to see it again: -Dusher.seed=" + seed);
        }
    }
}
