package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;

/** What was posted keeps its sender alive; an empty session lives a turn; what _stop posts is lost. */
final class T17 extends Port {
    static final Event<Void> M = Event.named("m");
    static final Event<Void> Q = Event.named("q");
    static final Event<Void> LATE = Event.named("late");
    static final Event<Void> X = Event.named("x");
    static final Event<Void> FROM_STOP = Event.named("fromstop");

    @Override
    void program() {
        S("Recv", recv -> {
            recv.start((heap, poe) -> poe.aliasSet("r"));
            recv.on(
                    M,
                    (heap, poe) -> L("Recv.m sender alive=" + bit(poe.sender().isAlive())));
            recv.on(Q, (heap, poe) -> poe.aliasRemove("r"));
        });
        S(
                "Send",
                s -> s.start((heap, poe) -> {
                    poe.post("r", M);
                    poe.post("r", Q);
                }));
        Session e = S("Empty", empty -> {});
        L("created Empty; exists=", bit(e.isAlive()));
        kernel.post(e, LATE);
        kernel.create(
                States.of(Void.class)
                        .start((heap, poe) -> L("Stopper start"))
                        .stop((heap, poe) -> L(
                                "Stopper _stop: post to self ->",
                                done(poe.post(poe.session(), X)),
                                " post r ->",
                                done(poe.post("r", FROM_STOP))))
                        .on(X, (heap, poe) -> L("never x")),
                null);
        kernel.run();
        L("run returned");
    }
}
