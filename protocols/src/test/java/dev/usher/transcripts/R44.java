package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;

/** UIDESTROY ends whom it reaches, whoever takes care of it. */
final class R44 extends Port {
    static final Event<SignalInfo> U = Event.named("u", SignalInfo.class);
    static final Event<Void> X = Event.named("x");
    static final Event<Void> Y = Event.named("y");

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> {
                poe.aliasSet("a");
                poe.sig("UIDESTROY", U);
            });
            a.on(U, (heap, poe, signal) -> {
                L("A got", signal.name());
                poe.sigHandled();
            });
        });
        S("B", b -> {
            b.start((heap, poe) -> {
                poe.delay(X, seconds(0.05));
                poe.delay(Y, seconds(0.1));
            });
            b.on(X, (heap, poe) -> poe.signal("a", "UIDESTROY"));
            b.on(Y, (heap, poe) -> L("B.y"));
        });
        kernel.run();
        L("run returned");
    }
}
