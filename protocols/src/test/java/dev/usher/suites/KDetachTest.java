package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Call;
import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * k_detach: detachChild and detachMyself in a family of three generations, each of three; whom it is told, in which
 * order, and in which order the family ends.
 */
class KDetachTest extends SuiteCase {
    private static final Call<Void, Errno> MYSELF = Call.answering("detach_self", Errno.class);
    private static final Call<Session, Errno> CHILD = Call.named("detach_child", Session.class, Errno.class);
    private static final Event<Void> SPAWN = Event.named("spawn");

    private final States<String> states = states((name, poe) -> {});

    private States<String> states(BiConsumer<String, Context> start) {
        return States.of(String.class)
                .start((name, poe) -> {
                    poe.aliasSet(name);
                    start.accept(name, poe);
                })
                .answer(MYSELF, (name, poe) -> poe.detachMyself())
                .answer(CHILD, (name, poe, child) -> poe.detachChild(child))
                .on(SPAWN, (name, poe) -> spawn(name, poe))
                .child((name, poe, child) -> saw(name + " " + child.reason() + " " + name(child.session())))
                .parent((name, poe, parent) -> saw(name + " from " + name(parent.old()) + " to " + name(parent.now())))
                .stop((name, poe) -> saw(name + " stop"));
    }

    private void spawn(String name, Context poe) {
        for (int i = 1; i <= 3; i++) {
            Session child = poe.create(states, name.equals("main") ? "a" + i : name + "_" + i);
            if (name.equals("main")) {
                poe.post(child, SPAWN);
            }
        }
    }

    private static String name(Session session) {
        return session.id() == 0 ? "kernel" : (String) session.heap();
    }

    private Session session(String name) {
        return kernel.aliasResolve(name).orElseThrow();
    }

    private Errno myself(String name) {
        return kernel.call(name, MYSELF, null);
    }

    private Errno child(String parent, String child) {
        return kernel.call(parent, CHILD, session(child));
    }

    @BeforeEach
    void shouldHaveThreeGenerations() {
        Session main = kernel.create(states, "main");
        kernel.create(States.ofAny().start((me, poe) -> poe.delay(SPAWN, Duration.ofHours(1))), null); // not idle
        kernel.post(main, SPAWN);
        simulation.runUntilIdle();
        shows(
                "main CREATE a1",
                "main CREATE a2",
                "main CREATE a3",
                "a1 CREATE a1_1",
                "a1 CREATE a1_2",
                "a1 CREATE a1_3",
                "a2 CREATE a2_1",
                "a2 CREATE a2_2",
                "a2 CREATE a2_3",
                "a3 CREATE a3_1",
                "a3 CREATE a3_2",
                "a3 CREATE a3_3");
    }

    @Test
    void shouldTellTheParentThenTheChildWhenAGrandchildDetachesItself() {
        for (String name : List.of("a1", "a2", "a3")) {
            assertEquals(Errno.NONE, myself(name + "_1"));
            shows(name + " LOSE " + name + "_1", name + "_1 from " + name + " to kernel");
            assertEquals(0, session(name + "_1").parent().orElseThrow().id());
        }
    }

    @Test
    void shouldTellTheSameWhenAParentDetachesItsChild() {
        for (String name : List.of("a1", "a2", "a3")) {
            assertEquals(Errno.NONE, child(name, name + "_2"));
            shows(name + " LOSE " + name + "_2", name + "_2 from " + name + " to kernel");
        }
    }

    @Test
    void shouldTakeItsOwnChildrenAlong() {
        assertEquals(Errno.NONE, myself("a1"));
        assertEquals(Errno.NONE, child("main", "a2"));

        shows("main LOSE a1", "a1 from main to kernel", "main LOSE a2", "a2 from main to kernel");
        assertEquals(session("a1"), session("a1_1").parent().orElseThrow());
        assertEquals(session("a2"), session("a2_3").parent().orElseThrow());
    }

