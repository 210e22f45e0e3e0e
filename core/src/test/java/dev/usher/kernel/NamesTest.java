package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Aliases and references by tag. */
class NamesTest {
    private static final Event<Void> GO = Event.named("go");
    private static final Event<Void> MORE = Event.named("more");

    private final Kernel kernel = Simulation.seeded(1).kernel();
    private final Transcript transcript = new Transcript();

    @Test
    void shouldLiveThroughReferencesByTag() {
        Session r = kernel.create(transcript.states(), "R");
        States<String> a = transcript
                .states(poe -> {
                    poe.yield(GO);
                    poe.delay(MORE, Duration.ofSeconds(1));
                    return null;
                })
                .on(GO, (me, poe) -> {
                    transcript.add("unknown " + poe.refcountIncrement(99, "tag").errno());
                    transcript.add("dec unknown -> "
                            + poe.refcountDecrement(r.id(), "t").value() + " inc -> "
                            + poe.refcountIncrement(r.id(), "t").value() + " inc -> "
                            + poe.refcountIncrement(r.id(), "t").value() + " dec -> "
                            + poe.refcountDecrement(r.id(), "t").value()); // T70
                    poe.refcountIncrement(r.id(), "a");
                    poe.refcountIncrement(r.id(), "a");
                })
                .on(MORE, (me, poe) -> {
                    transcript.add("R alive " + r.isAlive() + ", dec -> "
                            + poe.refcountDecrement(r.id(), "a").value() + " "
                            + poe.refcountDecrement(r.id(), "a").value());
                });
        kernel.create(a, "A");
        transcript.clear();

        kernel.run();

        transcript.shows("""
                unknown ESRCH
                dec unknown -> -1 inc -> 0 inc -> 1 dec -> 0
                R alive true, dec -> 1 0
                R._stop sender=KERNEL
                A._stop sender=KERNEL
                """);
        assertEquals(0, kernel.counts().references());
    }

    @Test
    void shouldAnswerErrnosForNames() {
        States<Object> other = States.of(Object.class).start((me, poe) -> {
            transcript.add("taken " + poe.aliasSet("a1") + " foreign " + poe.aliasRemove("a1"));
        });
        States<Object> one = States.of(Object.class).start((me, poe) -> {
            transcript.add(poe.aliasSet("a1") + " " + poe.aliasSet("a0") + " again " + poe.aliasSet("a1"));
            transcript.add("missing " + poe.aliasRemove("none") + " list " + poe.aliasList());
            poe.create(other, new Object());
            transcript.add(poe.aliasRemove("a0") + " " + poe.aliasRemove("a1") + " list " + poe.aliasList());
        });

        kernel.create(one, new Object());
        kernel.run();

        transcript.shows("""
                NONE NONE again NONE
                missing ESRCH list [a0, a1]
                taken EEXIST foreign EPERM
                NONE NONE list []
                """);
    }
}
