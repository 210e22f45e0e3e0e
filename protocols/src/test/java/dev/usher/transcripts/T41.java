package dev.usher.transcripts;

import dev.usher.kernel.Event;

/** CATCH_EXCEPTIONS off: an exception comes out of call, and else of run. */
final class T41 extends Port {
    static final Event<Void> BOOM = Event.named("boom");
    static final Event<Void> X = Event.named("x");
    static final Event<Void> Y = Event.named("y");

    T41() {
        super(builder -> builder.catchExceptions(false)); // sub POE::Kernel::CATCH_EXCEPTIONS(){0}
    }

    @Override
    void program() {
        S("C", c -> {
            c.start((heap, poe) -> poe.aliasSet("c"));
            c.on(BOOM, (heap, poe) -> {
                throw new IllegalStateException("boom");
            });
        });
        S("A", a -> {
            a.start((heap, poe) -> poe.yield(X));
            a.on(X, (heap, poe) -> {
                String error = "";
                try {
                    poe.call("c", BOOM);
                } catch (IllegalStateException e) {
                    error = e.getMessage();
                }
                L("call raised in caller:", error);
                poe.yield(Y);
            });
            a.on(Y, (heap, poe) -> {
                throw new IllegalStateException("yerr");
            });
        });
        String error = "";
        try {
            kernel.run();
        } catch (IllegalStateException e) {
            error = e.getMessage();
        }
        L("run raised", error);
    }
}
