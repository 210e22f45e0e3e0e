package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;
import java.util.List;

/** sig again replaces, and what its event is told; sig without event ends it. */
final class T61 extends Port {
    static final Event<SignalInfo> H = Event.named("h", SignalInfo.class);
    static final Event<Void> N = Event.named("n");

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> {
                poe.sig("A", H, List.of("w1", "w2"));
                poe.sig("A", H, "replaced");
                poe.signal(poe.session(), "A", "s1");
                poe.delay(N, seconds(0.05));
            });
            a.on(
                    H,
                    (heap, poe, signal) ->
                            L("h", signal.name(), signal.details(), signal.extra(), "SENDER=" + nm(poe.sender())));
            a.on(N, (heap, poe) -> {
                poe.sig("A");
                poe.signal(poe.session(), "A");
                L("removed; signaled");
            });
        });
        kernel.run();
        L("done");
    }
}
