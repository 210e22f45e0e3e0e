package dev.usher.benchmarks.jmh;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What {@link Tasks} are, as sessions: handlers that do next to nothing and yield, of sixteen classes. Each lambda
 * written here is a class of its own. The sessions stay when they have nothing to do. Used by the kernel's thread.
 */
final class Crew {

    private static final Event<Void> NEXT = Event.named("next");

    private static final States<Member> STAYING = States.of(Member.class)
            .start((member, poe) -> poe.refcountIncrement(poe.session().id(), "crew"));

    private static final List<States<Member>> KINDS = List.of(
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 1;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 3;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 5;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 7;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 9;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 11;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 13;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 15;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 17;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 19;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 21;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 23;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 25;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 27;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 29;
                member.again(poe);
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 31;
                member.again(poe);
            }));

    private static final List<States<Member>> SIZED = IntStream.range(0, Tasks.CLASSES)
            .mapToObj(kind -> STAYING.on(NEXT, Sized.handler(kind)))
            .toList();

    private final Kernel kernel;
    private final List<Session> sessions = new ArrayList<>();
    private Budget budget;

    /** Makes sessions of so many kinds, equally many of each, in an order without a pattern that is always the same. */
    Crew(Kernel kernel, int count, int kinds) {
        this(kernel, count, KINDS.subList(0, kinds));
    }

    private Crew(Kernel kernel, int count, List<States<Member>> kinds) {
        this.kernel = kernel;
        for (int i = 0; i < count; i++) {
            sessions.add(kernel.create(kinds.get(i % kinds.size()), new Member(this)));
        }
        Collections.shuffle(sessions, new Random(1));
    }

    /** The same of {@link Sized} handlers of sixteen kinds. */
    static Crew sized(Kernel kernel, int count) {
        return new Crew(kernel, count, SIZED);
    }

    /** Runs so many events; answers how many were run. */
    long run(long events) {
        budget = new Budget(events, sessions.size());
        for (Session session : sessions) {
            kernel.post(session, NEXT);
        }
        kernel.runWhile(() -> !budget.isSpent());
        return budget.ran();
    }

    /** The heap of one. */
    static final class Member {

        private final Crew crew;
        long sum;

        Member(Crew crew) {
            this.crew = crew;
        }

        void again(Context poe) {
            if (crew.budget.again()) {
                poe.yield(NEXT);
            }
        }
    }
}
