package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Selected;
import java.time.Instant;
import java.util.List;

/** What is readable before a loop of events begins is seen before it. */
final class T18 extends Port {
    static final Event<Selected> IO = Event.named("io", Selected.class);
    static final Event<Void> LOOP = Event.named("loop");

    int n;
    boolean seen;

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
                    sockets.syswrite(pipe.b(), "x");
                });
                s.on(LOOP, (heap, poe) -> {
                    n++;
                    if (n >= 2000 || seen) {
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
                    L(mode + ": io seen after n=" + n + " loop iterations");
                    poe.selectRead(ready.link(), null, null);
                });
            });
            kernel.run();
        }
    }
}
