package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Selected;
import dev.usher.kernel.SignalInfo;
import dev.usher.network.StreamLink;

/** Two sessions watch one handle, and one of them goes and comes back. */
@Difference(
        part = Part.KERNEL,
        poe = "two sessions that watch one handle may kill the program",
        usher = "they may come and go",
        because = "a defect")
final class T81 extends Port {
    static final Event<SignalInfo> D = Event.named("d", SignalInfo.class);
    static final Event<Selected> RD = Event.named("rd", Selected.class);
    static final Event<Void> X = Event.named("x");
    static final Event<Void> Z = Event.named("z");

    @Override
    void program() throws Exception {
        StreamLink a = sockets.pair().a();
        S("A", s -> {
            s.start((heap, poe) -> {
                poe.sig("DIE", D);
                poe.selectRead(a, RD, null);
                poe.yield(X);
            });
            s.on(X, (heap, poe) -> {
                poe.selectRead(a, null, null);
                L("A unwatched");
                poe.selectRead(a, RD, null);
                L("A rewatched ok");
            });
            s.on(RD, (heap, poe) -> {});
            s.on(D, (heap, poe, signal) -> {
                L("DIE:", signal.death().error().getMessage());
                poe.sigHandled();
            });
        });
        S("B", s -> {
            s.start((heap, poe) -> {
                poe.selectRead(a, RD, null);
                poe.delay(Z, seconds(0.1));
            });
            s.on(RD, (heap, poe) -> {});
            s.on(Z, (heap, poe) -> poe.selectRead(a, null, null));
        });
        simulation.advance(seconds(1));
        L(kernel.counts().sessions() > 0 ? "A watches on" : "done");
    }
}
