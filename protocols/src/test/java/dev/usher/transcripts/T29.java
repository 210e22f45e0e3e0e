package dev.usher.transcripts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.StreamLink;
import dev.usher.wheel.ReadWrite;

/** Water marks with a slow reader. */
@Difference(
        part = Part.WHEELS,
        poe = "the high mark's event hardly ever comes, the low one's can be lost",
        usher = "once up, once down",
        because = "a defect")
final class T29 extends Port {
    static final Event<byte[]> IN = Event.named("in", byte[].class);
    static final Event<IoError> ERR = Event.named("err", IoError.class);
    static final Event<Void> FL = Event.named("fl");
    static final Event<Void> HI = Event.named("hi");
    static final Event<Void> LO = Event.named("lo");
    static final Event<Void> DRAIN = Event.named("drain");

    static final class Heap {
        ReadWrite<byte[], byte[]> w;
        boolean again;
    }

    int tot;

    @Override
    void program() throws Exception {
        simulation.network().capacity(200_000); // about what a socket pair holds
        Sockets.Pair pair = sockets.pair();
        StreamLink b = pair.b();
        S("A", new Heap(), a -> {
            a.start((heap, poe) -> {
                ReadWrite<byte[], byte[]> w = heap.w = ReadWrite.with(new StreamFilter())
                        .inputEvent(IN)
                        .errorEvent(ERR)
                        .flushedEvent(FL)
                        .marks(20_000, 100_000, LO, HI)
                        .open(poe, pair.a());
                L("put 50k ->", bit(w.put(x("x", 50_000))));
                L("put 50k (=100000) ->", bit(w.put(x("x", 50_000))));
                L("put 1M ->", bit(w.put(x("x", 1_000_000))));
                poe.delay(DRAIN, seconds(0.05));
            });
            a.on(DRAIN, (heap, poe) -> {
                int n = 0;
                String r;
                while ((r = sockets.sysread(b, 65_536)) != null && !r.isEmpty()) {
                    n += r.length();
                    if (n > 150_000) {
                        break;
                    }
                }
                tot += n;
                if (n > 0) {
                    L("drained ~" + tot / 1000 + "k octets left=" + heap.w.octets() / 1000 + "k");
                }
                if (tot < 1_100_000) {
                    poe.delay(DRAIN, seconds(0.01));
                }
            });
            a.on(HI, (heap, poe) -> L("HIGH id=" + heap.w.id()));
            a.on(LO, (heap, poe) -> L("LOW octets=" + heap.w.octets()));
            a.on(FL, (heap, poe) -> {
                L("FLUSHED");
                if (!heap.again) {
                    heap.again = true;
                    L("put 200k after flush ->", bit(heap.w.put(x("y", 200_000))));
                    tot -= 200_000;
                    poe.delay(DRAIN, seconds(0.01));
                } else {
                    heap.w.close();
                    poe.alarmClear(DRAIN); // delay('drain')
                }
            });
        });
        kernel.run();
        L("run returned");
    }

    /** Perl's operator of that name. */
    static byte[] x(String text, int times) {
        return text.repeat(times).getBytes(ISO_8859_1);
    }
}
