package dev.usher.transcripts;

import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;

/** A signal ends a session between the events posted before and after it. */
final class T43 extends Port {
    static final Event<Void> T = Event.named("t");
    static final Event<Integer> E = Event.named("e", Integer.class);
    static final Event<Void> Z = Event.named("z");

    @Override
    void program() {
        S("V", v -> {
            v.start((heap, poe) -> {
                poe.aliasSet("v");
                poe.delay(T, seconds(0.1));
            });
            v.on(T, (heap, poe) -> L("V.t never"));
            v.on(E, (heap, poe, n) -> L("V.e", n));
        });
        S("K", k -> {
            k.start((heap, poe) -> {
                poe.post("v", E, 1);
                poe.signal("v", "INT");
                L("post after signal ->", done(poe.post("v", E, 2)));
                poe.delay(Z, seconds(0.2));
            });
            k.on(Z, (heap, poe) -> {
                boolean posted = poe.post("v", E);
                L("post to dead ->", done(posted), posted ? 0 : Errno.ESRCH.number());
            });
        });
        kernel.run();
        L("done");
    }
}
