package dev.usher.transcripts;

import dev.usher.kernel.Event;

/** stop, from a handler. */
final class T22 extends Port {
    static final Event<Void> GO = Event.named("go");

    @Override
    void program() {
        S("P", p -> {
            p.start((heap, poe) -> {
                poe.aliasSet("p");
                S("C", c -> c.answerStart((none, inC) -> inC.aliasSet("c").number()));
                poe.yield(GO);
            });
            p.on(GO, (heap, poe) -> {
                L("P.go calls stop");
                poe.kernel().stop();
                L("after stop");
            });
        });
        kernel.run();
        L("run returned");
    }
}
