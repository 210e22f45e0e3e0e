package dev.usher.transcripts;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.wheel.ReadWrite;

/** put inside the flushed event, and a wheel closed inside it. */
final class T74 extends Port {
    static final Event<String> IN = Event.named("in", String.class);
    static final Event<IoError> ERR = Event.named("err", IoError.class);
    static final Event<Void> FL = Event.named("fl");

    static final class Heap {
        ReadWrite<String, String> w;
    }

    int n;

    @Override
    void program() throws Exception {
        Sockets.Pair pair = sockets.pair();
        L("active event outside:", kernel.activeEvent());
        S("A", new Heap(), a -> {
            a.start((heap, poe) -> {
                heap.w = ReadWrite.with(new LineFilter())
                        .inputEvent(IN)
                        .errorEvent(ERR)
                        .flushedEvent(FL)
                        .open(poe, pair.a());
                heap.w.put("0");
            });
            a.on(FL, (heap, poe) -> {
                L("flushed", n);
                if (n++ < 2) {
                    heap.w.put("" + n);
                } else {
                    heap.w.close();
                }
            });
            a.on(IN, (heap, poe) -> {});
            a.on(ERR, (heap, poe) -> {});
        });
        kernel.run();
        L("peer got", sockets.sysread(pair.b(), 100).replace("\r\n", "|"));
    }
}
