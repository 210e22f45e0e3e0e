package dev.usher.kernel;

import dev.usher.kernel.ModelPeople.Person;
import dev.usher.kernel.ModelQueue.Deferred;
import dev.usher.kernel.RandomProgram.Boom;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The model's side: no heap, no counts of holds; it looks at everything each time. */
final class ModelWorld implements RandomProgram.World {
    private static final Set<String> TERMINAL = Set.of("KILL", "DIE", "IDLE");
    private static final int EVENTS_BETWEEN_POLLS = 256;

    private final RandomProgram program;
    private final boolean strict;
    private final ModelQueue queue;
    private final ModelPeople people;
    private int timers;
    private boolean finished;
    private Boom failure;
    private boolean handled;
    private boolean dying;

    // The handler that runs: whose it is, for which event, and whether that is its birth.
    private int self;
    private String active;

    ModelWorld(RandomProgram program, boolean strict) {
        this.program = program;
        this.strict = strict;
        queue = new ModelQueue(strict);
        people = new ModelPeople(queue);
    }

    /** Two sessions and what comes of them. */
    void run() {
        for (int i = 0; i < 2; i++) {
            post(create(-1 - i), -3 - i);
        }
        slices();
        if (failure == null) {
            program.trace().add("waiting " + people.references());
        }
        if (!finished) {
            signal(0, "ZOMBIE", 0);
            slices();
        }
        queue.deferred.clear();
        if (failure != null) {
            program.trace().add("run threw " + Boom.text(failure));
            failure = null;
        }
        program.trace().add("at " + queue.clock());
    }

    /** A day, unless an exception ends it. */
    private void slices() {
        long end = queue.clock() + RandomProgram.DAY.toNanos();
        while (!finished && failure == null && !(queue.deferred.isEmpty() && people.references() > 0)) {
            slice();
        }
        if (failure == null) {
            queue.sleepUntil(end);
        }
    }

    private boolean isIdle() {
        return queue.deferred.isEmpty() && people.references() == 0;
    }

    private void slice() {
        if (isIdle()) {
            raise(0, "IDLE", null);
        }
        queue.sleep();
        int left = EVENTS_BETWEEN_POLLS;
        int before;
        do {
            before = left;
            queue.begin();
            for (Deferred next; (strict || left > 0) && (next = queue.take()) != null; left--) {
                people.look(person(next.to())); // before its sender
                look();
                if (person(next.to()).alive && person(next.from()).alive) {
                    dispatch(next);
                }
                if (failure != null) {
                    endAll();
                }
                look();
            }
            sweep();
        } while (!strict && left > 0 && left < before);
    }

    // ---- handlers

    private void dispatch(Deferred next) {
        if (next.kind().equals("signal")) {
            signalled(next);
        } else if (next.to() != 0 && !next.kind().equals("collect")) {
            guarded(next.to(), next.from(), next.name(), next.payload(), next.caller(), "");
        }
    }

    /** Runs a handler as its session's own; what was current before is so again. */
    private <T> T as(int session, String event, Supplier<T> handler) {
        int outerSelf = self;
        String outerActive = active;
        self = session;
        active = event;
        try {
            return handler.get();
        } finally {
            self = outerSelf;
            active = outerActive;
        }
    }

    /** A handler that its sender does not wait for, or not without a guard: what it throws becomes DIE. */
    private Object guarded(int session, int sender, String event, int payload, String caller, String more) {
        try {
            return as(
                    session,
                    event,
                    () -> program.handle(this, session, event, payload, "from " + sender + " in " + caller + more));
        } catch (Boom boom) {
            if (dying) {
                fail(boom);
            } else {
                String where = " threw in " + event + " by " + sender + " in " + caller;
                queue.post("signal", "DIE", 0, session, 0, where, boom);
                look();
            }
            return null;
        }
    }

    private void fail(Boom boom) {
        if (failure == null) {
            failure = boom;
        } else if (failure != boom) {
            failure.addSuppressed(boom);
        }
    }

