package dev.usher.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.tcp.TcpServer;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SignalInfo;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three Perl programs and their ports, side by side: their clients must see the same. */
@Timeout(120)
class PortedTest {
    private static final Path PERL = Path.of("src", "main", "perl");
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

    /** A program that serves. Closing it sends what TERM would send, and waits for its end. */
    private interface Program extends AutoCloseable {
        int port() throws Exception;

        /** What it has printed when it has ended. */
        List<String> printed() throws Exception;

        @Override
        void close();
    }

    /** What a client says and what it must hear. */
    private interface Conversation {
        void with(int port) throws Exception;
    }

    private static final class Perl implements Program {
        private final Process process;
        private final BufferedReader lines;

        Perl(String name, String... arguments) throws IOException {
            List<String> command =
                    new ArrayList<>(List.of("perl", PERL.resolve(name).toString(), "0"));
            command.addAll(List.of(arguments));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        }

        @Override
        public int port() throws IOException {
            return listening(lines.readLine());
        }

        @Override
        public List<String> printed() throws Exception {
            process.toHandle().destroy(); // TERM; unlike the process it leaves the pipe open
            List<String> printed = lines.lines().toList();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "the program should have ended");
            assertEquals(0, process.exitValue());
            return printed;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static final class Java implements Program {
        private final CompletableFuture<Integer> port = new CompletableFuture<>();
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        private final CompletableFuture<Kernel> kernel = new CompletableFuture<>();
        private final String alias;
        private final Thread thread;

        Java(String alias, BiConsumer<Kernel, PrintStream> start) {
            this.alias = alias;
            PrintStream out = new PrintStream(printed, true, UTF_8) {
                @Override
                public void println(String line) {
                    super.println(line);
                    if (line.startsWith("listening")) {
                        port.complete(listening(line));
                    }
                }
            };
            thread = new Thread(() -> {
                Kernel own = new Kernel();
                start.accept(own, out);
                kernel.complete(own);
                own.run();
            });
            thread.start();
        }

        @Override
        public int port() throws Exception {
            return port.get(20, TimeUnit.SECONDS);
        }

        @Override
        public List<String> printed() throws Exception {
            kernel.get().postFromAnyThread(alias, Event.named("close", SignalInfo.class), null);
            thread.join(20_000);
            assertTrue(!thread.isAlive(), "the program should have ended");
            return printed.toString(UTF_8).lines().skip(1).toList();
        }

        @Override
        public void close() {
            kernel.join().postFromAnyThread(alias, Event.named("close", SignalInfo.class), null);
            kernel.join().postFromAnyThread(alias, TcpServer.SHUTDOWN, null);
        }
    }

    private static int listening(String line) {
        Matcher told = LISTENING.matcher(String.valueOf(line));
        assertTrue(told.matches(), line);
        return Integer.parseInt(told.group(1));
    }

    /** A client that hears byte by byte. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Client(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(60_000); // for a program that says nothing: then the test fails
            in = new BufferedInputStream(socket.getInputStream());
        }

        void say(String... lines) throws IOException {
            socket.getOutputStream().write((String.join("\n", lines) + "\n").getBytes(ISO_8859_1));
        }

        void hears(String... lines) throws IOException {
            for (String line : lines) {
                hearsExactly(line + "\r\n");
            }
        }

        /** These bytes come next, no others. */
        void hearsExactly(String text) throws IOException {
            assertEquals(text, new String(in.readNBytes(text.length()), ISO_8859_1));
        }

