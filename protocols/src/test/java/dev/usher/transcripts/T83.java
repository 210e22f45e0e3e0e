package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Selected;
import dev.usher.kernel.SignalInfo;
import dev.usher.network.StreamLink;

/** A handle closed under its watcher, and another one opened in its place. */
@Difference(
        part = Part.KERNEL,
        poe =
                "a handle closed under its watcher leaves the watcher behind, which takes the next handle for the old one",
        usher = "closing the link ends every watch on it",
        because = "a defect",
        shownBy = "WatchersTest.shouldEndEveryWatchOnALinkThatIsClosed")
final class T83 extends Port {
    static final Event<SignalInfo> D = Event.named("d", SignalInfo.class);
    static final Event<Selected> RD = Event.named("rd", Selected.class);
    static final Event<Void> Z = Event.named("z");

    static final class Heap {
        StreamLink c;
        StreamLink d;
    }

    @Override
    void program() throws Exception {
        Sockets.Pair pair = sockets.pair();
        S("A", new Heap(), a -> {
            a.start((heap, poe) -> {
                poe.sig("DIE", D);
                poe.selectRead(pair.a(), RD, "old");
                pair.a().close();
                pair.b().close();
                Sockets.Pair other = sockets.pair();
                heap.c = other.a();
                heap.d = other.b();
                poe.selectRead(heap.c, RD, "new");
                sockets.syswrite(heap.d, "x");
                poe.delay(Z, seconds(0.1));
            });
            a.on(RD, (heap, poe, ready) -> {
                L(
                        "rd extra=",
                        ready.extra(),
                        "handle is new one:",
                        bit(ready.link() == heap.c),
                        "fileno(ARG0)",
                        ready.link().isOpen() ? "def" : "undef (closed handle)");
                poe.selectRead(heap.c, null, null);
            });
            a.on(D, (heap, poe, signal) -> {
                L("DIE:", signal.death().error().getMessage());
                poe.sigHandled();
            });
            a.on(Z, (heap, poe) -> L("z"));
        });
        kernel.run();
        L("done");
    }
}
