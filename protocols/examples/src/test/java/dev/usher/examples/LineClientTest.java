package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.tcp.TcpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineClientTest {
    private static final String LF = System.lineSeparator();

    private static LineClient client(Stage stage, String... words) throws UsageException {
        Example example = new Example("line-client", "", LineClient.OPTIONS, "[LINE...]", LineClient::run);
        List<String> line = new ArrayList<>(List.of("--port", Integer.toString(Stage.PORT)));
        line.addAll(List.of(words));
        LineClient client = new LineClient(Arguments.parse(example, line), stage.out, stage.err);
        client.start(stage.simulation.kernel());
        stage.simulation.runUntilIdle();
        return client;
    }

    @Test
    void shouldSayItsLinesAndPrintTheAnswersUntilTheServerEnds() throws UsageException {
        try (Stage stage = Stage.serving(Echo.server(Stage.PORT))) {
            LineClient client = client(stage, "one", "two");

            assertEquals("listening on 127.0.0.1:9000" + LF + "one" + LF + "two" + LF, stage.printed());
            assertEquals("", stage.complained());
            assertEquals(0, client.outcome());
            assertEquals(1, stage.sessions());
        }
    }

    @Test
    void shouldTryAServerThatIsNotThereYetAgain() throws UsageException {
        try (Stage stage = new Stage()) {
            LineClient client = client(stage, "--tries", "3", "hello");
            stage.serve(Echo.server(Stage.PORT), "127.0.0.1");

            stage.simulation.advance(Duration.ofSeconds(1));

            assertEquals("listening on 127.0.0.1:9000" + LF + "hello" + LF, stage.printed());
            assertEquals(0, client.outcome());
        }
    }

    @Test
    void shouldSayThatNobodyListens() throws UsageException {
        try (Stage stage = new Stage()) {
            LineClient client = client(stage, "hello");

            assertEquals("usher-examples: 127.0.0.1 port 9000: connect: Connection refused" + LF, stage.complained());
            assertEquals(1, client.outcome());
            assertEquals(0, stage.sessions());
        }
    }

    @Test
    void shouldGiveUpOnAServerThatIsSilent() throws UsageException {
        try (Stage stage = Stage.serving(TcpServer.at(Stage.PORT)
                .shutdownOnError(false)
                .clientError((client, poe, error) -> {})
                .clientInput((client, poe, line) -> {}))) {
            LineClient client = client(stage, "--timeout", "2", "hello");
            stage.simulation.advance(Duration.ofSeconds(2));

            assertEquals(
                    "usher-examples: 127.0.0.1 port 9000: timeout: nothing was read or written for PT2S" + LF,
                    stage.complained());
            assertEquals(1, client.outcome());
        }
    }
}