        void hearsTheEnd() throws IOException {
            assertEquals("", new String(in.readAllBytes(), ISO_8859_1));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static boolean isPerlThere() {
        try {
            return new ProcessBuilder("perl", "-MPOE", "-e", "1")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while perl was looked for", e);
        }
    }

    private static void withJava(Program program, Conversation conversation, String... printed) throws Exception {
        try (program) {
            conversation.with(program.port());
            assertEquals(List.of(printed), program.printed());
        }
    }

    private static void withPerl(Conversation conversation, List<String> printed, String name, String... arguments)
            throws Exception {
        Assumptions.assumeTrue(isPerlThere(), "there is no perl with POE here (apt-get install libpoe-perl)");
        try (Perl program = new Perl(name, arguments)) {
            conversation.with(program.port());
            assertEquals(printed, program.printed());
        }
    }

    // ---- the chat

    private static void chat(int port) throws IOException {
        try (Client ann = new Client(port);
                Client ben = new Client(port)) {
            ann.hears("Who are you?");
            ann.say("ann");
            ann.hears("Hello, ann");
            ben.hears("Who are you?");
            ben.say("ann");
            ben.hears("There is a ann already");
            ben.say("ben");
            ben.hears("Hello, ben");
            ann.hears("ben comes in");
            ann.say("hell\u00f6", "who");
            ann.hears("ann ben");
            ben.hears("ann: hell\u00f6");
            try (Client cat = new Client(port)) {
                cat.hears("Who are you?");
                cat.say("cat", "");
                cat.hears("Hello, cat");
                ann.hears("cat comes in", "cat: ");
                ben.hears("cat comes in", "cat: ");
            }
            ann.hears("cat goes out"); // who has not said so
            ben.hears("cat goes out");
            ben.say("quit");
            ben.hears("Good bye");
            ben.hearsTheEnd();
            ann.hears("ben goes out");
            ann.say("quit");
            ann.hears("Good bye");
            ann.hearsTheEnd();
        }
    }

    @Test
    void shouldChatAsThePerlProgramWhenPorted() throws Exception {
        withJava(new Java("lobby", (kernel, out) -> PortedChat.start(kernel, 0, out)), PortedTest::chat);
    }

    @Test
    void shouldChatInPerlAsItsPort() throws Exception {
        withPerl(PortedTest::chat, List.of(), "chat.pl");
    }

    // ---- the jobs

    /** In milliseconds: what takes as long never ends by itself while a test runs. */
    private static final String AN_HOUR = "3600000";

    private static void jobs(int port) throws IOException {
        try (Client client = new Client(port)) {
            client.say("state", "nonsense", "cancel 7");
            client.hears(
                    "0 waiting, 2 free",
                    "say WORD MILLISECONDS, cancel NUMBER, state or quit",
                    "nobody works at job 7");
            client.say("endless " + AN_HOUR);
            client.hears("job 1 is endless");
            client.say("fast 0");
            client.hears("job 2 is fast", "job 2: fast is tsaf, says worker 2");
            client.say("second " + AN_HOUR);
            client.hears("job 3 is second");
            client.say("state", "waits 0", "state");
            client.hears("0 waiting, 0 free", "job 4 is waits", "1 waiting, 0 free");
            client.say("cancel 1"); // whose worker is free for the one that waits
            client.hears("job 1: endless is cancelled, says worker 1", "job 4: waits is stiaw, says worker 1");
            client.say("cancel 4", "cancel 3");
            client.hears("nobody works at job 4", "job 3: second is cancelled, says worker 2");
            client.say("state");
            client.hears("0 waiting, 2 free");
            client.say("quit");
            client.hearsTheEnd();
        }
    }

    @Test
    void shouldWorkAsThePerlProgramWhenPorted() throws Exception {
        withJava(new Java("queue", (kernel, out) -> PortedJobs.start(kernel, 0, out)), PortedTest::jobs);
    }

    @Test
    void shouldWorkInPerlAsItsPort() throws Exception {
        withPerl(PortedTest::jobs, List.of(), "jobs.pl");
    }

    // ---- the proxy, to a server that says every line again until 'quit'

    private static void proxied(int port) throws IOException {
        for (int i = 0; i < 2; i++) {
            try (Client client = new Client(port)) {
                client.say("one", "two");
                client.hears("one", "two");
                client.say("quit");
                client.hears("B'bye!");
                client.hearsTheEnd();
            }
        }
    }

    /** Its server does not listen. */
    private static void proxiedToNobody(int port) throws IOException {
        try (Client client = new Client(port)) {
            client.hearsExactly("cannot connect\n");
            client.hearsTheEnd();
        }
    }

    private static Java quitServer() {
        return new Java(
                "server",
                (kernel, out) -> Quit.server(0)
                        .alias("server")
                        .address("127.0.0.1")
                        .started((listener, poe) -> out.println("listening on 127.0.0.1:" + listener.port()))
                        .start(kernel));
    }

    private static final int NOBODY = 1; // a port where nothing listens

    private static final List<String> ENDS = List.of("connection 1: 13 in, 18 out", "connection 2: 13 in, 18 out");

    @Test
    void shouldProxyAsThePerlProgramWhenPorted() throws Exception {
        try (Java server = quitServer()) {
            int to = server.port();
            withJava(
                    new Java("proxy", (kernel, out) -> PortedProxy.start(kernel, 0, "127.0.0.1", to, out)),
                    PortedTest::proxied,
                    ENDS.toArray(new String[0]));
        }
    }

    @Test
    void shouldProxyInPerlAsItsPort() throws Exception {
        try (Java server = quitServer()) {
            withPerl(PortedTest::proxied, ENDS, "proxy.pl", "127.0.0.1", String.valueOf(server.port()));
        }
    }

    @Test
    void shouldTellThatItCannotConnectAsThePerlProgramWhenPorted() throws Exception {
        withJava(
                new Java("proxy", (kernel, out) -> PortedProxy.start(kernel, 0, "127.0.0.1", NOBODY, out)),
                PortedTest::proxiedToNobody,
                "connection 1: 0 in, 0 out");
    }

    @Test
    void shouldTellThatItCannotConnectInPerlAsItsPort() throws Exception {
        withPerl(
                PortedTest::proxiedToNobody,
                List.of("connection 1: 0 in, 0 out"),
                "proxy.pl",
                "127.0.0.1",
                String.valueOf(NOBODY));
    }
}