    @Test
    void shouldChangeTheTreeOnlyAfterBothWereTold() {
        List<String> parents = new ArrayList<>();
        Session top = kernel.create(
                States.of(String.class)
                        .start((name, poe) -> poe.create(
                                States.of(String.class)
                                        .start((child, it) -> it.yield(SPAWN))
                                        .on(SPAWN, (child, it) -> {
                                            it.detachMyself();
                                            parents.add(
                                                    name(it.session().parent().orElseThrow()));
                                        })
                                        .parent((child, it, parent) -> parents.add(
                                                name(it.session().parent().orElseThrow()))),
                                "child"))
                        .child((name, poe, child) ->
                                parents.add(name(child.session().parent().orElseThrow()))),
                "top");

        simulation.runUntilIdle();

        assertEquals(List.of("top", "top", "top", "kernel"), parents); // create, lose, _parent, and then
        assertEquals(false, top.isAlive());
    }

    @Test
    void shouldRefuseWhatIsNotAChild() {
        Session gone = session("a3_3");
        kernel.signal(gone, "KILL");
        simulation.runUntilIdle();
        shows("a3_3 stop", "a3 LOSE a3_3");

        assertEquals(Errno.EPERM, child("main", "a1_1"), "a grandchild");
        assertEquals(Errno.EPERM, child("a1", "a2_1"), "a nephew");
        assertEquals(Errno.EPERM, child("a1", "main"), "the parent");
        assertEquals(Errno.EPERM, child("a1", "a1"), "itself");
        assertEquals(Errno.ESRCH, kernel.call("a3", CHILD, gone), "one that has ended");
        assertEquals(Errno.EPERM, myself("main"), "the kernel's own");
        assertEquals(Errno.NONE, child("a1", "a1_1"));
        assertEquals(Errno.EPERM, child("a1", "a1_1"), "twice");
        assertEquals(Errno.EPERM, myself("a1_1"), "twice");
        shows("a1 LOSE a1_1", "a1_1 from a1 to kernel");
    }

    @Test
    void shouldEndInTheSuitesOrderAfterAllItsDetachments() {
        for (String name : List.of("a1", "a2", "a3")) {
            myself(name + "_1");
            child(name, name + "_2");
        }
        myself("a1");
        child("main", "a2");
        seen.clear();

        simulation.advance(Duration.ofHours(1));
        kernel.run();

        List<String> told =
                seen.stream().filter(line -> !line.endsWith("stop")).sorted().toList();
        assertEquals(List.of("a1 LOSE a1_3", "a2 LOSE a2_3", "a3 LOSE a3_3", "main LOSE a3"), told);
        for (String line : told) { // a parent is told of a child's end before its own
            String parent = line.substring(0, line.indexOf(' '));
            String child = line.substring(line.lastIndexOf(' ') + 1);
            assertTrue(seen.indexOf(child + " stop") < seen.indexOf(line), line);
            assertTrue(seen.indexOf(line) < seen.indexOf(parent + " stop"), line);
        }
        assertEquals(13, seen.stream().filter(line -> line.endsWith("stop")).count());
    }

    @Test
    void shouldLetAParentEndWhenItsLastChildIsDetached() {
        Session parent = kernel.create(
                States.of(String.class)
                        .start((name, poe) -> poe.yield(SPAWN))
                        .on(SPAWN, (name, poe) -> poe.detachChild(poe.create(states, "orphan")))
                        .stop((name, poe) -> saw(name + " stop")),
                "parent");

        simulation.runUntilIdle();

        assertEquals(false, parent.isAlive());
        assertTrue(session("orphan").isAlive());
        shows("orphan from parent to kernel", "parent stop");
    }

    @Test
    void shouldTellTheParentNothingWhenAChildDetachesItselfAtItsStart() {
        Session[] child = new Session[1];
        kernel.create(
                States.of(String.class)
                        .start((name, poe) -> child[0] =
                                poe.create(states((own, it) -> assertEquals(Errno.NONE, it.detachMyself())), "early"))
                        .child((name, poe, told) -> saw("told " + told.reason())),
                "parent");

        shows("early from parent to kernel");
        assertEquals(0, child[0].parent().orElseThrow().id());
    }
}
