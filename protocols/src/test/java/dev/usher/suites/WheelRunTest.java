package dev.usher.suites;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedChild;
import dev.usher.wheel.Run;
import dev.usher.wheel.RunBuilder;
import dev.usher.wheel.RunError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * wheel_run: a child answers on either output what it is asked to, records end in an exclamation mark. A script says
 * what to put or do and what is to come of it; the events are replaced right after the wheel is opened. The same script
 * is run with a child in memory and with a real one.
 */
class WheelRunTest extends SuiteCase {
    private static final Event<String> STDOUT = Event.named("stdout", String.class);
    private static final Event<String> STDERR = Event.named("stderr", String.class);
    private static final Event<Void> STDIN = Event.named("stdin");
    private static final Event<RunError> ERROR = Event.named("error", RunError.class);
    private static final Event<Void> CLOSE = Event.named("close");
    private static final Event<SignalInfo> CHILD = Event.named("sigchld", SignalInfo.class);
    private static final Event<String> NONEXISTENT = Event.named("nonexistent", String.class);

    /** What the child does, for a shell: it reads up to exclamation marks, which a shell cannot; so lines here. */
    private static final String PROGRAM = "while read word rest; do case $word in "
            + "out) echo out: $rest;; err) echo err: $rest >&2;; pid) echo out: $$;; "
            + "flag) flag=$rest;; bye) exit 0;; esac; done; echo out: got eof $flag; exec sleep 1000";

    private static final class Talk {
        final Deque<String[]> script = new ArrayDeque<>();
        Run<String, String, String> wheel;
        int flushes;
        int puts;

        void next() {
            while (!script.isEmpty() && script.peek()[0] != null) {
                String[] step = script.peek();
                String action = step[0];
                step[0] = null; // done; what is to come of it remains
                switch (action) {
                    case "pause stdout" -> wheel.pauseStdout();
                    case "resume stdout" -> wheel.resumeStdout();
                    case "pause stderr" -> wheel.pauseStderr();
                    case "resume stderr" -> wheel.resumeStderr();
                    case "shutdown stdin" -> wheel.shutdownStdin();
                    case "kill" -> assertTrue(wheel.kill());
                    default -> {
                        puts++;
                        wheel.put(action);
                    }
                }
                if (step[1] != null) {
                    return;
                }
                script.remove();
            }
        }

        void came(String what) {
            String expected = script.remove()[1];
            assertEquals(expected.equals("PID") ? "stdout out: " + wheel.pid() : expected, what);
            next();
        }
    }

    private static String[] step(String action, String expected) {
        return new String[] {action, expected};
    }

