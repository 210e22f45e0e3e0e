package dev.usher.transcripts;

import dev.usher.kernel.Call;
import dev.usher.kernel.Event;

/** yield and post in one order; calls inside handlers. */
@Difference(
        part = Part.KERNEL,
        poe = "`call` gives a scalar, a list or nothing, as its caller wants; a handler can ask which",
        usher = "one answer, whoever asks",
        because = "Java has one kind of call; several values are a record")
final class T01 extends Port {
    static final Call<String, String> EV = Call.named("ev", String.class, String.class);
    static final Call<Void, String> INNER = Call.answering("inner", String.class);
    static final Event<Void> GO = Event.named("go");
    static final Event<Void> QUIT = Event.named("quit");
    static final Event<Void> Y1 = Event.named("y1");
    static final Event<Void> Y2 = Event.named("y2");
    static final Event<Void> Y3 = Event.named("y3");

    @Override
    void program() {
        S("B", b -> {
            b.start((heap, poe) -> poe.aliasSet("b"));
            b.answer(EV, (heap, poe, n) -> {
                L("B.ev", n, "sender=" + nm(poe.sender()), "from=" + poe.callerEvent());
                return "scalar";
            });
            b.on(QUIT, (heap, poe) -> poe.aliasRemove("b"));
        });
        S("A", a -> {
            a.answerStart((heap, poe) -> {
                poe.yield(GO);
                return "startret";
            });
            a.on(GO, (heap, poe) -> {
                poe.yield(Y1);
                L("yield returns", UNDEF); // it is void
                L("post returns", done(poe.post("b", EV, "p1")));
                poe.yield(Y2);
                poe.post("b", EV, "p2");
                String s = poe.call("b", EV, "c1");
                String l = poe.call("b", EV, "c2");
                poe.call("b", EV, "c3");
                L("call scalar=" + s + " list=" + l);
                L(
                        "active event in go:",
                        poe.kernel().activeEvent(),
                        "session",
                        nm(poe.kernel().activeSession()));
                String r = poe.call(poe.session(), INNER, null);
                L("inner returned " + r);
                L("go end");
                poe.yield(Y3);
            });
            a.answer(INNER, (heap, poe) -> {
                L(
                        "A.inner sync; active_event=" + poe.kernel().activeEvent(),
                        "STATE=" + poe.event(),
                        "CALLER_STATE=" + poe.callerEvent());
                return "R";
            });
            a.on(Y1, (heap, poe) -> L("A.y1"));
            a.on(Y2, (heap, poe) -> L("A.y2"));
            a.on(Y3, (heap, poe) -> {
                L("A.y3");
                poe.post("b", QUIT);
            });
        });
        kernel.run();
        L("run returned");
    }
}
