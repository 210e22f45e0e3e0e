package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Selected;

/** A watcher ended by an earlier handler of the same poll is not called any more. */
final class T42 extends Port {
    static final Event<Selected> RD = Event.named("rd", Selected.class);
    static final Event<Selected> WR = Event.named("wr", Selected.class);

    @Override
    void program() throws Exception {
        Sockets.Pair pair = sockets.pair();
        sockets.syswrite(pair.b(), "x");
        S("A", a -> {
            a.start((heap, poe) -> {
                poe.selectRead(pair.a(), RD, null);
                poe.selectWrite(pair.a(), WR, null);
            });
            a.on(RD, (heap, poe, ready) -> {
                L("rd; removing write watcher");
                poe.selectWrite(pair.a(), null, null);
                poe.selectRead(pair.a(), null, null);
            });
            a.on(WR, (heap, poe, ready) -> {
                L("wr (should not run)");
                poe.selectWrite(pair.a(), null, null);
            });
        });
        kernel.run();
        L("done");
    }
}