    private static void behave(SimulatedChild child) {
        String[] flag = {""};
        child.onStdin(() -> {
            for (String line : child.stdin().takeReceived().split("\n")) {
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case "out" -> child.stdout().send("out: " + words[1] + "\n");
                    case "err" -> child.stderr().send("err: " + words[1] + "\n");
                    case "pid" -> child.stdout().send("out: " + child.pid() + "\n");
                    case "flag" -> flag[0] = words[1];
                    case "bye" -> child.exit(0);
                    default -> {
                        assertEquals("", line);
                    }
                }
            }
            if (child.stdin().isClosedByPeer()) {
                child.stdout().send("out: got eof " + flag[0] + "\n");
            }
        });
    }

    /** The same child as a class, which a JVM of its own runs: what POE's program is as a function. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            String flag = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case "out" -> System.out.println("out: " + words[1]);
                    case "err" -> System.err.println("err: " + words[1]);
                    case "pid" ->
                        System.out.println("out: " + ProcessHandle.current().pid());
                    case "flag" -> flag = words[1];
                    default -> System.exit(0);
                }
            }
            System.out.println("out: got eof " + flag);
            Thread.sleep(Long.MAX_VALUE); // until it is killed
        }
    }

    private Talk talk(Kernel on, List<String[]> script) {
        return talk(on, wanted -> wanted.shell(PROGRAM), script);
    }

    private Talk talk(Kernel on, UnaryOperator<RunBuilder<String, String, String>> program, List<String[]> script) {
        simulation.processes().program("/bin/sh", WheelRunTest::behave);
        Talk heap = new Talk();
        script.forEach(step -> heap.script.add(step.clone()));
        on.create(
                States.of(Talk.class)
                        .start((me, poe) -> {
                            me.wheel = program.apply(Run.with(LineFilter.literal("\n"), LineFilter.literal("\n")))
                                    .stdoutEvent(NONEXISTENT)
                                    .stderrEvent(NONEXISTENT)
                                    .open(poe);
                            me.wheel.stdoutEvent(STDOUT);
                            me.wheel.stderrEvent(STDERR);
                            me.wheel.stdinEvent(STDIN);
                            me.wheel.errorEvent(ERROR);
                            me.wheel.closeEvent(CLOSE);
                            poe.sigChild(me.wheel.process(), CHILD, null);
                            me.next();
                        })
                        .on(STDOUT, (me, poe, line) -> me.came("stdout " + line))
                        .on(STDERR, (me, poe, line) -> me.came("stderr " + line))
                        .on(STDIN, (me, poe) -> me.flushes++)
                        .on(ERROR, (me, poe, error) -> assertTrue(error.error().isEnd(), error::toString))
                        .on(CLOSE, WheelRunTest::closed)
                        .on(CHILD, (me, poe, info) -> {})
                        .stop((me, poe) -> {})
                        .otherwise((me, poe, unhandled) -> saw("unhandled " + unhandled.event())),
                heap);
        on.run();
        shows();
        assertTrue(heap.script.isEmpty(), "the script was not played to its end");
        return heap;
    }

    private static void closed(Talk me, Context poe) {
        me.came("close");
        assertEquals(0, me.wheel.octets());
        assertEquals(0, me.wheel.outMessages());
        me.wheel.close();
    }

    private static List<String[]> twoStreams() {
        return List.of(
                step("out test-out", "stdout out: test-out"),
                step("err test-err", "stderr err: test-err"),
                step("bye", "close"));
    }

    private static List<String[]> pauseAndResume() {
        return List.of(
                step("out init", "stdout out: init"),
                step("pause stdout", null),
                step("out delayed1", null),
                step("err immediate1", "stderr err: immediate1"),
                step("pause stderr", null),
                step("err delayed2", null),
                step("resume stdout", "stdout out: delayed1"),
                step("out immediate2", "stdout out: immediate2"),
                step("resume stderr", "stderr err: delayed2"),
                step("out immediate3", "stdout out: immediate3"),
                step("err immediate4", "stderr err: immediate4"),
                step("bye", "close"));
    }

    private static List<String[]> killing() {
        return List.of(step("out init", "stdout out: init"), step("pid", "PID"), step("kill", "close"));
    }

    private static List<String[]> shutdown() {
        return List.of(
                step("flag 1", null),
                step("out init", "stdout out: init"),
                step("shutdown stdin", null),
                step("flag 2", "stdout out: got eof 1"),
                step("kill", "close"));
    }

    private void playsEverything(Supplier<Kernel> kernels) {
        for (List<String[]> script : List.of(twoStreams(), pauseAndResume(), killing())) {
            Talk talk = talk(kernels.get(), script);
            assertTrue(talk.flushes > 0 && talk.flushes <= talk.puts);
        }
        talk(kernels.get(), shutdown());
    }

    @Test
    @Timeout(60)
    void shouldPlayScriptsWithAClassOfThisProgram() {
        for (List<String[]> script : List.of(pauseAndResume(), killing(), shutdown())) {
            talk(new Kernel(), wanted -> wanted.java(Child.class), script);
        }
    }

    @Test
    void shouldPlayEveryScriptWithAChildInMemory() {
        playsEverything(() -> kernel);
    }

    @Test
    @Timeout(60)
    void shouldPlayEveryScriptWithARealChild() {
        playsEverything(Kernel::new);
    }
}
