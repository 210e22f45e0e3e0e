package dev.usher.transcripts;

import dev.usher.kernel.Event;

/** A reference of an unknown tag taken back counts below zero. */
final class T70 extends Port {
    static final Event<Void> E = Event.named("e");

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> {
                long i = poe.session().id();
                L(
                        "dec unknown ->",
                        value(poe.refcountDecrement(i, "n")),
                        "inc ->",
                        value(poe.refcountIncrement(i, "n")),
                        "inc ->",
                        value(poe.refcountIncrement(i, "n")),
                        "dec ->",
                        value(poe.refcountDecrement(i, "n")));
                poe.yield(E);
            });
            a.on(E, (heap, poe) -> L("A.e"));
        });
        kernel.run();
        L("run returned");
    }
}
