package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program itself, over real sockets and ended by a real signal. */
@Timeout(60)
class ProgramTest {
    private static final int PATIENCE_MS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "echo, hello, hello",
        "rot13, hello, Smile from the server!",
        "quit, quit, B'bye!",
        "chargen, hello, ' !\"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg'",
        "chat, Ann, name?",
        "group-chat, hello, * you are in chat-",
        "http, GET /, HTTP/1.1 400 Bad Request",
        "http --kernels 3, GET /, HTTP/1.1 400 Bad Request"
    })
    void shouldServeUntilItIsTerminated(String name, String line, String answer) throws Exception {
        Process program = start((name + " --port 0").split(" "));
        try (Socket client = new Socket();
                BufferedReader out = program.inputReader(UTF_8)) {
            String ready = out.readLine();
            assertTrue(ready != null && ready.matches("listening on 127\\.0\\.0\\.1:[0-9]+"), ready);
            client.setSoTimeout(PATIENCE_MS);
            client.connect(
                    new InetSocketAddress("127.0.0.1", Integer.parseInt(ready.substring(ready.indexOf(':') + 1))));
            client.getOutputStream().write((line + "\n").getBytes(UTF_8));
            byte[] received = client.getInputStream().readNBytes(answer.length());
            assertEquals(answer, new String(received, UTF_8));

            program.toHandle().destroy(); // TERM, with this client still connected; its output stays to be read
            client.getInputStream().transferTo(OutputStream.nullOutputStream());

            assertEquals(0, exit(program));
            assertEquals(List.of(), out.lines().toList());
            assertEquals("", new String(program.getErrorStream().readAllBytes(), UTF_8));
        } finally {
            program.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"echo, hello, hello", "http, GET /, HTTP/1.1 400 Bad Request", "websocket-echo, GET /, HTTP/1.1 400"})
    void shouldServeOverTls(String name, String line, String answer) throws Exception {
        Path folder = Path.of(ProgramTest.class.getResource("/tls/").toURI());
        Process program = start(
                name,
                "--port",
                "0",
                "--tls",
                folder.resolve("localhost.pem").toString(),
                folder.resolve("localhost.key").toString());
        try (BufferedReader out = program.inputReader(UTF_8)) {
            String ready = out.readLine();
            assertTrue(ready != null && ready.startsWith("listening on "), ready);
            int port = Integer.parseInt(ready.substring(ready.indexOf(':') + 1));
            try (Socket client = trusting(folder.resolve("ca.pem")).createSocket("127.0.0.1", port)) {
                client.setSoTimeout(PATIENCE_MS);
                client.getOutputStream().write((line + "\n").getBytes(UTF_8));
                byte[] received = client.getInputStream().readNBytes(answer.length());
                assertEquals(answer, new String(received, UTF_8));
            }
            program.toHandle().destroy();
            assertEquals(0, exit(program));
        } finally {
            program.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "http"})
    void shouldSayInOneLineThatSomebodySpeaksPlainTextToTls(String name) throws Exception {
        Path folder = Path.of(ProgramTest.class.getResource("/tls/").toURI());
        Process program = start(
                name,
                "--port",
                "0",
                "--tls",
                folder.resolve("localhost.pem").toString(),
                folder.resolve("localhost.key").toString());
        try (BufferedReader out = program.inputReader(UTF_8)) {
            String ready = out.readLine();
            int port = Integer.parseInt(ready.substring(ready.indexOf(':') + 1));
            try (Socket plain = new Socket("127.0.0.1", port)) {
                plain.setSoTimeout(PATIENCE_MS);
                plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
                assertEquals(-1, plain.getInputStream().read());
            }
            program.toHandle().destroy();

            assertEquals(0, exit(program));
            List<String> told = new String(program.getErrorStream().readAllBytes(), UTF_8)
                    .lines()
                    .toList();
            assertEquals(1, told.size(), told.toString());
            assertTrue(told.get(0).endsWith("this is no TLS: the peer began with 'GET / HTTP/1.1....'"), told.get(0));
        } finally {
            program.destroyForcibly();
        }
    }

    private static SSLSocketFactory trusting(Path authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    @Test
    void shouldExitWithTwoWhenTheCommandLineIsWrong() throws Exception {
        Process program = start("echo", "--port", "none");
        try {
            assertEquals(2, exit(program));
            assertEquals(
                    "usher-examples: --port must be a number from 0 to 65535, not 'none'" + System.lineSeparator(),
                    new String(program.getErrorStream().readAllBytes(), UTF_8));
        } finally {
            program.destroyForcibly();
        }
    }

    private static Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).start();
    }

    private static int exit(Process program) throws InterruptedException {
        assertTrue(program.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS), "it should have ended");
        return program.exitValue();
    }
}
