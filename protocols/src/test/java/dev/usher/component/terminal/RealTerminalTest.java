package dev.usher.component.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.filters.LineFilter;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.wheel.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A program that reads lines, in a JVM of its own on a terminal of its own, and somebody who types there. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class RealTerminalTest {
    private static final Event<Typed> INPUT = Event.named("input", Typed.class);
    private static final Event<byte[]> SHOWN = Event.named("shown", byte[].class);
    private static final Event<String> TOLD = Event.named("told", String.class);
    private static final Event<Void> CLOSED = Event.named("closed");

    /** Tells on standard error what came of each line, and ends with the first that was not ended by Enter. */
    static final class Reading {
        private ReadLine wheel;
        private int asked;

        private Reading() {}

        private void ask() {
            wheel.get("ask " + ++asked + "> ");
        }

        public static void main(String[] arguments) {
            Kernel kernel = new Kernel();
            kernel.create(STATES, new Reading());
            kernel.run();
        }

        private static final States<Reading> STATES = States.of(Reading.class)
                .start((me, poe) -> {
                    me.wheel = ReadLine.onTerminal().inputEvent(INPUT).open(poe);
                    me.ask();
                })
                .on(INPUT, (me, poe, typed) -> {
                    System.err.println(typed.end() + " " + typed.line().orElse("none") + " " + me.wheel.rows() + "x"
                            + me.wheel.columns());
                    if (typed.end() == Typed.End.ENTER) {
                        me.ask();
                    } else {
                        me.wheel.close();
                    }
                });
    }

    /** Back, delete, type; the line before, its begin, type; Control-C. */
    private static final List<String> KEYS = List.of("worm\u0002\u0004ds\r", "\u0010\u0001all \r", "half\u0003");

    private final List<String> told = new ArrayList<>();
    private final StringBuilder screen = new StringBuilder();
    private int asked;
    private Run<byte[], byte[], String> run;

    @Test
    void shouldEditLinesAndTellTheirEnds() {
        try (Kernel kernel = new Kernel()) {
            kernel.create(
                    States.of(Object.class)
                            .start((me, poe) -> run = Run.with(new StreamFilter(), LineFilter.literal("\n"))
                                    .java(Reading.class)
                                    .environment("TERM", "xterm")
                                    .conduit(Pty.conduit().cooked().size(33, 99).stderrApart())
                                    .stdoutEvent(SHOWN)
                                    .stderrEvent(TOLD)
                                    .closeEvent(CLOSED)
                                    .open(poe))
                            .on(SHOWN, (me, poe, bytes) -> {
                                screen.append(new String(bytes, StandardCharsets.UTF_8));
                                if (asked < KEYS.size() && screen.indexOf("ask " + (asked + 1) + "> ") >= 0) {
                                    run.put(KEYS.get(asked++).getBytes(StandardCharsets.UTF_8));
                                }
                            })
                            .on(TOLD, (me, poe, line) -> told.add(line.strip()))
                            .on(CLOSED, (me, poe) -> run.close()),
                    null);
            kernel.run();
        }

        assertEquals(List.of("ENTER words 33x99", "ENTER all words 33x99", "INTERRUPT none 33x99"), told);
    }
}
