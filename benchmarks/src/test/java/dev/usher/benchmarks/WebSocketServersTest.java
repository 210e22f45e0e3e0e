package dev.usher.benchmarks;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every server that is measured echoes what is sent, so that all do the same work. */
@Timeout(60)
class WebSocketServersTest {

    private static final int CONNECTIONS = 3;

    @ParameterizedTest
    @ValueSource(strings = {"raw", "netty", "usher", "vertx", "java-websocket"})
    void shouldEchoMessages(String name) throws IOException, InterruptedException {
        Options options = Rounds.options(new String[] {"--variants", name}, WebSocketServers.ALL);

        try (ServerProcess server = WebSocketServers.of(options).get(0).launch().start()) {
            for (String script : new String[] {WebSocketScript.SMALL, WebSocketScript.LARGE}) {
                int depth = script.equals(WebSocketScript.SMALL) ? 16 : 1;
                try (Load load = new Load(Script.named(script), server.port(), CONNECTIONS, depth)) {
                    assertTrue(load.answersOfOneTurn() >= CONNECTIONS * depth, script);
                }
            }
        }
    }

    @Test
    void shouldFailWhenTheServerSpeaksAnotherProtocol() throws IOException, InterruptedException {
        Options options = Rounds.options(new String[] {"--variants", "raw"}, HttpServers.ALL);

        try (ServerProcess server = HttpServers.of(options).get(0).launch().start()) {
            IOException thrown = assertThrows(
                    IOException.class,
                    () -> new Load(Script.named(WebSocketScript.SMALL), server.port(), CONNECTIONS, 1));
            assertTrue(thrown.getMessage().contains("a connection was not opened: HTTP/1.1 200"), thrown.getMessage());
        }
    }
}
