package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.log.Logs;
import dev.usher.simulation.SimulatedClient;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that close a connection in the middle of its request. */
class ClosingTest extends HttpCase {
    private static final String GET = "GET /get HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String PIPELINED = GET + GET;
    private static final String WHOLE = "POST /whole HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
    private static final String EXPECTING =
            "POST /whole HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello";
    private static final String PIECES =
            "POST /pieces HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n";

    /** Once what the request needed next was asked of nobody, and a NullPointerException told. */
    @ParameterizedTest
    @ValueSource(strings = {GET, PIPELINED, WHOLE, EXPECTING, PIECES})
    void shouldEndQuietlyWhenAHandlerClosesTheConnection(String request) {
        bare().handler("", (poe, asked, response) -> asked.connection().close()).start(kernel);

        closes(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, PIPELINED, WHOLE, EXPECTING, PIECES})
    void shouldEndQuietlyWhenPreRequestClosesTheConnection(String request) {
        server().preRequest((poe, asked) -> asked.connection().close()).start(kernel);

        closes(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, WHOLE, PIECES})
    void shouldEndQuietlyWhenAContentHandlerClosesTheConnection(String request) {
        bare().route(Route.of("^/")
                        .streamed()
                        .to((poe, asked, response) -> asked.onContent(
                                (context, piece) -> asked.connection().close())))
                .start(kernel);

        closes(request);
    }

    private void closes(String request) {
        SimulatedClient client = client();
        client.send(request);
        run();

        assertTrue(client.isClosedByPeer());
        assertEquals(List.of(), Logs.complaints());
    }
}
