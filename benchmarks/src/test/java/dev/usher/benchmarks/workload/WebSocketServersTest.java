package dev.usher.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.benchmarks.load.Load;
import dev.usher.benchmarks.load.Script;
import dev.usher.benchmarks.load.WebSocketScript;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server that is measured echoes what is sent, so that all do the same work. */
@Timeout(60)
class WebSocketServersTest {

    private static final int CONNECTIONS = 3;
    private static final Options OPTIONS = Options.parse(new String[0], Workloads.options());

    static Stream<Variant> all() {
        return WebSocketServers.all(OPTIONS).values().stream();
    }

    static Stream<Variant> deflating() {
        return WebSocketServers.deflating(OPTIONS).values().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldEchoMessagesOfAllSizes(Variant variant) throws IOException, InterruptedException {
        echo(variant, "");
    }

    @ParameterizedTest
    @MethodSource("deflating")
    void shouldEchoCompressedMessagesOfAllSizes(Variant variant) throws IOException, InterruptedException {
        echo(variant, WebSocketScript.DEFLATE);
    }

    private static void echo(Variant variant, String suffix) throws IOException, InterruptedException {
        Assumptions.assumeTrue(variant.missing() == null, () -> "there is no " + variant.missing());

        try (ServerProcess server = variant.launch().start()) {
            for (String script : WebSocketScript.SIZES) {
                int depth = script.equals(WebSocketScript.LARGE) ? 1 : 16;
                try (Load load = new Load(Script.named(script + suffix), server.port(), CONNECTIONS, depth)) {
                    assertTrue(load.answersOfOneTurn() >= CONNECTIONS * depth, script);
                }
            }
        }
    }

    @Test
    void shouldFailWhenTheServerSpeaksAnotherProtocol() throws IOException, InterruptedException {
        try (ServerProcess server = HttpServers.all(OPTIONS).get("raw").launch().start()) {
            IOException thrown = assertThrows(
                    IOException.class,
                    () -> new Load(Script.named(WebSocketScript.SMALL), server.port(), CONNECTIONS, 1));
            assertTrue(thrown.getMessage().contains("a connection was not opened: HTTP/1.1 200"), thrown.getMessage());
        }
    }

    @Test
    void shouldFailWhenTheServerDoesNotCompress() throws IOException, InterruptedException {
        try (ServerProcess server =
                WebSocketServers.all(OPTIONS).get("usher").launch().start()) {
            Script script = Script.named(WebSocketScript.SMALL + WebSocketScript.DEFLATE);
            IOException thrown = assertThrows(IOException.class, () -> new Load(script, server.port(), 1, 1));
            assertTrue(thrown.getMessage().contains("does not compress"), thrown.getMessage());
        }
    }
}
