package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;

/** IDLE taken care of, with new work and at last without: ZOMBIE. */
final class T10 extends Port {
    static final Event<SignalInfo> IDLE = Event.named("idle", SignalInfo.class);
    static final Event<SignalInfo> ZOMBIE = Event.named("zombie", SignalInfo.class);
    static final Event<Void> MORE = Event.named("more");

    int n;

    @Override
    void program() {
        S("Alias", alias -> {
            alias.start((heap, poe) -> {
                poe.aliasSet("al");
                poe.sig("IDLE", IDLE);
                poe.sig("ZOMBIE", ZOMBIE);
            });
            alias.on(IDLE, (heap, poe) -> {
                n++;
                L("Alias got IDLE #" + n + "; sig_handled");
                poe.sigHandled();
                if (n < 3) {
                    poe.yield(MORE);
                }
            });
            alias.on(MORE, (heap, poe) -> L("more work done"));
            alias.on(ZOMBIE, (heap, poe, signal) -> {
                L("Alias got", signal.name(), "(sig_handled has no effect)");
                poe.sigHandled();
            });
        });
        kernel.run();
        L("run returned");
    }
}
