package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.websocket.WebSocketServer;
import dev.usher.component.websocket.WebSocketServerBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketCallerTest {
    private static final String LF = System.lineSeparator();

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private WebSocketCaller call(String... words) throws UsageException {
        Example example = new Example("websocket-client", "", WebSocketCaller.OPTIONS, "", WebSocketCaller::run);
        WebSocketCaller caller = new WebSocketCaller(Arguments.parse(example, List.of(words)), stage.out, stage.err);
        caller.start(stage.simulation.kernel());
        stage.simulation.runUntilIdle();
        return caller;
    }

    private static WebSocketServerBuilder server() {
        return WebSocketServer.at(Stage.PORT).subprotocols("say").onUtf8((connection, poe, text) -> {
            connection.sendUtf8(text + " " + connection.subprotocol().orElse("-"));
            connection.sendBinary(new byte[] {'b'});
        });
    }

    @Test
    void shouldPrintWhatComesUntilThatIsEnough() throws UsageException {
        // given
        server().start(stage.simulation.kernel());

        // when
        WebSocketCaller caller =
                call("--url", "ws://127.0.0.1:9000/", "--subprotocol", "say", "--say", "snow \u2603", "--count", "2");

        // then
        assertEquals("snow \u2603 say" + LF + "1 bytes: b" + LF, stage.printed());
        assertEquals("", stage.complained());
        assertEquals(0, caller.outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void shouldCloseWhenItIsInterrupted(String signal) throws UsageException {
        // given
        List<String> ends = new ArrayList<>();
        server().onDisconnect((connection, poe, end) -> ends.add(end.code().toString()))
                .start(stage.simulation.kernel());
        WebSocketCaller caller = call("--url", "ws://127.0.0.1:9000/", "--count", "0");

        // when
        stage.signal(signal);

        // then
        assertEquals("Hello -" + LF + "1 bytes: b" + LF, stage.printed());
        assertEquals(List.of("1001"), ends);
        assertEquals(0, caller.outcome());
    }

    @Test
    void shouldSayThatTheServerClosedTooEarlyOrRefused() throws UsageException {
        // given
        server().onUtf8((connection, poe, text) -> connection.disconnect(1000))
                .onHandshake((connection, poe, handshake) -> {
                    if (handshake.resource().equals("/closed")) {
                        handshake.reject(403);
                    }
                })
                .start(stage.simulation.kernel());

        // when
        WebSocketCaller early = call("--url", "ws://127.0.0.1:9000/");
        WebSocketCaller refused = call("--url", "ws://127.0.0.1:9000/closed");

        // then
        assertEquals(
                "usher-examples: ws://127.0.0.1:9000/: the server closed after 0 of 1 messages" + LF
                        + "usher-examples: ws://127.0.0.1:9000/closed: the connection has ended: 1006,"
                        + " the server answered 403 Forbidden" + LF,
                stage.complained());
        assertEquals(1, early.outcome());
        assertEquals(1, refused.outcome());
    }

    @Test
    void shouldSayThatNobodyListens() throws UsageException {
        WebSocketCaller caller = call("--url", "ws://127.0.0.1:9000/");

        assertEquals(
                "usher-examples: ws://127.0.0.1:9000/: cannot connect: Connection refused" + LF, stage.complained());
        assertEquals(1, caller.outcome());
    }
}
