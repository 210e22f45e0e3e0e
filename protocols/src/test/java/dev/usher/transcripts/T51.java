package dev.usher.transcripts;

import dev.usher.kernel.Call;
import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import java.util.Locale;

/** _stop calls another session and creates one. */
final class T51 extends Port {
    static final Call<Void, String> PING = Call.answering("ping", String.class);
    static final Event<Void> BYE = Event.named("bye");
    static final Event<Void> T = Event.named("t");

    @Override
    void program() {
        S("P", p -> {
            p.start((heap, poe) -> {
                poe.aliasSet("p");
                poe.delay(BYE, seconds(0.1));
            });
            p.answer(PING, (heap, poe) -> {
                L("P.ping (called from child _stop), sender", nm(poe.sender()));
                return "pong";
            });
            p.on(BYE, (heap, poe) -> poe.aliasRemove("p"));
        });
        kernel.create(
                States.of(Void.class)
                        .start((heap, poe) -> L("Z start"))
                        .stop((heap, poe) -> {
                            L("Z _stop call P.ping ->", poe.call("p", PING, null));
                            S("FromStop", s -> {
                                s.start((none, inStop) -> {
                                    L("FromStop parent is Z?");
                                    inStop.yield(T);
                                });
                                s.on(T, (none, inStop) -> L("FromStop.t"));
                            });
                            L("Z _stop end");
                        })
                        .child((heap, poe, child) ->
                                L("Z _child", child.reason().name().toLowerCase(Locale.ROOT), nm(child.session()))),
                null);
        kernel.run();
        L("done");
    }
}
