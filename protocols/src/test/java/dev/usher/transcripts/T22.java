package dev.usher.transcripts;

import dev.usher.kernel.Event;

/** stop, from a handler. */
final class T22 extends Port {
    static final Event<Void> GO = Event.named("go");

    @Override
    void program() {
        S(
                "P",
                (heap, poe) -> {
                    poe.aliasSet("p");
                    S("C", (none, inC) -> {
                        return inC.aliasSet("c").number();
                    });
                    poe.yield(GO);
                },
                p -> p.on(GO, (heap, poe) -> {
                    L("P.go calls stop");
                    poe.kernel().stop();
                    L("after stop");
                }));
        kernel.run();
        L("run returned");
    }
}
