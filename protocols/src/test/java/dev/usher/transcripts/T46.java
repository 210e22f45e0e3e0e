package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.KernelBuilder;
import java.util.function.UnaryOperator;

/** A timer that falls due inside a handler, between two of its posts. */
final class T46 extends Port {
    static final Event<Void> BUSY = Event.named("busy");
    static final Event<Void> TIMER = Event.named("timer");
    static final Event<Void> P1 = Event.named("p1");
    static final Event<Void> P2 = Event.named("p2");

    T46() {
        this(KernelBuilder::strictPoe); // each post has a time of its own
    }

    T46(UnaryOperator<KernelBuilder> configuration) {
        super(configuration);
    }

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> {
                poe.delaySet(TIMER, seconds(0.05));
                poe.yield(BUSY);
            });
            a.on(BUSY, (heap, poe) -> {
                poe.yield(P1);
                sleep(0.1);
                poe.yield(P2);
                L("busy end (timer overdue between p1 and p2)");
            });
            a.on(TIMER, (heap, poe) -> L("timer"));
            a.on(P1, (heap, poe) -> L("p1"));
            a.on(P2, (heap, poe) -> L("p2"));
        });
        kernel.run();
    }
}
