package dev.usher.transcripts;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.SignalInfo;
import dev.usher.wheel.ReadWrite;

/** An exception in an input event. */
@DiffersLike({T55.class, T73.class})
final class R56 extends Port {
    static final Event<SignalInfo> D = Event.named("d", SignalInfo.class);
    static final Event<String> IN = Event.named("in", String.class);
    static final Event<IoError> ERR = Event.named("err", IoError.class);
    static final Event<Void> Z = Event.named("z");
    static final Event<Void> Z2 = Event.named("z2");

    static final class Heap {
        ReadWrite<String, String> w;
    }

    @Override
    void program() throws Exception {
        Sockets.Pair pair = sockets.pair();
        sockets.syswrite(pair.b(), "1\n2\n3\n");
        S("A", new Heap(), a -> {
            a.start((heap, poe) -> {
                poe.sig("DIE", D);
                heap.w = ReadWrite.with(new LineFilter())
                        .inputEvent(IN)
                        .errorEvent(ERR)
                        .open(poe, pair.a());
                poe.delay(Z, seconds(0.05));
            });
            a.on(IN, (heap, poe, record) -> {
                L("in", record);
                if (record.equals("2")) {
                    throw new IllegalStateException("two");
                }
            });
            a.on(ERR, (heap, poe) -> {});
            a.on(D, (heap, poe, signal) -> {
                L(
                        "DIE",
                        signal.death().error().getMessage(),
                        "event=" + signal.death().event());
                poe.sigHandled();
            });
            a.on(Z, (heap, poe) -> {
                L("more bytes");
                sockets.syswrite(pair.b(), "4\n");
                poe.delay(Z2, seconds(0.05));
            });
            a.on(Z2, (heap, poe) -> heap.w.close());
        });
        kernel.run();
        L("run returned");
    }
}
