package dev.usher.benchmarks.jmh;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

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
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 3;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 5;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 7;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 9;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 11;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 13;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 15;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 17;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 19;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 21;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 23;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 25;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 27;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 29;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }),
            STAYING.on(NEXT, (member, poe) -> {
                member.sum += 31;
                if (member.next()) {
                    poe.yield(NEXT);
                }
            }));

    private final Kernel kernel;
    private final List<Session> sessions = new ArrayList<>();
    private Budget budget;

    /** Makes sessions of so many kinds, equally many of each, in an order without a pattern that is always the same. */
    Crew(Kernel kernel, int count, int kinds) {
        this.kernel = kernel;
        for (int i = 0; i < count; i++) {
            sessions.add(kernel.create(KINDS.get(i % kinds), new Member(this)));
        }
        Collections.shuffle(sessions, new Random(1));
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
    private static final class Member {

        private final Crew crew;
        private long sum;

        Member(Crew crew) {
            this.crew = crew;
        }

        boolean next() {
            return crew.budget.again();
        }
    }
}
