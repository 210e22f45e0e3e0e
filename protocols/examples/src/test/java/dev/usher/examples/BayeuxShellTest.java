package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.http.HttpServer;
import dev.usher.kernel.Child;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BayeuxShellTest {
    private static final int PATIENCE_S = 20;

    private static Example example() {
        return new Example("bayeux-shell", "", BayeuxShell.OPTIONS, "", BayeuxShell::run);
    }

    /** Somebody at a terminal who types when the screen says what was waited for. */
    private static final class Typist extends ByteArrayOutputStream {
        private record Step(String seen, String types) {}

        final PipedInputStream keys = new PipedInputStream();
        private final PipedOutputStream keyboard = new PipedOutputStream();
        private final ArrayDeque<Step> steps = new ArrayDeque<>();
        private int seen; // of the screen
        private String id = "?";

        Typist() throws IOException {
            keyboard.connect(keys);
        }

        /** ID in either stands for the client's id. */
        Typist on(String seen, String types) {
            steps.add(new Step(seen, types));
            return this;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            look();
        }

        @Override
        public synchronized void write(int octet) {
            super.write(octet);
            look();
        }

        private void look() {
            String screen = toString(UTF_8);
            int as = screen.indexOf(" as ", seen);
            if (as >= 0 && screen.length() >= as + 30) {
                id = screen.substring(as + 4, as + 30);
            }
            Step step = steps.peek();
            int at = step == null ? -1 : screen.indexOf(step.seen.replace("ID", id), seen);
            if (at >= 0 && screen.indexOf('\n', at) >= 0) {
                steps.remove();
                seen = at + step.seen.length();
                try {
                    keyboard.write(step.types.replace("ID", id).getBytes(UTF_8));
                    keyboard.flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static int talk(Typist typist, String transport, PrintStream err) throws Exception {
        Terminal terminal = new DumbTerminal("test", "ansi", typist.keys, typist, UTF_8);
        terminal.setSize(Size.of(200, 24));
        List<BayeuxShell> shells = new ArrayList<>();
        try (Kernel kernel = new Kernel()) {
            Bayeux.server(0, Path.of("."), Bayeux.bayeux(Duration.ofSeconds(3), Duration.ofSeconds(3)))
                    .address("127.0.0.1")
                    .alias("web")
                    .started((listener, poe) -> {
                        String url = "http://127.0.0.1:" + listener.port() + "/cometd";
                        Arguments arguments =
                                Arguments.parse(example(), List.of("--url", url, "--transport", transport));
                        shells.add(new BayeuxShell(arguments, System.out, err, terminal));
                        kernel.create(
                                States.of(Object.class)
                                        .start((me, own) -> own.kernel().create(BayeuxShell.STATES, shells.get(0)))
                                        .child((me, own, child) -> {
                                            if (child.reason() == Child.Reason.LOSE) {
                                                own.post("web", HttpServer.SHUTDOWN);
                                            }
                                        }),
                                null);
                    })
                    .start(kernel);
            kernel.run();
        }
        return shells.get(0).outcome();
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "long-polling", "callback-polling"})
    @Row({"B144", "BC44"})
    void shouldSayWhatIsTypedAndShowWhatComes(String transport) throws Exception {
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        Typist typist = new Typist()
                .on("* connected by " + transport + " as ID", "subscribe /chat/*\n")
                .on("* subscribed to /chat/*", "say hello\n")
                .on("/chat/demo {\"", "publish /chat/other a text\n")
                .on("/chat/other \"a text\"", "unsubscribe /chat/*\nsay nobody hears it\npublish /service/echo [1]\n")
                .on("/service/echo [1]", "publish /private/ID \"psst\"\n")
                .on("/private/ID \"psst\"", "disconnect\n")
                .on("* disconnected", "connect\n")
                .on("* connected by", "publish /private/ID {}\n")
                .on("/private/ID {}", "publish nowhere\n")
                .on("! publish needs a channel", "subscribe nowhere\n")
                .on("! cannot subscribe to 'nowhere'", "nonsense\n")
                .on("! there is no command 'nonsense'", "help\n")
                .on("unsubscribe CHANNEL", "quit\n")
                .on("* disconnected", "");

        int outcome = talk(typist, transport, new PrintStream(complained, true, UTF_8));

        String screen = typist.toString(UTF_8);
        assertTrue(typist.steps.isEmpty(), screen);
        assertTrue(screen.contains("> "), screen);
        assertEquals(2, screen.split("nobody hears it", -1).length, screen); // typed, and not heard
        assertEquals("", complained.toString(UTF_8));
        assertEquals(0, outcome);
    }

    @Test
    @Row({"B144", "BC44"})
    void shouldDoWhatAPipeSays() throws Exception {
        Process server = start("bayeux", "--port", "0");
        try (BufferedReader ready = server.inputReader(UTF_8)) {
            String line = ready.readLine();
            String url = "http://" + line.substring(line.lastIndexOf(' ') + 1) + "/cometd";
            Process shell = start("bayeux-shell", "--url", url, "--user", "Eve");
            try (BufferedReader out = shell.inputReader(UTF_8);
                    Writer in = shell.outputWriter(UTF_8)) {
                in.write("subscribe /chat/*\n");
                in.flush();
                assertTrue(out.readLine().startsWith("* connected by websocket as "));
                assertEquals("* subscribed to /chat/*", out.readLine());
                in.write("publish /chat/demo {\"grüße\":1}\n");
                in.flush();
                assertEquals("/chat/demo {\"grüße\":1}", out.readLine());
                shell.getOutputStream().close();
                assertEquals("* disconnected", out.readLine());
                assertEquals(null, out.readLine());
                assertTrue(shell.waitFor(PATIENCE_S, TimeUnit.SECONDS));
                assertEquals(0, shell.exitValue());
            } finally {
                shell.destroyForcibly();
            }
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    @Row({"B144", "BC44"})
    void shouldSayThatItCouldNotSayWhatItWasToldTo() throws Exception {
        Process shell = start("bayeux-shell", "--url", "http://127.0.0.1:1/cometd", "--timeout", "1");
        try (BufferedReader complaints = shell.errorReader(UTF_8);
                Writer in = shell.outputWriter(UTF_8)) {
            in.write("say hello\n");
            in.flush();
            shell.getOutputStream().close();

            List<String> lines = complaints.lines().toList();

            assertTrue(lines.contains("usher-examples: the server was not reached in time"), lines.toString());
            assertTrue(shell.waitFor(PATIENCE_S, TimeUnit.SECONDS));
            assertEquals(1, shell.exitValue());
        } finally {
            shell.destroyForcibly();
        }
    }

    private static Process start(String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(List.of(words));
        return new ProcessBuilder(line).start();
    }
}
