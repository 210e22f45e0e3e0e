package dev.usher.transcripts;

import dev.usher.component.log.Logs;
import dev.usher.kernel.Assert;
import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;

/** All asserts on: an event without a handler is told of, a post to nobody throws. */
@DiffersLike(T45.class)
final class T79 extends Port {
    static final Event<SignalInfo> D = Event.named("d", SignalInfo.class);
    static final Event<Void> NO_HANDLER = Event.named("nohandler");
    static final Event<Void> P = Event.named("p");
    static final Event<Void> X = Event.named("x");

    T79() {
        super(builder -> builder.asserts(Assert.values())); // sub POE::Kernel::ASSERT_DEFAULT(){1}
    }

    @Override
    void program() {
        Logs.clear();
        S("A", a -> {
            a.start((heap, poe) -> {
                poe.sig("DIE", D);
                poe.aliasSet("a");
                poe.yield(NO_HANDLER);
                poe.yield(P);
            });
            a.on(P, (heap, poe) -> {
                Logs.complaints().forEach(warning -> L("warn:", warning));
                poe.post("nobody", X);
                L("not reached");
            });
            a.on(D, (heap, poe, signal) -> {
                L("DIE:", signal.death().error().getMessage());
                poe.sigHandled();
            });
        });
        kernel.run();
        L("run returned");
    }
}
