package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Postback;
import dev.usher.kernel.PostbackArgs;

/** A postback: its arguments, its sender, and whom it keeps alive. */
final class R16 extends Port {
    static final Event<PostbackArgs> PB = Event.named("pb", PostbackArgs.class);
    static final Event<Void> X = Event.named("x");

    Postback postback;

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> postback = poe.postback(PB, "f1", "f2"));
            a.on(PB, (heap, poe, args) -> {
                L("pb fixed", args.fixed(), "given", args.given(), "sender=" + nm(poe.sender()));
                postback.close();
            });
        });
        S("B", b -> {
            b.start((heap, poe) -> poe.delay(X, seconds(0.05)));
            b.on(X, (heap, poe) -> {
                postback.post("i1");
                L("invoked");
            });
        });
        S("Named", named -> named.start((heap, poe) -> poe.aliasSet("named")));
        kernel.run();
        L("run returned");
    }
}
