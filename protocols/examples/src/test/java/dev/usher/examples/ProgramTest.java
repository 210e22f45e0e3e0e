package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "http, GET /, HTTP/1.1 400 Bad Request"
    })
    void shouldServeUntilItIsTerminated(String name, String line, String answer) throws Exception {
        Process program = start(name, "--port", "0");
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
