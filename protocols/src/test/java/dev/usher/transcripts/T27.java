package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.KernelBuilder;
import dev.usher.kernel.Selected;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Loops of events and what becomes readable meanwhile. */
final class T27 extends Port {
    static final Event<Selected> IO = Event.named("io", Selected.class);
    static final Event<Void> LOOP = Event.named("loop");

    int n;
    boolean seen;

    T27() {
        this(KernelBuilder::strictPoe); // a poll after each generation of events, and alarms for times past starve it
    }

    T27(UnaryOperator<KernelBuilder> configuration) {
        super(configuration);
    }

    @Override
    void program() throws Exception {
        for (String mode : List.of("yield", "delay0", "alarmpast")) {
            Sockets.Pair pipe = sockets.pair();
            n = 0;
            seen = false;
            S(mode, s -> {
                s.start((heap, poe) -> {
                    poe.selectRead(pipe.a(), IO, null);
                    poe.yield(LOOP);
                });
                s.on(LOOP, (heap, poe) -> {
                    n++;
                    if (n == 10) {
                        sockets.syswrite(pipe.b(), "x");
                    }
                    if (n >= 3000 || seen) {
                        return;
                    }
                    switch (mode) {
                        case "yield" -> poe.yield(LOOP);
                        case "delay0" -> poe.delaySet(LOOP, seconds(0));
                        default -> poe.alarmSet(LOOP, Instant.EPOCH, null);
                    }
                });
                s.on(IO, (heap, poe, ready) -> {
                    seen = true;
                    L(mode + ": byte written at n=10, io seen at n=" + n);
                    poe.selectRead(ready.link(), null, null);
                });
            });
            kernel.run();
        }
    }
}
