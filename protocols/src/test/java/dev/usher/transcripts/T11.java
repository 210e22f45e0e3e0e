package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;

/** New work does not save a session from IDLE; taking care of the signal would. */
final class T11 extends Port {
    static final Event<SignalInfo> IDLE = Event.named("idle", SignalInfo.class);
    static final Event<Void> MORE = Event.named("more");

    @Override
    void program() {
        S("Alias", alias -> {
            alias.start((heap, poe) -> {
                poe.aliasSet("al");
                poe.sig("IDLE", IDLE);
            });
            alias.on(IDLE, (heap, poe) -> {
                L("Alias got IDLE; yields but no sig_handled");
                poe.yield(MORE);
            });
            alias.on(MORE, (heap, poe) -> L("more ran"));
        });
        S("Other", o -> o.start((heap, poe) -> poe.aliasSet("o")));
        kernel.run();
        L("run returned");
    }
}
