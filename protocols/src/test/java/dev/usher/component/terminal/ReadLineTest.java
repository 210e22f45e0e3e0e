package dev.usher.component.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelCounts;
import dev.usher.kernel.States;
import dev.usher.recorder.FlightRecorder;
import dev.usher.recorder.Replay;
import dev.usher.recorder.Replayed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody types on a terminal that is made of streams. */
@Timeout(60)
class ReadLineTest {
    private static final Event<Typed> INPUT = Event.named("input", Typed.class);
    private static final Event<Typed> OTHER = Event.named("other", Typed.class);

    @TempDir
    Path folder;

    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final PipedInputStream keys = new PipedInputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final List<String> seen = new ArrayList<>();
    private ReadLine wheel;

    private interface Action {
        void act(Context poe) throws Exception;
    }

    ReadLineTest() throws IOException {
        keyboard.connect(keys);
    }

    private Terminal terminal() throws IOException {
        Terminal terminal = new DumbTerminal("test", "ansi", keys, screen, UTF_8);
        terminal.setSize(Size.of(80, 24));
        return terminal;
    }

    private void types(String text) throws IOException {
        keyboard.write(text.getBytes(UTF_8));
        keyboard.flush();
    }

    private void run(Action start, Action input) throws IOException {
        Terminal terminal = terminal();
        try (Kernel kernel = new Kernel()) {
            create(kernel, terminal, start, input);
            kernel.run();
            assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), kernel.counts());
        }
    }

    private void create(Kernel kernel, Terminal terminal, Action start, Action input) {
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> {
                            wheel = ReadLine.onTerminal()
                                    .terminal(terminal)
                                    .historyFile(folder.resolve("history"))
                                    .inputEvent(INPUT)
                                    .open(poe);
                            start.act(poe);
                        })
                        .on(INPUT, (me, poe, typed) -> {
                            assertEquals(wheel.id(), poe.wheelId());
                            seen.add(typed.end() + " " + typed.line().orElse("none"));
                            input.act(poe);
                        })
                        .on(OTHER, (me, poe, typed) -> {
                            seen.add("other " + typed.line().orElse("none"));
                            input.act(poe);
                        }),
                null);
    }

    @Test
    void shouldReadOneLineForEachGetAndKeepTheHistory() throws IOException {
        types("first\nsecond\nthird\n");

        run(
                poe -> {
                    wheel.addHistory("added");
                    wheel.get("one> ");
                },
                poe -> {
                    if (seen.size() == 1) {
                        wheel.inputEvent(OTHER);
                        wheel.get("two> ");
                    } else {
                        wheel.close();
                    }
                });

        assertEquals(List.of("ENTER first", "other second"), seen);
        String shown = screen.toString(UTF_8);
        assertTrue(shown.contains("one> ") && shown.contains("two> "), shown);
        List<String> history = Files.readAllLines(folder.resolve("history"));
        assertEquals(3, history.size());
        assertTrue(history.get(0).endsWith("added") && history.get(2).endsWith("second"), history::toString);
    }

    @Test
    void shouldReplayWhatWasTyped() throws IOException {
        // given
        FlightRecorder recorder = FlightRecorder.keeping(1);
        String name = "n\u00e4me ".repeat(100); // more than one read takes
        types("first\n" + name + "\n");
        keyboard.close();
        Action again = poe -> {
            if (seen.size() < 3) {
                wheel.get("> ");
            } else {
                wheel.close();
            }
        };
        Terminal terminal = terminal();
        try (Kernel kernel = Kernel.builder().seams(recorder).build()) {
            create(kernel, terminal, poe -> wheel.get("> "), again);
            kernel.run();
        }
        List<String> recorded = List.copyOf(seen);
        seen.clear();

        // when nobody types
        Terminal silent = new DumbTerminal("test", "ansi", InputStream.nullInputStream(), screen, UTF_8);
        Replayed replayed =
                Replay.of(recorder.recording()).run(kernel -> create(kernel, silent, poe -> wheel.get("> "), again));

        // then
        assertEquals(List.of("ENTER first", "ENTER " + name, "EOT none"), recorded);
        assertEquals(recorded, seen);
        assertEquals(recorder.traceHash(), replayed.traceHash());
    }

    @Test
    void shouldEditTheLine() throws IOException {
        types("wrong\u0015right\u0001all \n"); // kill the line, type, go to its begin, type

        run(poe -> wheel.get(""), poe -> wheel.close());

        assertEquals(List.of("ENTER all right"), seen);
    }

    @Test
    void shouldTellTheEndOfInput() throws IOException {
        PipedOutputStream silent = new PipedOutputStream();
        PipedInputStream none = new PipedInputStream(silent);
        silent.close();
        try (Kernel kernel = new Kernel()) {
            Terminal ended = new DumbTerminal("test", "ansi", none, screen, UTF_8);
            kernel.create(
                    States.of(Object.class)
                            .start((me, poe) -> {
                                wheel = ReadLine.onTerminal()
                                        .terminal(ended)
                                        .inputEvent(INPUT)
                                        .open(poe);
                                wheel.get("> ");
                            })
                            .on(INPUT, (me, poe, typed) -> {
                                assertEquals(new Typed(Optional.empty(), Typed.End.EOT), typed);
                                seen.add("end");
                                wheel.close();
                            }),
                    null);
            kernel.run();
        }

        assertEquals(List.of("end"), seen);
    }

    @Test
    void shouldShowTextWhileALineIsEdited() throws IOException {
        run(
                poe -> {
                    wheel.get("> ");
                    wheel.put("news");
                    types("line\n");
                },
                poe -> wheel.close());

        assertEquals(List.of("ENTER line"), seen);
        assertTrue(screen.toString(UTF_8).contains("news"));
    }

    @Test
    void shouldGiveUpALineThatNobodyEndsWhenClosed() throws Exception {
        Event<Void> close = Event.named("close");
        Terminal terminal = terminal();
        try (Kernel kernel = new Kernel()) {
            kernel.create(
                    States.of(Object.class)
                            .start((me, poe) -> {
                                wheel = ReadLine.onTerminal()
                                        .terminal(terminal)
                                        .inputEvent(INPUT)
                                        .open(poe);
                                wheel.get("> ");
                                poe.yield(close);
                            })
                            .on(close, (me, poe) -> wheel.close())
                            .on(INPUT, (me, poe, typed) -> seen.add("never")),
                    null);
            kernel.run();
        }

        assertEquals(List.of(), seen);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("usher-in terminal")) {
                thread.join(30_000);
                assertFalse(thread.isAlive());
            }
        }
    }
}
