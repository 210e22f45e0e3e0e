package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Postback;
import dev.usher.kernel.PostbackArgs;

/** A postback to a session that was killed. */
final class R48 extends Port {
    static final Event<PostbackArgs> PB = Event.named("pb", PostbackArgs.class);
    static final Event<Void> X = Event.named("x");

    Postback postback;

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> postback = poe.postback(PB));
            a.on(PB, (heap, poe) -> L("A.pb never"));
        });
        S("B", b -> {
            b.start((heap, poe) -> {
                poe.signal("1", "KILL");
                poe.delay(X, seconds(0.05));
            });
            b.on(X, (heap, poe) -> {
                postback.post("i1");
                L("invoked");
                postback.close();
            });
        });
        kernel.run();
        L("run returned");
    }
}
