package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;

/** An alias keeps its session alive until the kernel is idle. */
final class T09 extends Port {
    static final Event<SignalInfo> IDLE = Event.named("idle", SignalInfo.class);
    static final Event<SignalInfo> ZOMBIE = Event.named("zombie", SignalInfo.class);
    static final Event<Integer> HI = Event.named("hi", Integer.class);
    static final Event<Void> W = Event.named("w");

    @Override
    void program() {
        S("Alias", alias -> {
            alias.start((heap, poe) -> {
                poe.aliasSet("al");
                poe.sig("IDLE", IDLE);
                poe.sig("ZOMBIE", ZOMBIE);
            });
            alias.on(IDLE, (heap, poe, signal) -> L("Alias got", signal.name(), "sender=" + nm(poe.sender())));
            alias.on(ZOMBIE, (heap, poe, signal) -> L("Alias got", signal.name()));
            alias.on(HI, (heap, poe, n) -> L("Alias.hi", n));
        });
        S("Worker", worker -> {
            worker.start((heap, poe) -> poe.delay(W, seconds(0.05)));
            worker.on(W, (heap, poe) -> {
                L("Worker.w");
                poe.post("al", HI, 1);
            });
        });
        kernel.run();
        L("run returned");
    }
}
