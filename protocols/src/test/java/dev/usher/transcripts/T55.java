package dev.usher.transcripts;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.wheel.ReadWrite;

/** The records of one burst, and what their handlers yield. */
@Difference(
        part = Part.WHEELS,
        poe = "the events of a wheel come from a hidden handler that has the wheel's number in its name",
        usher = "from `select read` and the like; `poe.wheelId()` tells which wheel",
        because = "no name to be made for each wheel")
final class T55 extends Port {
    static final Event<String> IN = Event.named("in", String.class);
    static final Event<IoError> ERR = Event.named("err", IoError.class);
    static final Event<String> LATER = Event.named("later", String.class);

    static final class Heap {
        ReadWrite<String, String> w;
    }

    @Override
    void program() throws Exception {
        Sockets.Pair pair = sockets.pair();
        sockets.syswrite(pair.b(), "1\n2\n3\n");
        S("A", new Heap(), a -> {
            a.start((heap, poe) -> heap.w = ReadWrite.with(new LineFilter())
                    .inputEvent(IN)
                    .errorEvent(ERR)
                    .open(poe, pair.a()));
            a.on(IN, (heap, poe, record) -> {
                L("in", record, "SENDER=" + nm(poe.sender()), "CALLER_STATE=" + poe.callerEvent());
                poe.yield(LATER, record);
            });
            a.on(LATER, (heap, poe, record) -> {
                L("later", record);
                if (record.equals("3")) {
                    heap.w.close();
                }
            });
            a.on(ERR, (heap, poe) -> {});
        });
        kernel.run();
    }
}
