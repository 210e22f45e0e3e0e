package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;

/** A reference taken back and taken again; any reference keeps the kernel from being idle. */
final class T58 extends Port {
    static final Event<Void> T = Event.named("t");
    static final Event<SignalInfo> I = Event.named("i", SignalInfo.class);

    @Override
    void program() {
        S("R", r -> {
            r.start((heap, poe) -> {
                poe.refcountIncrement(poe.session().id(), "a");
                poe.delay(T, seconds(0.05));
            });
            r.on(T, (heap, poe) -> {
                L("dec a ->", value(poe.refcountDecrement(poe.session().id(), "a")));
                L("inc again; nothing else now");
                poe.refcountIncrement(poe.session().id(), "a");
            });
        });
        S("Al", al -> {
            al.start((heap, poe) -> {
                poe.aliasSet("al");
                poe.sig("IDLE", I);
            });
            al.on(I, (heap, poe) -> L("IDLE"));
        });
        simulation.advance(seconds(1)); // $SIG{ALRM}, alarm 1
        if (kernel.counts().sessions() > 0) {
            L("blocked 1s: an extra refcount anywhere suppresses IDLE for every session");
        } else {
            L("run returned");
        }
    }
}
