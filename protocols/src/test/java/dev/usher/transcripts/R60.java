package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;
import java.util.function.Consumer;

/** DIE reaches those below the thrower, the thrower and those above it, but not their other children. */
final class R60 extends Port {
    static final Event<SignalInfo> D = Event.named("d", SignalInfo.class);
    static final Event<Void> BYE = Event.named("bye");
    static final Event<Void> BOOM = Event.named("boom");

    @Override
    void program() {
        watching(
                "P",
                0.4,
                p -> p.start((heap, poe) -> {
                    watching("Sibling", 0.1, sibling -> {});
                    watching("C", 0.3, c -> {
                        c.start((none, inC) -> {
                            watching("G", 0.2, g -> {});
                            inC.yield(BOOM);
                        });
                        c.on(BOOM, (none, inC) -> {
                            throw new IllegalStateException("x");
                        });
                    });
                }));
        kernel.run();
        L("run returned");
    }

    void watching(String name, double bye, Consumer<Plan<Void>> more) {
        S(name, states -> {
            more.accept(states);
            Plan.Start<Void> start = states.start;
            states.answerStart((heap, poe) -> {
                poe.sig("DIE", D);
                poe.delay(BYE, seconds(bye));
                return start.on(heap, poe);
            });
            states.on(D, (heap, poe, signal) -> {
                L(name + " got DIE event=" + signal.death().event());
                if (name.equals("P")) {
                    poe.sigHandled();
                }
            });
            states.on(BYE, (heap, poe) -> {});
        });
    }
}
