package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.States;

/** In which context handlers are called. */
@DiffersLike(T01.class)
final class T75 extends Port {
    static final Event<Void> P = Event.named("p");
    static final Event<Void> NONE = Event.named("none");

    @Override
    void program() {
        kernel.create(
                States.of(Void.class)
                        .start((heap, poe) -> {
                            poe.yield(P);
                            Object x = poe.call(poe.session(), NONE);
                            L("call unknown list count", 1, x == null ? "undef" : "def");
                        })
                        .on(P, (heap, poe) -> {})
                        .stop((heap, poe) -> {}),
                null);
        kernel.run();
    }
}
