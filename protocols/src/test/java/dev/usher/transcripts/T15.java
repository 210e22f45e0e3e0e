package dev.usher.transcripts;

import dev.usher.kernel.Death;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;

/** Exceptions in _start, in a call to the own session, and in _stop. */
@Difference(
        part = Part.KERNEL,
        poe = "an exception in `_stop` is noticed after the next event",
        usher = "right after the sweep",
        because = "later is no use")
final class T15 extends Port {
    static final Event<SignalInfo> D = Event.named("d", SignalInfo.class);
    static final Event<Void> SELF = Event.named("self");
    static final Event<Void> BAD = Event.named("bad");
    static final Event<Void> Q = Event.named("q");

    @Override
    void program() {
        S("W", w -> {
            w.start((heap, poe) -> {
                poe.sig("DIE", D);
                poe.aliasSet("w");
                String error = "";
                Session s = null;
                try {
                    s = S(
                            "C",
                            c -> c.start((none, inC) -> {
                                throw new IllegalStateException("in start");
                            }));
                } catch (IllegalStateException e) {
                    error = e.getMessage();
                }
                L("create returned", s.getClass().getSimpleName(), "eval err='" + error + "'");
                poe.yield(SELF);
            });
            w.on(D, (heap, poe, signal) -> {
                Death x = signal.death();
                L("W DIE", x.event(), x.error().getMessage());
                poe.sigHandled();
            });
            w.on(SELF, (heap, poe) -> {
                boolean r = false;
                String error = "";
                try {
                    poe.call(poe.session(), BAD);
                    r = true;
                } catch (IllegalStateException e) {
                    error = e.getMessage();
                }
                L("self call eval ok=" + bit(r), " err=" + error);
                poe.aliasRemove("w");
            });
            w.on(BAD, (heap, poe) -> {
                throw new IllegalStateException("bad");
            });
        });
        kernel.run();
        L("run: err=");
        kernel.create(
                States.of(Void.class).start((heap, poe) -> L("Z start")).stop((heap, poe) -> {
                    throw new IllegalStateException("in stop");
                }),
                null);
        S("Y", y -> {
            y.start((heap, poe) -> poe.delay(Q, seconds(0.05)));
            y.on(Q, (heap, poe) -> L("Y.q"));
        });
        String error = "";
        try {
            kernel.run();
            L("normal");
        } catch (IllegalStateException e) {
            error = e.getMessage();
        }
        L("run2: err=" + error);
    }
}
