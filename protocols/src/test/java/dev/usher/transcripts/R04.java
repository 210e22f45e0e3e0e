package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;

/** A child created while a signal ends its parent goes to the grandparent. */
final class R04 extends Port {
    static final Event<SignalInfo> TERM = Event.named("term", SignalInfo.class);
    static final Event<Void> E = Event.named("e");
    static final Event<Void> GO = Event.named("go");
    static final Event<Void> BYE = Event.named("bye");

    @Override
    void program() {
        S("P", p -> {
            p.start((heap, poe) -> {
                poe.aliasSet("p");
                S("C", c -> {
                    c.start((none, inC) -> {
                        inC.aliasSet("c");
                        inC.sig("TERM", TERM);
                        S("G", g -> {
                            g.answerStart((nothing, inG) -> {
                                inG.delay(E, seconds(0.05));
                                return 0;
                            });
                            g.on(E, (nothing, inG) -> L("G.e never"));
                        });
                    });
                    c.on(TERM, (none, inC) -> {
                        L("C got TERM");
                        S("N", n -> {
                            n.answerStart((nothing, inN) -> {
                                inN.delay(E, seconds(0.05));
                                return 0;
                            });
                            n.on(E, (nothing, inN) -> L("N.e"));
                        });
                    });
                });
                poe.yield(GO);
            });
            p.on(GO, (heap, poe) -> {
                poe.signal("c", "TERM");
                poe.delay(BYE, seconds(0.1));
            });
            p.on(BYE, (heap, poe) -> poe.aliasRemove("p"));
        });
        kernel.run();
        L("run returned");
    }
}
