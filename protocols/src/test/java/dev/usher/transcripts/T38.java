package dev.usher.transcripts;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;
import dev.usher.simulation.SimulatedChild;
import dev.usher.wheel.Run;
import dev.usher.wheel.RunError;

/** A shell writes to both streams, reads a line and exits. */
final class T38 extends Port {
    static final Event<String> OUT = Event.named("o", String.class);
    static final Event<String> ERR = Event.named("e", String.class);
    static final Event<Void> FLUSHED = Event.named("fl");
    static final Event<RunError> ERROR = Event.named("er", RunError.class);
    static final Event<Void> CLOSED = Event.named("cl");
    static final Event<SignalInfo> CHILD = Event.named("ch", SignalInfo.class);

    private static final class Heap {
        Run<String, String, String> w;
    }

    /** {@code echo out; echo err >&2; read x; echo got $x; exit 7}. */
    private static void script(SimulatedChild sh) {
        sh.stdout().send("out\n");
        sh.stderr().send("err\n");
        sh.onStdin(() -> {
            sh.stdout().send("got " + sh.stdin().takeReceived());
            sh.exit(7);
        });
    }

    @Override
    void program() {
        simulation.processes().program("sh", T38::script);
        S("A", new Heap(), s -> {
            s.start((heap, poe) -> {
                heap.w = Run.with(LineFilter.literal("\n"), LineFilter.literal("\n"))
                        .program("sh", "-c", "echo out; echo err >&2; read x; echo got $x; exit 7")
                        .stdoutEvent(OUT)
                        .stderrEvent(ERR)
                        .stdinEvent(FLUSHED)
                        .errorEvent(ERROR)
                        .closeEvent(CLOSED)
                        .open(poe);
                poe.sigChild(heap.w.process(), CHILD, null);
                heap.w.put("line");
                L("PID>0", bit(heap.w.pid() > 0));
            });
            s.on(OUT, (heap, poe, line) -> L("stdout", line, poe.wheelId()));
            s.on(ERR, (heap, poe, line) -> L("stderr", line));
            s.on(FLUSHED, (heap, poe) -> L("stdin flushed", poe.wheelId()));
            s.on(
                    ERROR,
                    (heap, poe, error) -> L(
                            "ErrorEvent",
                            error.operation(),
                            error.errno().number(),
                            "'" + error.text() + "'",
                            "wheel",
                            poe.wheelId(),
                            "handle",
                            error.handle()));
            s.on(CLOSED, (heap, poe) -> {
                L("CloseEvent", poe.wheelId());
                heap.w.close();
            });
            s.on(
                    CHILD,
                    (heap, poe, info) ->
                            L("sig_child", info.name(), "exit", info.childExit().exitCode()));
        });
        kernel.run();
        L("run returned");
    }
}
