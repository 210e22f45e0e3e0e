package dev.usher.transcripts;

import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelBuilder;
import dev.usher.kernel.Outcome;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A Perl program ported line by line, in virtual time. {@link #S}, {@link #L} and {@link #nm} are those of the Perl
 * programs' {@code T.pm}, the sockets of {@link Sockets} those of {@code N.pm}.
 *
 * <p>A Perl sub answers what its last statement does; where that shows, the port returns it.
 */
abstract class Port {
    /** What Perl prints for no value. */
    static final Object UNDEF = null;

    final Simulation simulation;
    final Kernel kernel;
    final Sockets sockets;
    private final List<String> lines = new ArrayList<>();
    private final Map<Session, String> names = new WeakHashMap<>();

    Port() {
        this(builder -> builder);
    }

    Port(UnaryOperator<KernelBuilder> configuration) {
        simulation = Simulation.seeded(1, configuration);
        kernel = simulation.kernel();
        sockets = new Sockets(simulation.network());
    }

    /** The program's main line. */
    abstract void program() throws Exception;

    /** Runs it and tells what it printed. */
    final List<String> trace() throws Exception {
        try (simulation;
                sockets) {
            program();
            return List.copyOf(lines); // before the simulation ends the sessions of a program that has left its own
        }
    }

    // ---- T.pm

    /** Prints words with blanks between them; lists are flattened, as in Perl. */
    final void L(Object... words) {
        List<String> texts = new ArrayList<>();
        for (Object word : words) {
            flatten(word, texts);
        }
        lines.addAll(Arrays.asList(String.join(" ", texts).split("\n", -1)));
    }

    private static void flatten(Object word, List<String> into) {
        if (word instanceof List<?> list) {
            list.forEach(each -> flatten(each, into));
        } else {
            into.add(word == null ? "undef" : word.toString());
        }
    }

    /** Names a session. */
    final String nm(Session session) {
        if (session == null) {
            return "undef";
        }
        return session.id() == 0 ? "KERNEL" : names.getOrDefault(session, "session" + session.id());
    }

    /** Creates a session that tells of its life. */
    final <H> Session S(String name, H heap, Consumer<Plan<H>> described) {
        Plan<H> plan = new Plan<>(States.<H>ofAny()
                .answerStop((ours, poe) -> {
                    L(name + "._stop sender=" + nm(poe.sender()));
                    return "ret-" + name;
                })
                .child((ours, poe, child) ->
                        L(name + "._child", low(child.reason()), nm(child.session()), "ret=" + text(child.result())))
                .parent((ours, poe, parent) ->
                        L(name + "._parent old=" + nm(parent.old()) + " new=" + nm(parent.now()))));
        described.accept(plan);
        return kernel.create(
                plan.states.answerStart((ours, poe, arguments) -> {
                    names.put(poe.session(), name);
                    L(name + "._start sender=" + nm(poe.sender()));
                    return plan.start.on(ours, poe);
                }),
                heap);
    }

    /** Creates a session that needs no heap: its handlers get null. */
    final Session S(String name, Consumer<Plan<Void>> described) {
        return S(name, (Void) null, described);
    }

    // ---- how Perl shows what Java has other types for

    private static String low(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String text(Object value) {
        return value == null ? "undef" : value.toString();
    }

    /** Perl's {@code ? 1 : 0}. */
    static int bit(boolean value) {
        return value ? 1 : 0;
    }

    /** 1, or Perl's empty list: what {@code post} and its like answer. */
    static List<Object> done(boolean value) {
        return value ? List.of(1) : List.of();
    }

    /** A value, or Perl's empty list. */
    static List<Object> value(Outcome<?> outcome) {
        return outcome.ok() ? List.of(outcome.value()) : List.of();
    }

    static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** Perl's {@code time}. */
    final Instant time() {
        return simulation.clock().now();
    }

    /** Perl's {@code sleep}, which nothing interrupts. */
    final void sleep(double seconds) {
        simulation
                .clock()
                .advanceTo(simulation.clock().nowNs() + seconds(seconds).toNanos());
    }
}
