package dev.usher.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.load.Load;
import dev.usher.benchmarks.load.Script;
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

/** Every server that is measured gives the answer that is asked for, so that all do the same work. */
@Timeout(60)
class HttpServersTest {

    private static final int CONNECTIONS = 3;
    private static final int DEPTH = 16;
    private static final Options OPTIONS = Options.parse(new String[0], Workloads.options());

    static Stream<Variant> all() {
        return HttpServers.all(OPTIONS).values().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldAnswerAllWhenAskedInAPipeline(Variant variant) throws IOException, InterruptedException {
        Assumptions.assumeTrue(variant.missing() == null, () -> "there is no " + variant.missing());

        try (ServerProcess server = variant.launch().start();
                Load load = new Load(Script.named(HttpScript.NAME), server.port(), CONNECTIONS, DEPTH)) {
            assertTrue(load.answersOfOneTurn() >= CONNECTIONS * DEPTH);
            assertTrue(server.cpuNs() >= 0);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldAnswerByJsonWhenAskedForIt(Variant variant) throws IOException, InterruptedException {
        Assumptions.assumeTrue(variant.missing() == null, () -> "there is no " + variant.missing());
        Assumptions.assumeFalse(variant.name().equals("nginx"), "nginx writes no JSON");

        try (ServerProcess server = variant.launch().start();
                Load load = new Load(Script.named(HttpScript.JSON), server.port(), CONNECTIONS, DEPTH)) {
            assertTrue(load.answersOfOneTurn() >= CONNECTIONS * DEPTH);
        }
    }

    @Test
    void shouldFailWhenTheServerSpeaksAnotherProtocol() throws IOException, InterruptedException {
        Variant echo = EchoServers.all(OPTIONS).get("raw");

        try (ServerProcess server = echo.launch().start();
                Load load = new Load(Script.named(HttpScript.NAME), server.port(), CONNECTIONS, DEPTH)) {
            Exception thrown = assertThrows(Exception.class, load::answersOfOneTurn);
            assertTrue(thrown.getMessage().contains("another status"), thrown::getMessage);
        }
    }
}
