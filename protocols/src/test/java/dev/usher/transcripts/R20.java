package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Selected;
import dev.usher.network.StreamLink;
import java.util.List;

/** Two sessions watch one handle. */
final class R20 extends Port {
    static final Event<Selected> RD = Event.named("rd", Selected.class);

    @Override
    void program() throws Exception {
        Sockets.Pair pair = sockets.pair();
        StreamLink a = pair.a();
        sockets.syswrite(pair.b(), "x");
        for (String n : List.of("A", "B")) {
            S(n, s -> {
                s.start((heap, poe) -> poe.selectRead(a, RD, n));
                s.on(RD, (heap, poe, ready) -> {
                    L(n + " rd", ready.extra());
                    poe.selectRead(a, null, null);
                });
            });
        }
        kernel.run();
        L("run returned");
    }
}
