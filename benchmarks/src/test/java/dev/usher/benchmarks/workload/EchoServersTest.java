package dev.usher.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.benchmarks.load.EchoScript;
import dev.usher.benchmarks.load.Load;
import dev.usher.benchmarks.load.Script;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server that is measured echoes lines, so that all do the same work. */
@Timeout(60)
class EchoServersTest {

    private static final int CONNECTIONS = 3;
    private static final int DEPTH = 16;

    static Stream<Variant> all() {
        Options options = Options.parse(new String[0], Workloads.options());
        return Stream.concat(EchoServers.all(options).values().stream(), EchoServers.layers(options).values().stream());
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldEchoAllWhenAskedInAPipeline(Variant variant) throws IOException, InterruptedException {
        Assumptions.assumeTrue(variant.missing() == null, () -> "there is no " + variant.missing());

        try (ServerProcess server = variant.launch().start();
                Load load = new Load(Script.named(EchoScript.NAME), server.port(), CONNECTIONS, DEPTH)) {
            assertTrue(load.answersOfOneTurn() >= CONNECTIONS * DEPTH);
            Map<Figure, Double> memory = server.memory();
            assertTrue(memory.getOrDefault(Figure.RESIDENT_MB, 1.0) > 0.5, memory::toString);
            assertTrue(memory.getOrDefault(Figure.HEAP_MB, 1.0) > 0.1, memory::toString);
        }
    }
}
