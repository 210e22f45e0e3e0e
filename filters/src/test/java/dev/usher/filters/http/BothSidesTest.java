package dev.usher.filters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.FilterCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link HttpClientFilter} and {@link HttpServerFilter}: a connection without a network. */
class BothSidesTest {
    private final HttpClientFilter client = new HttpClientFilter(new ResponseParser(), new RequestEncoder());
    private final HttpServerFilter server =
            new HttpServerFilter(new RequestParser(), new ResponseEncoder(new DateField(() -> 0)));

    @Test
    void shouldAnswerEachRequestInItsWay() {
        Output toServer = new Output(0);
        client.put(RequestHead.of("HEAD", "/1", host()), toServer);
        client.put(RequestHead.of("POST", "/2", host().add(FieldName.CONTENT_LENGTH, 2)), toServer);
        client.put(Content.last(FilterCases.bytes("hi")), toServer);
        client.put(RequestHead.of("GET", "/3", host().add(FieldName.CONNECTION, "close")), toServer);
        Output toClient = new Output(0);
        serve(Input.of(toServer.toByteArray()), toClient);

        Input input = Input.of(toClient.toByteArray());
        List<String> given = new ArrayList<>();
        for (HttpPart part = client.next(input); part != null; part = client.next(input)) {
            given.add(part + (part.isLast() ? "." : ""));
        }

        assertEquals(
                List.of("HTTP/1.1 200 OK.", "HTTP/1.1 200 OK", "you are at /2.", "HTTP/1.1 200 OK", "you are at /3."),
                given);
        assertTrue(server.encoder().closes());
        assertEquals(Optional.empty(), client.parser().endOfInput());
    }

    @Test
    void shouldTellWhatWasWrong() {
        HttpException e =
                assertThrows(HttpException.class, () -> server.next(Input.of(FilterCases.bytes("GET / HTTP/2.0\r\n"))));

        assertEquals(Optional.of(e), server.parser().failure());
        assertEquals(Optional.empty(), client.parser().failure());
        assertThrows(HttpException.class, () -> client.next(Input.of(FilterCases.bytes("HTTP/1.1 200 OK"))));
        assertEquals(400, client.parser().failure().orElseThrow().status());
    }

    @Test
    void shouldBeginAnew() {
        assertThrows(HttpException.class, () -> server.next(Input.of(FilterCases.bytes("\n"))));

        assertNotSame(server, server.fresh());
        assertTrue(server.fresh()
                .next(Input.of(FilterCases.bytes("GET / HTTP/1.0\r\n\r\n")))
                .isLast());
        assertNull(client.fresh().next(new Input(0)));
    }

    private void serve(Input input, Output out) {
        String target = "";
        ResponseHead response = new ResponseHead();
        for (HttpPart part = server.next(input); part != null; part = server.next(input)) {
            if (part instanceof RequestHead head) {
                target = head.target();
                response.clear().answering(head);
            }
            if (part.isLast()) {
                server.put(response.content(FilterCases.bytes("you are at " + target)), out);
            }
        }
    }

    private static MutableFields host() {
        return new MutableFields().add(FieldName.HOST, "a");
    }
}
