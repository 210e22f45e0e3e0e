package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;

/** An exception in a DIE handler ends all. */
final class T69 extends Port {
    static final Event<Void> X = Event.named("x");
    static final Event<Void> B = Event.named("b");
    static final Event<SignalInfo> D = Event.named("d", SignalInfo.class);

    @Override
    void program() {
        S("O", o -> {
            o.start((heap, poe) -> poe.delay(X, seconds(3)));
            o.on(X, (heap, poe) -> {});
        });
        S("A", a -> {
            a.start((heap, poe) -> {
                poe.sig("DIE", D);
                poe.yield(B);
            });
            a.on(B, (heap, poe) -> {
                throw new IllegalStateException("first");
            });
            a.on(D, (heap, poe) -> {
                poe.sigHandled();
                throw new IllegalStateException("second");
            });
        });
        String error = "";
        try {
            kernel.run();
        } catch (IllegalStateException e) {
            error = e.getMessage();
        }
        L("run threw:", error);
    }
}