    // ---- signals

    private void signalled(Deferred signal) {
        boolean outerDying = dying;
        handled = false;
        dying = signal.name().equals("DIE");
        List<Person> reached = people.family(signal.to());
        Collections.reverse(reached);
        if (signal.to() != 0) {
            reached.add(person(signal.to()));
        }
        for (int above = signal.to(); dying && above != 0 && person(above).parent != 0; ) {
            above = person(above).parent;
            reached.add(person(above));
        }
        for (Person p : reached) {
            if (p.alive && p.signals.contains(signal.name())) {
                int payload = signal.payload() > 0 ? signal.payload() : program.count()[0];
                String more = signal.boom() == null ? "" : " " + signal.boom().getMessage() + signal.caller();
                guarded(p.id, 0, signal.name(), payload, signal.boom() == null ? signal.caller() : null, more);
                if (failure != null) {
                    endAll();
                }
            }
        }
        conclude(signal, reached);
        dying = outerDying;
    }

    private void conclude(Deferred signal, List<Person> reached) {
        if (signal.name().equals("ZOMBIE") || !handled && TERMINAL.contains(signal.name())) {
            reached.stream().filter(p -> p.alive).forEach(this::stop);
            if (signal.to() == 0) {
                endAll();
            }
            if (signal.boom() != null) {
                Boom second = failure;
                failure = signal.boom();
                if (second != null) {
                    fail(second);
                }
            }
        } else if (signal.name().equals("IDLE") && isIdle()) {
            raise(0, "ZOMBIE", null);
        }
    }

    private void raise(int to, String name, Boom boom) {
        queue.post("signal", name, 0, to, 0, null, boom);
    }

    // ---- lives

    private Person person(int id) {
        return people.person(id);
    }

    private void look() {
        people.look();
    }

    private void sweep() {
        while (true) {
            List<Person> dead = people.unheld();
            if (dead.isEmpty()) {
                return;
            }
            for (Person p : dead) {
                if (p.isMarked()) {
                    stop(p);
                }
            }
        }
    }

    private void endAll() {
        List<Person> family = people.family(0);
        Collections.reverse(family);
        family.forEach(this::stop);
        finished = true;
    }

    private void stop(Person p) {
        for (Person child : people.children(p.id)) {
            tell(p.parent, "child GAIN " + child.id + " null");
            tell(child.id, "parent " + p.id + " " + p.parent);
        }
        tell(p.id, "stop");
        tell(p.parent, "child LOSE " + p.id + " end " + p.id);
        for (Person child : people.children(p.id)) {
            people.move(child, p.parent);
        }
        people.dies(p);
        queue.deferred.removeAll(queue.timers(p.id, null));
        look();
    }

    private void tell(int id, String what) {
        if (id > 0) {
            program.trace().add(id + " " + what);
        }
    }

    // ---- verbs

    @Override
    public boolean post(int to, int payload) {
        if (person(to).alive) {
            queue.post("event", "event", self, to, payload, active, null);
            look();
        }
        return person(to).alive;
    }

    @Override
    public Object call(int to, int payload) {
        if (to == 0 || !person(to).alive) {
            return null;
        }
        String told = "from " + self + " in " + active;
        return to == self
                ? program.handle(this, to, "call", payload, told)
                : guarded(to, self, "call", payload, active, "");
    }

    private void set(String event, long delayNs, int payload, int timer) {
        queue.timer(event, self, payload, active, queue.now() + delayNs, timer);
        look();
        timers++;
    }

    @Override
    public int delaySet(String event, long delayNs, int payload) {
        set(event, delayNs, payload, timers);
        return timers - 1;
    }

    @Override
    public int alarmSet(String event, long delayNs, int payload) {
        return delaySet(event, delayNs, payload);
    }

    @Override
    public void delay(String event, long delayNs, int payload) {
        clear(event);
        set(event, delayNs, payload, -1); // nobody is told its id
    }

    @Override
    public void alarm(String event, long delayNs, int payload) {
        delay(event, delayNs, payload);
    }

