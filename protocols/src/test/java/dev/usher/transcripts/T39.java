package dev.usher.transcripts;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.simulation.SimulatedDisk;
import dev.usher.wheel.FollowTail;
import java.nio.file.Path;

/** A file is added to, renamed and made again, cut short, deleted and made again. */
final class T39 extends Port {
    static final Event<String> INPUT = Event.named("i", String.class);
    static final Event<IoError> ERROR = Event.named("e", IoError.class);
    static final Event<Void> RESET = Event.named("r");
    static final Event<Void> IDLE = Event.named("idle");
    static final Event<Void> A = Event.named("a");
    static final Event<Void> B = Event.named("b");
    static final Event<Void> C = Event.named("c");
    static final Event<Void> D = Event.named("d");
    static final Event<Void> E2 = Event.named("e2");
    static final Event<Void> Z = Event.named("z");

    private static final class Heap {
        FollowTail<String> w;
        int idle;
    }

    @Override
    void program() {
        SimulatedDisk disk = simulation.disk();
        Path fn = Path.of("tail.txt");
        disk.write(fn, "old1\nold2\npartial-old");
        S("A", new Heap(), s -> {
            s.start((heap, poe) -> {
                heap.w = FollowTail.with(new LineFilter())
                        .inputEvent(INPUT)
                        .errorEvent(ERROR)
                        .resetEvent(RESET)
                        .idleEvent(IDLE)
                        .pollInterval(seconds(0.05))
                        .open(poe, fn);
                poe.delay(A, seconds(0.12));
            });
            s.on(INPUT, (heap, poe, line) -> L("input", line));
            s.on(
                    ERROR,
                    (heap, poe, error) ->
                            L("err", error.operation(), error.errno().number(), error.text()));
            s.on(RESET, (heap, poe) -> L("RESET"));
            s.on(IDLE, (heap, poe) -> {
                if (heap.idle++ == 0) {
                    L("idle");
                }
            });
            s.on(A, (heap, poe) -> {
                disk.append(fn, "-end\nnew1\n");
                poe.delay(B, seconds(0.12));
            });
            s.on(B, (heap, poe) -> {
                L("tell>0", bit(heap.w.tell() > 0));
                L("rename+recreate");
                disk.rename(fn, Path.of("tail.txt.1"));
                disk.write(fn, "rolled1\n");
                poe.delay(C, seconds(0.2));
            });
            s.on(C, (heap, poe) -> {
                L("truncate");
                disk.write(fn, "t\n");
                poe.delay(D, seconds(0.2));
            });
            s.on(D, (heap, poe) -> {
                L("unlink");
                disk.delete(fn);
                poe.delay(E2, seconds(0.2));
            });
            s.on(E2, (heap, poe) -> {
                disk.write(fn, "reborn\n");
                poe.delay(Z, seconds(0.2));
            });
            s.on(Z, (heap, poe) -> heap.w.close());
        });
        kernel.run();
        L("run returned");
    }
}
