package dev.usher.transcripts;

import dev.usher.kernel.Event;

/** An exception that nobody takes care of ends all and leaves run, which may be called again. */
final class T14 extends Port {
    static final Event<Void> X = Event.named("x");
    static final Event<Void> BOOM = Event.named("boom");
    static final Event<Void> AFTER = Event.named("after");
    static final Event<Void> Z = Event.named("z");

    @Override
    void program() {
        S("Other", other -> {
            other.start((heap, poe) -> poe.delay(X, seconds(5)));
            other.on(X, (heap, poe) -> L("never"));
        });
        S(
                "P",
                p -> p.start((heap, poe) -> {
                    poe.aliasSet("p");
                    S("C", c -> {
                        c.start((none, inC) -> {
                            inC.yield(BOOM);
                            inC.yield(AFTER);
                        });
                        c.on(BOOM, (none, inC) -> {
                            throw new IllegalStateException("oops");
                        });
                        c.on(AFTER, (none, inC) -> L("C.after"));
                    });
                }));
        String error = "";
        try {
            kernel.run();
            L("run returned normally");
        } catch (IllegalStateException e) {
            error = e.getMessage();
        }
        L("run threw:", error);
        S("Again", again -> {
            again.start((heap, poe) -> poe.yield(Z));
            again.on(Z, (heap, poe) -> L("Again.z"));
        });
        kernel.run();
        L("second run ok, err=");
    }
}
