package dev.usher.transcripts;

import dev.usher.kernel.Event;

/** post and call outside handlers. */
final class T23 extends Port {
    static final Event<Void> E = Event.named("e");
    static final Event<Void> E2 = Event.named("e2");

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> poe.aliasSet("a"));
            a.on(E, (heap, poe) -> {
                L(
                        "A.e sender=" + nm(poe.sender()),
                        "from=" + (poe.callerEvent() == null ? "undef" : poe.callerEvent()));
                poe.aliasRemove("a");
            });
        });
        L("post from main ->", done(kernel.post("a", E)));
        L("call from main ->", kernel.call("a", E2));
        L("active session outside =", nm(kernel.activeSession()));
        kernel.run();
    }
}
