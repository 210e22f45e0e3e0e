package dev.usher.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The model's sessions: whose child each is, what holds it, and who has lost what held them. */
final class ModelPeople {

    /** A session. */
    static final class Person {
        int id; // 0 is the kernel
        int parent;
        boolean alive = true;
        final Map<String, Integer> tags = new HashMap<>();
        final Set<String> signals = new HashSet<>();
        private long marked; // when it was last seen to have lost what held it, 0 for held

        boolean isMarked() {
            return marked > 0;
        }
    }

    final Map<String, Integer> owners = new HashMap<>(); // of aliases
    private final ModelQueue queue;
    private final List<Person> people = new ArrayList<>();
    private final List<Person> tree = new ArrayList<>(); // in the order in which they came to their parents
    private long marks;

    ModelPeople(ModelQueue queue) {
        this.queue = queue;
        people.add(new Person());
    }

    Person person(int id) {
        return people.get(id);
    }

    Person born(int parent) {
        Person p = new Person();
        p.id = people.size();
        p.parent = parent;
        people.add(p);
        tree.add(p);
        return p;
    }

    void dies(Person p) {
        p.alive = false;
        owners.values().removeIf(owner -> owner == p.id);
    }

    void move(Person child, int parent) {
        tree.remove(child);
        child.parent = parent;
        tree.add(child);
    }

    /** Parents before children, and not the top itself. */
    List<Person> family(int top) {
        List<Person> family = new ArrayList<>(children(top));
        for (int i = 0; i < family.size(); i++) {
            family.addAll(children(family.get(i).id));
        }
        return family;
    }

    List<Person> children(int parent) {
        return tree.stream().filter(p -> p.alive && p.parent == parent).toList();
    }

    long references() {
        return people.stream()
                .filter(p -> p.alive)
                .flatMap(p -> p.tags.values().stream())
                .filter(count -> count > 0)
                .count();
    }

    private boolean held(Person p) {
        return p.id == 0
                || !children(p.id).isEmpty()
                || queue.deferred.stream().anyMatch(d -> d.to() == p.id || d.from() == p.id)
                || owners.containsValue(p.id)
                || p.tags.values().stream().anyMatch(count -> count > 0);
    }

    /** Who has just lost what held it is marked, who is held again is not. */
    void look() {
        people.forEach(this::look);
    }

    void look(Person p) {
        if (!p.alive || held(p)) {
            p.marked = 0;
        } else if (p.marked == 0) {
            p.marked = ++marks;
        }
    }

    /** Those that nothing holds; who has lost it last comes first. */
    List<Person> unheld() {
        return people.stream()
                .filter(p -> p.alive && p.isMarked())
                .sorted(Comparator.comparingLong((Person p) -> p.marked).reversed())
                .toList();
    }
}
