package dev.usher.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.benchmarks.load.EchoScript;
import dev.usher.benchmarks.load.Load;
import dev.usher.benchmarks.load.Script;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server that is measured echoes large records, whole or as they come. */
@Timeout(60)
class BlockServersTest {

    private static final int CONNECTIONS = 2;

    static Stream<Variant> all() {
        Options options = Options.parse(new String[0], Workloads.options());
        return Stream.concat(
                BlockServers.whole(options).values().stream(), BlockServers.streaming(options).values().stream());
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldEchoEveryByteWhenRecordsAreLarge(Variant variant) throws IOException, InterruptedException {
        try (ServerProcess server = variant.launch().start();
                Load load = new Load(Script.named(EchoScript.LARGE), server.port(), CONNECTIONS, 1)) {
            assertTrue(load.answersOfOneTurn() >= CONNECTIONS);
        }
    }
}
