package dev.usher.component.bayeux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.component.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients of npm against a server on a real socket: those that {@code .ci/run} has put into the folder that USHER_NPM
 * names.
 */
class NodeClientsTest {
    static final Path MODULES = modules();

    private static Path modules() {
        String npm = System.getenv()
                .getOrDefault(
                        "USHER_NPM",
                        Path.of(System.getProperty("java.io.tmpdir"), "usher-npm")
                                .toString());
        return Path.of(npm, "node_modules");
    }

    static boolean hasNode() {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    @ParameterizedTest
    @Row("B146")
    @Timeout(60)
    @CsvSource({
        "cometd, long-polling",
        "cometd, websocket",
        "faye, long-polling",
        "faye, websocket",
    })
    void shouldServeThem(String library, String transport) throws Exception {
        assumeTrue(hasNode(), "node is not there: install Node 18 or newer");
        assumeTrue(
                Files.isDirectory(MODULES.resolve(library)),
                library + " is not in " + MODULES + ": npm install --prefix " + MODULES.getParent()
                        + " cometd cometd-nodejs-client faye");
        Path script =
                Path.of(NodeClientsTest.class.getResource("node-clients.js").toURI());

        try (RealBayeux server = new RealBayeux()) {
            Process node = new ProcessBuilder(
                            "node",
                            script.toString(),
                            library,
                            transport,
                            "http://127.0.0.1:" + server.port() + "/cometd",
                            MODULES.toString())
                    .redirectErrorStream(true)
                    .start();
            String said;
            try (InputStream output = node.getInputStream()) {
                said = new String(output.readAllBytes(), UTF_8);
            }
            boolean ended = node.waitFor(30, TimeUnit.SECONDS);
            node.destroyForcibly();

            assertEquals("all right", said.strip());
            assertEquals(true, ended);
        }
    }
}
