package dev.usher.transcripts;

import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;

/** detach_child and detach_myself. */
final class T05 extends Port {
    static final Event<Void> GO = Event.named("go");
    static final Event<Void> E = Event.named("e");
    static final Event<Void> DET = Event.named("det");

    @Override
    void program() {
        S("P", p -> {
            p.start((heap, poe) -> poe.yield(GO));
            p.on(GO, (heap, poe) -> {
                Session child = S("C", c -> {
                    c.answerStart((none, inC) -> {
                        inC.delay(E, seconds(0.05));
                        return 0;
                    });
                    c.on(E, (none, inC) -> L("C.e"));
                });
                L("detach_child ->", done(poe.detachChild(child).ok()));
                S("D", d -> {
                    d.start((none, inD) -> inD.yield(DET));
                    d.on(DET, (none, inD) -> {
                        L("D detach_myself ->", done(inD.detachMyself().ok()));
                        inD.delay(E, seconds(0.05));
                    });
                    d.on(E, (none, inD) -> L("D.e"));
                });
                S("E", e -> {
                    e.answerStart((none, inE) -> {
                        L("E detach in _start ->", done(inE.detachMyself().ok()));
                        inE.delay(E, seconds(0.05));
                        return 0;
                    });
                    e.on(E, (none, inE) -> L("E.e"));
                });
                Errno again = poe.detachChild(child);
                L("detach_child again ->", done(again.ok()), "errno", again.number());
            });
        });
        kernel.run();
        L("run returned");
    }
}
