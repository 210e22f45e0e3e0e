package dev.usher.transcripts;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.StreamLink;
import dev.usher.wheel.ReadWrite;
import java.io.IOException;

/** Either half of a connection shut down, with output waiting. */
@Difference(
        part = Part.WHEELS,
        poe = "`shutdown_output` loses what was put",
        usher = "it follows what was put",
        because = "a defect")
@Difference(
        part = Part.WHEELS,
        poe = "`put` after `shutdown_output` keeps what will never be sent",
        usher = "it is dropped, and `put` says so",
        because = "a defect")
final class T54 extends Port {
    static final Event<String> IN = Event.named("in", String.class);
    static final Event<IoError> ERR = Event.named("err", IoError.class);
    static final Event<Void> FL = Event.named("fl");
    static final Event<Void> D = Event.named("d");
    static final Event<Void> Z = Event.named("z");

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
                        .open(poe, pair.a());
                w.put("pending");
                w.shutdownOutput();
                String x = sockets.sysread(b, 10);
                L(
                        "peer read after shutdown_output with pending put:",
                        x == null ? UNDEF : x.length(),
                        "octets still buffered",
                        w.octets());
                sockets.syswrite(b, "still readable\n");
                poe.delay(D, seconds(0.05));
            });
            a.on(IN, (heap, poe, record) -> L("in", record));
            a.on(FL, (heap, poe) -> L("fl"));
            a.on(
                    ERR,
                    (heap, poe, error) ->
                            L("err", error.operation(), error.errno().number()));
            a.on(D, (heap, poe) -> {
                ReadWrite<String, String> w = heap.w;
                w.shutdownInput();
                Object r;
                try {
                    r = sockets.syswrite(b, "x\n");
                } catch (IOException e) {
                    r = "errno " + Errno.of(e).number();
                }
                L("peer write after shutdown_input:", r);
                L("put ->", bit(w.put("more")), w.octets());
                poe.delay(Z, seconds(0.05));
            });
            a.on(Z, (heap, poe) -> {
                L("z; deleting");
                heap.w.close();
            });
        });
        kernel.run();
        L("done");
    }
}
