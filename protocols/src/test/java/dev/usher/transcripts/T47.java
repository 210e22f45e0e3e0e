package dev.usher.transcripts;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.StreamLink;
import dev.usher.wheel.ReadWrite;

/** AutoFlush: a put is written at once. */
@Difference(
        part = Part.WHEELS,
        poe = "with AutoFlush the flushed event comes inside `put`",
        usher = "at the end of the slice",
        because = "a handler is not entered in the middle of another one")
final class T47 extends Port {
    static final Event<String> IN = Event.named("in", String.class);
    static final Event<String> IN2 = Event.named("in2", String.class);
    static final Event<IoError> ERR = Event.named("err", IoError.class);
    static final Event<Void> FL = Event.named("fl");
    static final Event<Void> C = Event.named("c");
    static final Event<Void> D = Event.named("d");

    static final class Heap {
        ReadWrite<String, String> w;
    }

    @Override
    void program() throws Exception {
        Sockets.Pair pair = sockets.pair();
        StreamLink b = pair.b();
        S("A", new Heap(), a -> {
            a.start((heap, poe) -> {
                ReadWrite<String, String> w = heap.w = ReadWrite.with(new LineFilter())
                        .inputEvent(IN)
                        .errorEvent(ERR)
                        .flushedEvent(FL)
                        .autoFlush(true)
                        .open(poe, pair.a());
                L("put returns", bit(w.put("one")), "octets after autoflush put", w.octets());
                String x = sockets.sysread(b, 100);
                L("peer already has", x.length());
                w.inputEvent(IN2);
                sockets.syswrite(b, "z\n");
                poe.delay(C, seconds(0.05));
            });
            a.on(FL, (heap, poe) -> L("flushed (sync)"));
            a.on(IN, (heap, poe) -> L("old in"));
            a.on(IN2, (heap, poe, record) -> L("in2", record));
            a.on(C, (heap, poe) -> {
                heap.w.shutdownOutput();
                String x = sockets.sysread(b, 10);
                L("peer sees EOF:", x == null ? UNDEF : x.length());
                sockets.syswrite(b, "still\n");
                poe.delay(D, seconds(0.05));
            });
            a.on(D, (heap, poe) -> heap.w.close());
            a.on(
                    ERR,
                    (heap, poe, error) ->
                            L("err", error.operation(), error.errno().number()));
        });
        kernel.run();
        L("done");
    }
}
