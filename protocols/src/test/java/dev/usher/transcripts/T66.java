package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Selected;
import dev.usher.network.StreamLink;

/** A handle that is watched already is watched again, with another event. */
@Difference(
        part = Part.KERNEL,
        poe = "`select_read` again with another event changes nothing",
        usher = "it changes event and extra",
        because = "a trap")
final class T66 extends Port {
    static final Event<Selected> FIRST = Event.named("first", Selected.class);
    static final Event<Selected> SECOND = Event.named("second", Selected.class);

    @Override
    void program() throws Exception {
        Sockets.Pair pair = sockets.pair();
        StreamLink a = pair.a();
        sockets.syswrite(pair.b(), "x");
        S("A", s -> {
            s.start((heap, poe) -> {
                poe.selectRead(a, FIRST, "argA");
                poe.selectRead(a, SECOND, "argB");
            });
            s.on(FIRST, (heap, poe, ready) -> {
                L("first fired", ready.extra());
                sockets.sysread(a, 9);
                poe.selectRead(a, null, null);
            });
            s.on(SECOND, (heap, poe, ready) -> {
                L("second fired");
                sockets.sysread(a, 9);
                poe.selectRead(a, null, null);
            });
        });
        kernel.run();
    }
}
