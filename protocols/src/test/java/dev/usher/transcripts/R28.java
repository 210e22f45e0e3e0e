package dev.usher.transcripts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.wheel.ReadWrite;

/** The end of input with half a line, and writing to a peer that is gone. */
@Difference(
        part = Part.WHEELS,
        poe = "output after a write error is kept for ever",
        usher = "it is dropped, and `put` says so",
        because = "a defect",
        shownBy = "OutputTest.shouldTellAWriteErrorOnceAndDropWhatIsPutLater")
final class R28 extends Port {
    static final Event<String> IN = Event.named("in", String.class);
    static final Event<IoError> ERR = Event.named("err", IoError.class);
    static final Event<Void> FL = Event.named("fl");
    static final Event<Void> Y = Event.named("y");
    static final Event<Void> Z = Event.named("z");

    static final class Heap {
        ReadWrite<String, String> w;
    }

    @Override
    void program() throws Exception {
        Sockets.Pair pair = sockets.pair();
        sockets.syswrite(pair.b(), "one\npart");
        pair.b().close();
        S("A", new Heap(), a -> {
            a.start((heap, poe) -> {
                heap.w = ReadWrite.with(new LineFilter())
                        .inputEvent(IN)
                        .errorEvent(ERR)
                        .flushedEvent(FL)
                        .open(poe, pair.a());
            });
            a.on(IN, (heap, poe, record) -> L("in", record));
            a.on(FL, (heap, poe) -> L("fl"));
            a.on(ERR, (heap, poe, error) -> {
                L("err", error.operation(), error.errno().number(), "'" + error.text() + "'");
                if (!error.operation().equals("read")) {
                    return;
                }
                L("pending", new String(heap.w.pending(), ISO_8859_1));
                L("put ->", bit(heap.w.put("x")));
                poe.delay(Y, seconds(0.05));
            });
            a.on(Y, (heap, poe) -> {
                L("put ->", bit(heap.w.put("y")));
                poe.delay(Z, seconds(0.05));
            });
            a.on(Z, (heap, poe) -> {
                L("put ->", bit(heap.w.put("z")), "octets", heap.w.octets());
                heap.w.close();
            });
        });
        kernel.run();
        L("run returned");
    }
}
