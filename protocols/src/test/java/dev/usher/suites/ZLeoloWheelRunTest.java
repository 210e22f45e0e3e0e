package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.terminal.Pty;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.wheel.Conduit;
import dev.usher.wheel.Run;
import dev.usher.wheel.RunBuilder;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** z_leolo_wheel_run: through every conduit come the last line, the close and the child's end. */
class ZLeoloWheelRunTest extends SuiteCase {
    private static final Event<String> STDOUT = Event.named("stdout", String.class);
    private static final Event<String> STDERR = Event.named("stderr", String.class);
    private static final Event<Void> CLOSE = Event.named("close");
    private static final Event<SignalInfo> CHILD = Event.named("CHLD", SignalInfo.class);

    private Run<String, String, String> wheel;
    private final Set<String> needed = new TreeSet<>();

    private void seen(String what) {
        needed.add(what);
        if (needed.size() == 3) {
            wheel.close();
        }
    }

    private void runs(Conduit conduit) {
        needed.clear();
        try (Kernel real = new Kernel()) {
            real.create(
                    States.of(Object.class)
                            .start((me, poe) -> {
                                RunBuilder<String, String, String> wanted = Run.with(
                                                LineFilter.literal("\n"), LineFilter.literal("\n"))
                                        .shell("echo hello; printf 'hello world%.0s' $(seq 1024); echo; echo done")
                                        .conduit(conduit)
                                        .stdoutEvent(STDOUT)
                                        .closeEvent(CLOSE);
                                if (!conduit.mergesStderr()) {
                                    wanted.stderrEvent(STDERR);
                                }
                                wheel = wanted.open(poe);
                                poe.sigChild(wheel.process(), CHILD, null);
                            })
                            .on(STDOUT, (me, poe, line) -> {
                                if (line.equals("done")) {
                                    seen("done");
                                }
                            })
                            .on(STDERR, (me, poe, line) -> saw("stderr: " + line))
                            .on(CLOSE, (me, poe) -> seen("close"))
                            .on(CHILD, (me, poe, info) -> {
                                assertEquals(0, info.childExit().exitCode());
                                seen("CHLD");
                            }),
                    null);
            real.run();
        }
        shows();
        assertEquals(Set.of("done", "close", "CHLD"), needed);
    }

    @Test
    @Timeout(60)
    void shouldSeeTheLastLineTheCloseAndTheEndThroughPipes() {
        runs(Conduit.PIPE);
    }

    @Test
    @Timeout(60)
    void shouldSeeTheLastLineTheCloseAndTheEndOnATerminal() {
        runs(Pty.conduit());
    }

    @Test
    @Timeout(60)
    void shouldSeeTheLastLineTheCloseAndTheEndOnATerminalWithStandardErrorApart() {
        runs(Pty.conduit().stderrApart());
    }
}
