package dev.usher.transcripts;

import dev.usher.component.log.Logs;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.SessionOption;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.util.Map;

/** What create takes, and a session's options. */
@Difference(
        part = Part.KERNEL,
        poe = "a session without `_start` is discarded",
        usher = "it may have none",
        because = "nothing in Java needs it")
@Difference(
        part = Part.KERNEL,
        poe = "parameters, options and handlers of the wrong kind are refused when they are used",
        usher = "they do not compile",
        because = "they are types, not names")
@Difference(
        part = Part.KERNEL,
        poe = "warnings and exceptions tell file and line of the sender",
        usher = "session and event, and what to do",
        because = "finding the line costs a thousand times what an event costs: they tell it while events are traced")
final class T45 extends Port {
    static final Event<Void> FOO = Event.named("foo");
    static final Event<Void> NOPE = Event.named("nope");

    @Override
    void program() {
        Logs.clear();
        Session s = kernel.create(States.of(Void.class).on(FOO, (heap, poe) -> {}), null);
        L("create without _start ->", s.getClass().getSimpleName());
        boolean croaks = false;
        try {
            States.of(Void.class)
                    .start((heap, poe) -> {})
                    .on(Event.named("_signal", SignalInfo.class), (heap, poe) -> {});
        } catch (IllegalArgumentException e) {
            croaks = true;
        }
        L("_signal: croaks", bit(croaks));
        s = kernel.create(
                States.<Map<String, String>>ofAny()
                        .start((heap, poe, args) -> {
                            L("args", args[0], args[1]);
                            L("heap", heap.get("k"));
                            poe.yield(NOPE);
                        })
                        .option(SessionOption.DEFAULT, true),
                Map.of("k", "v"),
                1,
                2);
        L(
                "option get",
                bit(s.option(SessionOption.DEFAULT)),
                "set returns old",
                bit(s.option(SessionOption.DEFAULT, false)),
                "now",
                bit(s.option(SessionOption.DEFAULT)),
                "unset",
                bit(s.option(SessionOption.TRACE)));
        s.option(SessionOption.DEFAULT, true);
        L("on->", bit(s.option(SessionOption.DEFAULT)));
        kernel.create(States.of(Void.class).start((heap, poe, args) -> L("scalar args ->", args[0])), null, "solo");
        kernel.run();
        Logs.complaints().forEach(warning -> L("warn:", warning));
    }
}
