package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.KernelBuilder;

/** How much one turn of the loop does. */
final class T21 extends Port {
    static final Event<Void> A1 = Event.named("a1");
    static final Event<Void> A2 = Event.named("a2");
    static final Event<Void> A3 = Event.named("a3");
    static final Event<Void> B = Event.named("b");
    static final Event<Void> C = Event.named("c");

    boolean f = true;

    T21() {
        super(KernelBuilder::strictPoe); // one generation of events in each slice
    }

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> {
                poe.yield(A1);
                poe.yield(A2);
            });
            a.on(A1, (heap, poe) -> {
                L("a1");
                poe.yield(A3);
            });
            a.on(A2, (heap, poe) -> L("a2"));
            a.on(A3, (heap, poe) -> L("a3"));
        });
        for (int i = 1; i <= 4; i++) {
            boolean more = kernel.runOneTimeslice();
            L("slice " + i + " -> ", done(more));
        }
        L("events", kernel.eventCount(), "next", kernel.nextEventTime().isPresent() ? "def" : "undef");
        S("B", b -> {
            b.start((heap, poe) -> poe.yield(B));
            b.on(B, (heap, poe) -> {
                L("b");
                f = false;
                poe.yield(C);
            });
            b.on(C, (heap, poe) -> L("c"));
        });
        kernel.runWhile(() -> f);
        L("run_while returned f=", bit(f));
        kernel.run();
    }
}
