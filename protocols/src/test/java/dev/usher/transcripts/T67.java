package dev.usher.transcripts;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.wheel.ReadWrite;
import java.util.List;

/** One wheel after another on a handle. */
final class T67 extends Port {
    static final Event<String> IN = Event.named("in", String.class);
    static final Event<IoError> E = Event.named("e", IoError.class);
    static final Event<Void> Z = Event.named("z");

    static final class Heap {
        ReadWrite<String, String> w;
    }

    @Override
    void program() throws Exception {
        for (String m : List.of("overwrite", "deletefirst")) {
            Sockets.Pair pair = sockets.pair();
            S(m, new Heap(), s -> {
                s.start((heap, poe) -> {
                    heap.w = ReadWrite.with(new LineFilter())
                            .inputEvent(IN)
                            .errorEvent(E)
                            .open(poe, pair.a());
                    if (m.equals("deletefirst")) {
                        heap.w = heap.w.switchTo(new LineFilter(), IN); // to close it would close the connection
                    } else {
                        ReadWrite<String, String> first = heap.w;
                        heap.w = ReadWrite.with(new LineFilter())
                                .inputEvent(IN)
                                .errorEvent(E)
                                .open(poe, pair.a());
                        first.close(); // in Perl it ends when the heap forgets it
                    }
                    sockets.syswrite(pair.b(), "hi\n");
                    poe.delay(Z, seconds(0.1));
                });
                s.on(IN, (heap, poe, record) -> L(m + " in", record, poe.wheelId()));
                s.on(E, (heap, poe) -> {});
                s.on(Z, (heap, poe) -> {
                    L(m + " z");
                    heap.w.close();
                });
            });
            kernel.run();
        }
    }
}
