package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Session;

/** A session that nothing holds any more lives on if it gets an event before the sweep. */
final class T50 extends Port {
    static final Event<Void> DROP = Event.named("drop");
    static final Event<Void> HELLO = Event.named("hello");
    static final Event<Void> A = Event.named("a");

    @Override
    void program() {
        Session x = S("X", s -> {
            s.start((heap, poe) -> {
                poe.aliasSet("x");
                poe.yield(DROP);
            });
            s.on(DROP, (heap, poe) -> {
                L("X.drop alias_remove");
                poe.aliasRemove("x");
            });
            s.on(HELLO, (heap, poe) -> L("X.hello (resurrected by Y in same slice)"));
        });
        S("Y", y -> {
            y.start((heap, poe) -> poe.yield(A));
            y.on(A, (heap, poe) -> L("Y.a posts to X by reference ->", done(poe.post(x, HELLO))));
        });
        kernel.run();
        L("done");
    }
}