    @Override
    public void clear(String event) {
        queue.deferred.removeAll(queue.timers(self, event));
        look();
    }

    private Errno errno(Deferred timer) {
        return timer == null ? Errno.ESRCH : timer.to() == self ? Errno.NONE : Errno.EPERM;
    }

    @Override
    public Errno remove(int timer) {
        Deferred found = queue.timer(timer);
        if (errno(found).ok()) {
            queue.deferred.remove(found);
            look();
        }
        return errno(found);
    }

    private String text(Deferred timer) {
        return timer.name() + " " + timer.payload() + " " + wall(timer.due());
    }

    private long wall(long due) {
        return queue.clock() + due - queue.now();
    }

    @Override
    public String take(int timer) {
        Deferred found = queue.timer(timer);
        Errno errno = remove(timer);
        return errno.ok() ? text(found) : "" + errno;
    }

    @Override
    public String takeAll() {
        List<Deferred> all = queue.timers(self, null);
        queue.deferred.removeAll(all);
        look();
        return "" + all.stream().map(this::text).toList();
    }

    @Override
    public String adjust(int timer, long ns, boolean fromNow) {
        Deferred old = queue.timer(timer);
        if (!errno(old).ok()) {
            return "" + errno(old);
        }
        long due = ns + (fromNow ? queue.now() : old.due());
        if (fromNow || ns != 0) {
            queue.deferred.remove(old);
            queue.timer(old.name(), self, old.payload(), old.caller(), due, timer);
        }
        return "" + wall(due);
    }

    @Override
    public Errno alias(String name) {
        int owner = people.owners.computeIfAbsent(name, free -> self);
        look();
        return owner == self ? Errno.NONE : Errno.EEXIST;
    }

    @Override
    public Errno unalias(String name) {
        if (!people.owners.containsKey(name)) {
            return Errno.ESRCH;
        }
        Errno errno = people.owners.get(name) == self ? Errno.NONE : Errno.EPERM;
        if (errno.ok()) {
            people.owners.remove(name);
            look();
        }
        return errno;
    }

    @Override
    public String reference(int to, String tag, boolean more) {
        if (to == 0 || !person(to).alive) {
            return "ESRCH";
        }
        int count = person(to).tags.merge(tag, more ? 1 : -1, Integer::sum);
        look();
        return "" + count;
    }

    @Override
    public int create(int payload) {
        finished = false;
        Person p = people.born(self);
        look(); // the parent is held from now on, even if its child leaves it at once
        program.count()[1]++;
        Object result = guarded(p.id, self, "_start", payload, null, "");
        tell(p.parent, "child CREATE " + p.id + " " + result);
        queue.post("collect", "collect", 0, p.id, 0, null, null);
        look();
        return p.id;
    }

    private Errno detach(Person child, boolean silent) {
        if (child.parent == 0) {
            return Errno.EPERM;
        }
        if (!silent) {
            tell(child.parent, "child LOSE " + child.id + " null");
        }
        tell(child.id, "parent " + child.parent + " 0");
        people.move(child, 0);
        look();
        return Errno.NONE;
    }

    @Override
    public Errno detachMyself() {
        return detach(person(self), "_start".equals(active));
    }

    @Override
    public Errno detachChild(int child) {
        if (!person(child).alive) {
            return Errno.ESRCH;
        }
        return child != 0 && person(child).parent == self ? detach(person(child), false) : Errno.EPERM;
    }

    @Override
    public boolean signal(int to, String name, int payload) {
        if (person(to).alive) {
            queue.post("signal", name, self, to, payload, active, null);
            look();
        }
        return person(to).alive;
    }

    @Override
    public void sig(String name, boolean on) {
        if (on) {
            person(self).signals.add(name);
        } else {
            person(self).signals.remove(name);
        }
    }

    @Override
    public void sigHandled() {
        handled = true;
    }

    @Override
    public boolean lives(int session) {
        return person(session).alive;
    }
}
