package dev.usher.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every server that is measured gives the answer that is asked for, so that all do the same work. */
@Timeout(60)
class HttpServersTest {

    private static final int CONNECTIONS = 3;
    private static final int DEPTH = 16;

    @ParameterizedTest
    @ValueSource(strings = {"raw", "netty", "usher", "microhttp", "undertow", "jetty", "vertx"})
    void shouldAnswerAllWhenAskedInAPipeline(String name) throws IOException, InterruptedException {
        Options options = Rounds.options(new String[] {"--variants", name}, HttpServers.ALL);
        Variant variant = HttpServers.of(options).get(0);

        try (ServerProcess server = variant.launch().start();
                Load load = new Load(Script.named(HttpScript.NAME), server.port(), CONNECTIONS, DEPTH)) {
            assertTrue(load.answersOfOneTurn() >= CONNECTIONS * DEPTH);
            assertTrue(ServerProcess.cpuNs(server.pid()) > 0);
        }
    }

    @Test
    void shouldEchoWhenAskedByTheSameLoad() throws IOException, InterruptedException {
        Options options = Rounds.options(new String[] {"--variants", "raw"}, HttpServers.ALL);
        Variant variant = EchoServers.of(options).get(0);

        try (ServerProcess server = variant.launch().start();
                Load load = new Load(Script.named(EchoScript.NAME), server.port(), CONNECTIONS, DEPTH)) {
            assertTrue(load.answersOfOneTurn() >= CONNECTIONS * DEPTH);
        }
    }

    @Test
    void shouldFailWhenTheServerSpeaksAnotherProtocol() throws IOException, InterruptedException {
        Options options = Rounds.options(new String[] {"--variants", "raw"}, HttpServers.ALL);
        Variant echo = EchoServers.of(options).get(0);

        try (ServerProcess server = echo.launch().start();
                Load load = new Load(Script.named(HttpScript.NAME), server.port(), CONNECTIONS, DEPTH)) {
            Exception thrown = assertThrows(Exception.class, load::answersOfOneTurn);
            assertEquals(true, thrown.getMessage().contains("another status"), thrown::getMessage);
        }
    }
}
