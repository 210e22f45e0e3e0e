package dev.usher.transcripts;

import dev.usher.kernel.Event;

/** An alias like a living session's id is in its shadow. */
final class R68 extends Port {
    static final Event<Void> E = Event.named("e");
    static final Event<Void> Z = Event.named("z");

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> poe.delay(Z, seconds(0.05)));
            a.on(E, (heap, poe) -> L("A.e"));
            a.on(Z, (heap, poe) -> {});
        });
        S("B", b -> {
            b.start((heap, poe) -> {
                L("alias_set ->", poe.aliasSet("1").number(), poe.aliasSet("7").number());
                L("post ->", done(poe.post("1", E)), done(poe.post("7", E)), done(poe.post("8", E)));
                poe.aliasRemove("1");
                poe.aliasRemove("7");
            });
            b.on(E, (heap, poe) -> L("B.e"));
        });
        kernel.run();
        L("run returned");
    }
}
