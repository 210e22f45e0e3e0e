package dev.usher.transcripts;

import dev.usher.driver.Driver;
import dev.usher.driver.SocketDriver;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.StreamLink;
import dev.usher.wheel.ReadWrite;
import java.io.IOException;
import java.util.List;

/** Water marks over a driver that moves 1000 octets at a time, and a small put between the marks. */
@DiffersLike(T29.class)
final class T49 extends Port {
    static final Event<IoError> E = Event.named("e", IoError.class);
    static final Event<Void> FL = Event.named("fl");
    static final Event<Void> HI = Event.named("hi");
    static final Event<Void> LO = Event.named("lo");
    static final Event<Void> STEP = Event.named("step");

    static final class Heap {
        ReadWrite<byte[], byte[]> w;
    }

    /** Says that it has written. */
    private static final class SlowDriver implements Driver {
        private final Driver reads = new SocketDriver();

        @Override
        public int read(StreamLink link, Input input) throws IOException {
            return reads.read(link, input);
        }

        @Override
        public int write(StreamLink link, Output output) {
            int take = Math.min(output.size(), 1000);
            output.skip(take);
            return take;
        }
    }

    @Override
    void program() throws Exception {
        for (String argument : List.of("plain", "small")) { // the program is run twice
            Sockets.Pair pair = sockets.pair();
            S("A", new Heap(), a -> {
                a.start((heap, poe) -> {
                    ReadWrite<byte[], byte[]> w = heap.w = ReadWrite.with(new StreamFilter())
                            .driver(new SlowDriver())
                            .errorEvent(E)
                            .flushedEvent(FL)
                            .marks(1500, 5000, LO, HI)
                            .open(poe, pair.a());
                    L("case", argument);
                    L("put 6000 ->", bit(w.put(T29.x("x", 6000))));
                    if (argument.equals("small")) {
                        poe.yield(STEP);
                    }
                });
                a.on(STEP, (heap, poe) -> {
                    int o = heap.w.octets();
                    if (o <= 4000) {
                        L("octets=" + o + ": put 10 ->", bit(heap.w.put(T29.x("y", 10))));
                    } else {
                        poe.yield(STEP);
                    }
                });
                a.on(HI, (heap, poe) -> L("HIGH"));
                a.on(LO, (heap, poe) -> L("LOW at", heap.w.octets()));
                a.on(FL, (heap, poe) -> {
                    L("FLUSHED");
                    heap.w.close();
                });
                a.on(E, (heap, poe) -> L("err"));
            });
            kernel.run();
        }
    }
}
