package dev.usher.transcripts;

import dev.usher.kernel.Event;

/** A handler replaced and removed at run time, also for events queued already. */
final class T19 extends Port {
    static final Event<Void> X = Event.named("x");

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> {
                poe.yield(X);
                poe.yield(X);
                poe.yield(X);
            });
            a.on(X, (heap, poe) -> {
                L("x v1");
                poe.state(X, (ours, inX, nothing) -> {
                    L("x v2");
                    inX.state(X);
                });
            });
            a.otherwise((heap, poe, unhandled) -> {
                if (!unhandled.event().name().startsWith("_")) {
                    L("_default", unhandled.event());
                }
            });
        });
        kernel.run();
    }
}
