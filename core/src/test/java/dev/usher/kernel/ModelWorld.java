package dev.usher.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The model's side: no queue, no heap, no counts; it looks at everything each time. */
final class ModelWorld implements RandomProgram.World {
    private static final String[] NAMES = {"n0", "n1", "n2"};

    private static final class Person {
        int id;
        int parent; // 0 is the kernel
        boolean alive = true;
        long marked; // when it was last seen to lose what held it, 0 for held
    }

    /** Something deferred: an event, a timer, a signal, or the collecting event of a new session. */
    private record Deferred(String kind, int from, int to, int payload, long due, long sequence, int timer) {}

    private final RandomProgram program;
    private final List<Person> people = new ArrayList<>();
    private final List<Deferred> deferred = new ArrayList<>();
    private final int[] owners = new int[NAMES.length];
    private long now;
    private long sequence;
    private long marks;
    private int timers;

    ModelWorld(RandomProgram program) {
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
            program.trace().add(id + " " + what);
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
        program.count()[1]++;
        tell(parent, "child CREATE " + p.id);
        defer("collect", 0, p.id, 0, now, -1);
        return p.id;
    }

    @Override
    public void post(int from, int to, int payload) {
        if (person(to).alive) {
            post0(from, to, payload);
        }
        program.trace().add("post " + person(to).alive);
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
