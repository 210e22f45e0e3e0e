package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import java.util.List;

/** What an otherwise handler is told, and that it answers calls. */
final class R08 extends Port {
    static final Event<String> POSTED = Event.named("posted", String.class);
    static final Event<String> CALLED = Event.named("called", String.class);

    @Override
    void program() {
        kernel.create(
                States.of(Void.class)
                        .start((heap, poe) -> {
                            poe.yield(POSTED, "a");
                            L("call ->", poe.call(poe.session(), CALLED, "b"));
                            poe.create(States.of(Void.class).start((none, inChild) -> {}), null);
                        })
                        .answerOtherwise((heap, poe, unhandled) -> {
                            String name = unhandled.event().name();
                            Object payload = name.startsWith("_") ? List.of() : unhandled.payload();
                            L("_default STATE=" + poe.event(), name, payload);
                            return "answer";
                        }),
                null);
        kernel.run();
        L("run returned");
    }
}
