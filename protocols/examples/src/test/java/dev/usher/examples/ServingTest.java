package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.tcp.TcpServer;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServingTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1, listening on 127.0.0.1:9000", "::1, listening on [::1]:9000"})
    void shouldSayWhereItListens(String host, String line) {
        try (Stage stage = new Stage()) {
            stage.serve(Echo.server(Stage.PORT), host);

            assertEquals(line + System.lineSeparator(), stage.printed());
        }
    }

    @Test
    void shouldSayWhichPortTheSystemChose() {
        try (Stage stage = new Stage()) {
            stage.serve(Echo.server(0), "127.0.0.1");

            assertTrue(stage.printed().matches("listening on 127\\.0\\.0\\.1:[1-9][0-9]+\\R"), stage.printed());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void shouldEndWithAnIdleClientAndAcceptNoMore(String signal) {
        try (Stage stage = Stage.serving(Echo.server(Stage.PORT))) {
            SimulatedClient idle = stage.client();
            stage.simulation.runUntilIdle();

            stage.signal(signal);
            SimulatedClient late = stage.client();
            stage.simulation.runUntilIdle();

            assertTrue(idle.isClosedByPeer());
            assertTrue(late.isRefused());
            assertEquals(0, stage.sessions());
        }
    }

    @Test
    void shouldWriteFirstWhatWasPut() {
        String line = "x".repeat(60_000) + "\n";
        try (Stage stage = Stage.serving(Echo.server(Stage.PORT))) {
            SimulatedClient client = stage.client();
            client.stopReading();
            for (int i = 0; i < 4; i++) {
                stage.ask(client, line);
            }

            stage.signal("TERM");
            assertEquals(2, stage.sessions());
            client.resumeReading();

            assertEquals(line.repeat(4), stage.heard(client));
            assertTrue(client.isClosedByPeer());
            assertEquals(0, stage.sessions());
        }
    }

    @Test
    void shouldWaitNoLongerThanFiveSeconds() {
        try (Stage stage = stalled()) {
            stage.signal("TERM");
            stage.simulation.advance(Duration.ofMillis(4_900));
            assertEquals(2, stage.sessions());

            stage.simulation.advance(Duration.ofMillis(100));

            assertEquals(0, stage.sessions());
        }
    }

    @Test
    void shouldEndAtOnceAtASecondSignal() {
        try (Stage stage = stalled()) {
            stage.signal("INT");
            assertEquals(2, stage.sessions());

            stage.signal("INT");

            assertEquals(0, stage.sessions());
        }
    }

    @Test
    void shouldSayWhyItCannotListen() {
        try (Stage stage = Stage.serving(Echo.server(Stage.PORT))) {
            Serving second = stage.serve(Echo.server(Stage.PORT), "127.0.0.1");

            assertEquals(
                    "usher-examples: cannot listen on 127.0.0.1:9000: Address already in use" + System.lineSeparator(),
                    stage.complained());
            assertEquals(1, second.outcome());
            assertEquals(1, stage.printed().lines().count());
            assertEquals(1, stage.sessions());
        }
    }

    @Test
    void shouldSayThatAHostIsNotKnown() {
        try (Stage stage = new Stage()) {
            Serving serving = stage.serve(Echo.server(Stage.PORT), "nowhere.invalid");

            assertEquals(1, serving.outcome());
            assertTrue(stage.complained().startsWith("usher-examples: cannot listen on nowhere.invalid:9000: "));
            assertEquals(1, stage.complained().lines().count());
            assertEquals(0, stage.sessions());
        }
    }

    @Test
    void shouldOutliveACallbackThatThrows() {
        try (Stage stage = Stage.serving(
                TcpServer.at(Stage.PORT).clientError((client, poe, error) -> {}).clientInput((client, poe, line) -> {
                    if (line.equals("bad")) {
                        throw new IllegalStateException(line);
                    }
                    client.put(line);
                }))) {
            SimulatedClient bad = stage.client();
            SimulatedClient good = stage.client();

            stage.ask(bad, "bad\n");

            assertTrue(bad.isClosedByPeer());
            assertEquals("good\n", stage.ask(good, "good\n"));
            assertFalse(good.isClosedByPeer());
        }
    }

    private static Stage stalled() {
        Stage stage = Stage.serving(Echo.server(Stage.PORT));
        SimulatedClient client = stage.client();
        client.stopReading();
        for (int i = 0; i < 4; i++) {
            stage.ask(client, "x".repeat(60_000) + "\n");
        }
        return stage;
    }
}
