package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;

/** A terminal signal reaches the deepest first, and all though the first takes care of it. */
final class R12 extends Port {
    static final Event<SignalInfo> TERM = Event.named("term", SignalInfo.class);
    static final Event<Void> GO = Event.named("go");
    static final Event<Void> FIN = Event.named("fin");

    @Override
    void program() {
        S("P", p -> {
            p.start((heap, poe) -> {
                poe.sig("TERM", TERM);
                S("C", c -> {
                    c.start((none, inC) -> {
                        inC.sig("TERM", TERM);
                        S("G", g -> {
                            g.start((nothing, inG) -> {
                                inG.aliasSet("g");
                                inG.sig("TERM", TERM);
                            });
                            g.on(TERM, (nothing, inG, signal) -> {
                                L("G got", signal.name());
                                inG.sigHandled();
                            });
                        });
                    });
                    c.on(TERM, (none, inC, signal) -> L("C got", signal.name()));
                });
                poe.yield(GO);
            });
            p.on(TERM, (heap, poe, signal) -> L("P got", signal.name()));
            p.on(GO, (heap, poe) -> {
                poe.signal(poe.session(), "TERM");
                poe.delay(FIN, seconds(0.05));
            });
            p.on(FIN, (heap, poe) -> {
                L("all alive");
                poe.signal(poe.session(), "KILL");
            });
        });
        kernel.run();
        L("run returned");
    }
}
