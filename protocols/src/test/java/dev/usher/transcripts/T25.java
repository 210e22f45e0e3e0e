package dev.usher.transcripts;

import dev.usher.kernel.Call;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;

/** A session created in a handler that was called is a child of the session called. */
final class T25 extends Port {
    static final Call<Void, Long> MK = Call.answering("mk", Long.class);
    static final Event<Void> E = Event.named("e");
    static final Event<Void> Q = Event.named("q");
    static final Event<Void> Z = Event.named("z");

    @Override
    void program() {
        S("B", b -> {
            b.start((heap, poe) -> poe.aliasSet("b"));
            b.answer(MK, (heap, poe) -> {
                Session s = S("K", k -> {
                    k.answerStart((none, inK) -> {
                        inK.delay(E, seconds(0.05));
                        return 0;
                    });
                    k.on(E, (none, inK) -> {});
                });
                L("B.mk made K, parent should be B");
                return s.id();
            });
            b.on(Q, (heap, poe) -> poe.aliasRemove("b"));
        });
        S("A", a -> {
            a.start((heap, poe) -> {
                Long id = poe.call("b", MK, null);
                L("id defined", bit(id != null));
                poe.delay(Z, seconds(0.1));
            });
            a.on(Z, (heap, poe) -> {
                L("A.z");
                poe.post("b", Q);
            });
        });
        kernel.run();
    }
}
