package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Selected;
import dev.usher.network.StreamLink;

/** What a handler of I/O posts runs in the same slice. */
final class R64 extends Port {
    static final Event<Selected> RD = Event.named("rd", Selected.class);
    static final Event<Void> P = Event.named("p");

    @Override
    void program() throws Exception {
        Sockets.Pair pair = sockets.pair();
        StreamLink link = pair.a();
        sockets.syswrite(pair.b(), "x");
        S("A", a -> {
            a.start((heap, poe) -> poe.selectRead(link, RD, null));
            a.on(RD, (heap, poe) -> {
                L("A.rd");
                poe.yield(P);
                poe.selectRead(link, null, null);
            });
            a.on(P, (heap, poe) -> L("A.p"));
        });
        L("slice ->", done(kernel.runOneTimeslice()));
        L("next");
        kernel.run();
        L("run returned");
    }
}
