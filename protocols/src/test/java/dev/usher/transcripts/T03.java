package dev.usher.transcripts;

import dev.usher.kernel.Event;

/** Order of creation and end, three generations deep. */
final class T03 extends Port {
    static final Event<Void> SPAWN = Event.named("spawn");
    static final Event<Void> TICK = Event.named("tick");
    static final Event<Void> T2 = Event.named("t2");
    static final Event<Void> WORK = Event.named("work");

    @Override
    void program() {
        S("P", p -> {
            p.answerStart((heap, poe) -> {
                poe.yield(SPAWN);
                return "pret";
            });
            p.on(SPAWN, (heap, poe) -> {
                L("P.spawn begin");
                S("C", c -> {
                    c.answerStart((none, inC) -> {
                        L("C inside _start");
                        S("G", g -> {
                            g.answerStart((nothing, inG) -> {
                                inG.yield(TICK);
                                return "G-start-ret";
                            });
                            g.on(TICK, (nothing, inG) -> {
                                L("G.tick");
                                inG.delay(T2, seconds(0.02));
                            });
                            g.on(T2, (nothing, inG) -> L("G.t2"));
                        });
                        inC.yield(WORK);
                        return "C-start-ret";
                    });
                    c.on(WORK, (none, inC) -> L("C.work"));
                });
                L("P.spawn end");
            });
        });
        L("before run");
        kernel.run();
        L("run returned");
    }
}
