package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuoteTest {
    private static final String LF = System.lineSeparator();

    @Test
    void shouldPrintTheBannerAndEveryAnswer() throws UsageException {
        try (Stage stage = Stage.serving(Rot13.server(Stage.PORT))) {
            Quote quote = quote(stage, "Hello", "World");

            assertEquals(0, quote.outcome());
            assertEquals(
                    "listening on 127.0.0.1:9000\nSmile from the server!\nUryyb\nJbeyq\n".replace("\n", LF),
                    stage.printed());
            assertEquals(1, stage.sessions()); // the listener
        }
    }

    @Test
    void shouldAskSomethingWhenNothingIsGiven() throws UsageException {
        try (Stage stage = Stage.serving(Rot13.server(Stage.PORT))) {
            quote(stage);

            assertEquals("Uryyb", stage.printed().lines().toList().get(2));
        }
    }

    @Test
    void shouldSayThatNobodyListens() throws UsageException {
        try (Stage stage = new Stage()) {
            Quote quote = quote(stage);

            assertEquals(
                    "usher-examples: 127.0.0.1 port 9000: cannot connect: Connection refused" + LF, stage.complained());
            assertEquals(1, quote.outcome());
            assertEquals(0, stage.sessions());
        }
    }

    @Test
    void shouldGiveUpOnAServerThatNeverAnswers() throws UsageException {
        try (Stage stage = Stage.serving(silent())) {
            Quote quote = quote(stage, "--timeout", "2");
            assertEquals("", stage.complained());

            stage.simulation.advance(Duration.ofSeconds(2));

            assertEquals("usher-examples: 127.0.0.1 port 9000: not done within 2 s" + LF, stage.complained());
            assertEquals(1, quote.outcome());
            assertEquals(1, stage.sessions());
        }
    }

    @Test
    void shouldSayThatTheServerClosedTooEarly() throws UsageException {
        try (Stage stage = Stage.serving(silent().clientConnected((client, poe) -> client.shutdown()))) {
            Quote quote = quote(stage);

            assertEquals(
                    "usher-examples: 127.0.0.1 port 9000: the server closed the connection too early" + LF,
                    stage.complained());
            assertEquals(1, quote.outcome());
        }
    }

    private static TcpServerBuilder<Void, String, String> silent() {
        return TcpServer.at(Stage.PORT).clientInput((client, poe, line) -> {});
    }

    private static Quote quote(Stage stage, String... words) throws UsageException {
        Example example = new Example("quote", "", Quote.OPTIONS, "[LINE...]", Quote::run);
        List<String> all = new ArrayList<>(List.of("--port", "" + Stage.PORT));
        all.addAll(List.of(words));
        Quote quote = new Quote(Arguments.parse(example, all), stage.out, stage.err);
        stage.simulation.kernel().create(Quote.STATES, quote);
        stage.simulation.runUntilIdle();
        return quote;
    }
}
