package dev.usher.transcripts;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.SignalInfo;
import dev.usher.wheel.ReadWrite;

/** A filter refuses a line in the middle of a burst. */
@Difference(
        part = Part.WHEELS,
        poe = "what a filter refuses becomes DIE",
        usher = "it is an error event (`filter`, EPROTO) where there is one, else DIE",
        because = "one connection's fault")
@Difference(
        part = Part.WHEELS,
        poe = "an exception in an input event or in a filter leaves the rest of the burst until more bytes come",
        usher = "the rest is delivered, after an exception in the next slice",
        because = "records were lost until then",
        shownBy = {"InputTest.shouldDeliverTheRestOfABurstInTheNextSliceWhenAHandlerThrows"})
final class T73 extends Port {
    static final Event<String> IN = Event.named("in", String.class);
    static final Event<SignalInfo> D = Event.named("d", SignalInfo.class);
    static final Event<IoError> ERR = Event.named("err", IoError.class);
    static final Event<Void> Z = Event.named("z");
    static final Event<Void> Z2 = Event.named("z2");

    static final class Heap {
        ReadWrite<String, String> w;
    }

    @Override
    void program() throws Exception {
        Sockets.Pair pair = sockets.pair();
        sockets.syswrite(pair.b(), "ok\nthis line is too long\nnext\n");
        S("A", new Heap(), a -> {
            a.start((heap, poe) -> {
                poe.sig("DIE", D);
                heap.w = ReadWrite.with(LineFilter.literal("\n").maxLength(5))
                        .inputEvent(IN)
                        .errorEvent(ERR)
                        .open(poe, pair.a());
                poe.delay(Z, seconds(0.1));
            });
            a.on(IN, (heap, poe, record) -> L("in", record));
            a.on(D, (heap, poe, signal) -> {
                L("DIE", signal.death().error().getMessage());
                poe.sigHandled();
            });
            a.on(
                    ERR,
                    (heap, poe, error) ->
                            L("ErrorEvent", error.operation(), error.errno().number(), error.text()));
            a.on(Z, (heap, poe) -> {
                sockets.syswrite(pair.b(), "more\n");
                poe.delay(Z2, seconds(0.1));
            });
            a.on(Z2, (heap, poe) -> heap.w.close());
        });
        kernel.run();
    }
}
