package dev.usher.wheel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.tls.Tls;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same over real sockets, with openssl at the other end; skipped where there is no openssl. */
@Timeout(60)
class OpensslTest {
    private static final Event<Void> END = Event.named("end");

    @TempDir
    private Path folder;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>(); // by our end's events
    private final List<Process> started = new ArrayList<>();
    private Thread thread;
    private Kernel kernel;

    @BeforeEach
    void openssl() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "openssl")));
        assumeTrue(there, "openssl is not installed here");
    }

    @AfterEach
    void end() throws Exception {
        started.forEach(Process::destroyForcibly);
        if (kernel != null) {
            kernel.postFromAnyThread("ours", END, null);
            thread.join(20_000);
            assertFalse(thread.isAlive(), "the kernel should have ended");
        }
    }

    /** A session that serves, or connects, with lines; says "got LINE" to each, and goes at "bye". */
    private final class Ours {
        final CompletableFuture<Integer> port = new CompletableFuture<>();
        final SocketFactoryBuilder sockets;
        final String greeting; // or null
        SocketFactory factory;
        ReadWrite<String, String> wheel;

        Ours(SocketFactoryBuilder sockets, String greeting) {
            this.sockets = sockets;
            this.greeting = greeting;
        }

        States<Ours> states() {
            return States.of(Ours.class)
                    .start((me, poe) -> {
                        poe.aliasSet("ours");
                        factory = sockets.successEvent(Recorder.OPENED)
                                .failureEvent(Recorder.FAILED)
                                .open(poe);
                        port.complete(factory.port());
                    })
                    .on(Recorder.OPENED, (me, poe, opened) -> {
                        told.add("open " + opened.tls().orElseThrow().protocol()
                                + (opened.tls().orElseThrow().resumed() ? " resumed" : ""));
                        wheel = ReadWrite.with(new Lines())
                                .inputEvent(Recorder.INPUT)
                                .errorEvent(Recorder.ERROR)
                                .open(poe, opened);
                        if (greeting != null) {
                            wheel.put(greeting);
                        }
                    })
                    .on(Recorder.INPUT, (me, poe, line) -> {
                        told.add(line);
                        if (line.equals("bye")) {
                            wheel.close();
                        } else if (greeting == null) {
                            wheel.put("got " + line);
                        }
                    })
                    .on(Recorder.FAILED, (me, poe, error) -> told.add("failed " + error.operation()))
                    .on(Recorder.ERROR, (me, poe, error) -> {
                        told.add("error " + error.operation() + " " + error.errno());
                        wheel.close();
                    })
                    .on(END, (me, poe) -> {
                        factory.close();
                        if (wheel != null) {
                            wheel.close();
                        }
                        poe.aliasRemove("ours");
                    });
        }
    }

    private int run(SocketFactoryBuilder sockets, String greeting) throws Exception {
        Ours ours = new Ours(sockets, greeting);
        CompletableFuture<Kernel> made = new CompletableFuture<>();
        thread = new Thread(() -> {
            Kernel own = new Kernel();
            own.create(ours.states(), ours);
            made.complete(own);
            own.run();
        });
        thread.start();
        kernel = made.get(20, TimeUnit.SECONDS);
        return ours.port.get(20, TimeUnit.SECONDS);
    }

    private int serve(Tls tls) throws Exception {
        return run(SocketFactory.listen(new InetSocketAddress("127.0.0.1", 0)).tls(tls), null);
    }

    private String told() throws InterruptedException {
        return told.poll(20, TimeUnit.SECONDS);
    }

    /** One run of openssl. */
    private final class Openssl {
        final Process process;
        final BufferedReader out;
        final StringBuilder all = new StringBuilder();

        Openssl(String... words) throws IOException {
            List<String> command = new ArrayList<>(List.of("openssl"));
            command.addAll(Arrays.asList(words));
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            started.add(process);
            // Reading from a process heeds no interrupt: without this a test that waits in vain would wait for ever.
            CompletableFuture.delayedExecutor(20, TimeUnit.SECONDS).execute(process::destroyForcibly);
            out = new BufferedReader(new InputStreamReader(process.getInputStream(), ISO_8859_1));
        }

        void say(String line) throws IOException {
            process.getOutputStream().write((line + "\n").getBytes(ISO_8859_1));
            process.getOutputStream().flush();
        }

        /** Reads until a line that contains it. */
        String await(String words) throws IOException {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                all.append(line).append('\n');
                if (line.contains(words)) { // it prints tickets too, and not always up to the end of a line
                    return line;
                }
            }
            throw new AssertionError("no '" + words + "' in: " + all);
        }
    }

    private Openssl client(int port, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "s_client",
                "-connect",
                "127.0.0.1:" + port,
                "-CAfile",
                TlsFiles.file("ca.pem").toString(),
                "-verify_return_error"));
        words.addAll(Arrays.asList(more));
        return new Openssl(words.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
    void shouldServeAndSeeTheEnd(String option, String version) throws Exception {
        int port = serve(TlsFiles.localhost().alpn("a", "b").define());

        Openssl client =
                client(port, option, "-servername", "localhost", "-verify_hostname", "localhost", "-alpn", "b");
        client.say("hello");
        client.await("got hello");
        client.say("Q");

        assertEquals("open " + version, told());
        assertEquals("hello", told());
        assertEquals("error read NONE", told());
        assertTrue(client.all.toString().contains("ALPN protocol: b\n"), client.all.toString());
        assertTrue(client.all.toString().contains("Verification: OK"), client.all.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldEndForTheClientToo(String option) throws Exception {
        int port = serve(TlsFiles.localhost().define());

        Openssl client = client(port, option);
        client.say("bye");
        client.await("closed");

        assertEquals(0, client.process.waitFor());
    }

    @Test
    void shouldTellACutFromAnEnd() throws Exception {
        int port = serve(TlsFiles.localhost().define());

        Openssl client = client(port);
        client.say("hello");
        client.await("got hello");
        client.process.destroyForcibly(); // the system ends the connection, and nobody says close_notify

        assertEquals("open TLSv1.3", told());
        assertEquals("hello", told());
        assertEquals("error read ECONNABORTED", told());
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
    void shouldTakeUpASession(String option, String version) throws Exception {
        int port = serve(TlsFiles.localhost().define());
        String session = folder.resolve("session").toString();

        Openssl first = client(port, option, "-sess_out", session);
        first.say("one");
        first.await("got one");
        first.say("Q");
        first.process.waitFor();
        Openssl second = client(port, option, "-sess_in", session);
        second.say("two");
        second.await("got two");

        assertEquals(List.of("open " + version, "one", "error read NONE"), List.of(told(), told(), told()));
        assertEquals("open " + version + " resumed", told());
        assertTrue(second.all.toString().contains("Reused, " + version), second.all.toString());
    }

    @Test
    void shouldRefuseToShakeHandsAgain() throws Exception {
        int port = serve(TlsFiles.localhost().define());

        Openssl client = client(port, "-tls1_2");
        client.say("hello");
        client.await("got hello");
        client.say("R");

        assertEquals(List.of("open TLSv1.2", "hello", "error read EPROTO"), List.of(told(), told(), told()));
    }

    @Test
    void shouldChangeKeysWhenAsked() throws Exception {
        int port = serve(TlsFiles.localhost().define());

        Openssl client = client(port, "-tls1_3");
        client.say("one");
        client.await("got one");
        client.say("K"); // new keys here, and asks for new keys there
        client.await("KEYUPDATE");
        client.say("two");
        client.await("got two");
        client.say("k");
        client.await("KEYUPDATE");
        client.say("three");
        client.await("got three");

        assertEquals(List.of("open TLSv1.3", "one", "two", "three"), List.of(told(), told(), told(), told()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldTalkToAServer(String option) throws Exception {
        Openssl server = new Openssl(
                "s_server",
                option,
                "-accept",
                "127.0.0.1:0",
                "-rev",
                "-Verify",
                "1",
                "-CAfile",
                TlsFiles.file("ca.pem").toString(),
                "-cert",
                TlsFiles.file("rsa.pem").toString(),
                "-key",
                TlsFiles.file("rsa.key").toString());
        String accepts = server.await("ACCEPT");
        int port = Integer.parseInt(accepts.substring(accepts.lastIndexOf(':') + 1));

        Tls tls = TlsFiles.trusting()
                .certificate(TlsFiles.file("client.pem"), TlsFiles.file("client.key"))
                .define();
        run(SocketFactory.connect(new InetSocketAddress("127.0.0.1", port)).tls(tls, "rsa.example"), "hello");

        assertEquals("open TLSv1" + option.substring(5).replace('_', '.'), told());
        assertEquals("olleh", told());
    }
}
