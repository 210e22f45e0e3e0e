package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Selected;
import dev.usher.kernel.SignalInfo;
import dev.usher.network.Link;
import dev.usher.network.StreamLink;

/** A paused watcher keeps its session and the kernel alive. */
final class R52 extends Port {
    static final Event<Selected> RD = Event.named("rd", Selected.class);
    static final Event<Void> RESUME = Event.named("resume");
    static final Event<SignalInfo> IDLE = Event.named("idle", SignalInfo.class);
    static final Event<Void> X = Event.named("x");

    @Override
    void program() throws Exception {
        Sockets.Pair pair = sockets.pair();
        StreamLink link = pair.a();
        sockets.syswrite(pair.b(), "x");
        S("A", a -> {
            a.start((heap, poe) -> {
                poe.selectRead(link, RD, null);
                L("pause ->", bit(poe.selectPause(link, Link.READ)));
            });
            a.on(RD, (heap, poe) -> {
                L("A.rd");
                poe.selectRead(link, null, null);
            });
            a.on(
                    RESUME,
                    (heap, poe) -> L(
                            "resume ->",
                            bit(poe.selectResume(link, Link.READ)),
                            "write",
                            bit(poe.selectResume(link, Link.WRITE))));
        });
        S("Named", named -> {
            named.start((heap, poe) -> {
                poe.aliasSet("named");
                poe.sig("IDLE", IDLE);
            });
            named.on(IDLE, (heap, poe) -> L("IDLE"));
        });
        S("B", b -> {
            b.start((heap, poe) -> poe.delay(X, seconds(0.05)));
            b.on(X, (heap, poe) -> poe.post("1", RESUME));
        });
        kernel.run();
        L("run returned");
    }
}
