package dev.usher.transcripts;

import dev.usher.kernel.Event;

/** What a session has posted before a signal kills it arrives; what it posted after the signal does not. */
final class T82 extends Port {
    static final Event<String> M = Event.named("m", String.class);
    static final Event<Void> Z = Event.named("z");

    @Override
    void program() {
        S("B", b -> {
            b.start((heap, poe) -> {
                poe.aliasSet("b");
                poe.delay(Z, seconds(0.1));
            });
            b.on(M, (heap, poe, text) -> L("B.m", text));
            b.on(Z, (heap, poe) -> L("B.z"));
        });
        S(
                "A",
                a -> a.start((heap, poe) -> {
                    poe.aliasSet("a");
                    poe.post("b", M, "before signal");
                    poe.signal(poe.session(), "TERM");
                    poe.post("b", M, "after signal (never)");
                }));
        kernel.run();
        L("done");
    }
}
