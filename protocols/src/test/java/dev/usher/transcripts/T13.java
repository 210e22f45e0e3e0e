package dev.usher.transcripts;

import dev.usher.kernel.Death;
import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;

/** An exception becomes the DIE signal of the session that threw, and of those above it. */
final class T13 extends Port {
    static final Event<SignalInfo> D = Event.named("d", SignalInfo.class);
    static final Event<Void> BOOM = Event.named("boom");
    static final Event<Void> AFTER = Event.named("after");
    static final Event<Void> BYE = Event.named("bye");
    static final Event<Void> CALLC = Event.named("callc");
    static final Event<Void> FIN = Event.named("fin");

    @Override
    void program() {
        S("P", p -> {
            p.start((heap, poe) -> {
                poe.aliasSet("p");
                poe.sig("DIE", D);
                S("C", c -> {
                    c.start((none, inC) -> {
                        inC.aliasSet("c");
                        inC.sig("DIE", D);
                        inC.yield(BOOM);
                        inC.yield(AFTER);
                    });
                    c.on(BOOM, (none, inC) -> {
                        L("C.boom dies");
                        throw new IllegalStateException("oops");
                    });
                    c.on(AFTER, (none, inC) -> {
                        L("C.after");
                        inC.post("p", CALLC);
                    });
                    c.on(D, (none, inC, signal) -> {
                        Death x = signal.death();
                        L(
                                "C sig",
                                signal.name(),
                                "event=" + x.event() + " err="
                                        + x.error().getMessage() + " dest=" + nm(x.destination())
                                        + " source=" + nm(x.source()) + " from=" + x.from());
                        inC.sigHandled();
                    });
                    c.on(BYE, (none, inC) -> inC.aliasRemove("c"));
                });
            });
            p.on(CALLC, (heap, poe) -> {
                Object r = poe.call("c", BOOM);
                L("P call to dying handler returned", r, "- P continues");
                poe.yield(FIN);
            });
            p.on(FIN, (heap, poe) -> {
                L("P.fin");
                poe.post("c", BYE);
                poe.aliasRemove("p");
            });
            p.on(
                    D,
                    (heap, poe, signal) ->
                            L("P sig DIE seen; event=" + signal.death().event()));
        });
        kernel.run();
        L("run returned");
    }
}
