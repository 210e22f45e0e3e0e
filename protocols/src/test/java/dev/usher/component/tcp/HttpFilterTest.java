package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filters.LineFilter;
import dev.usher.filters.http.Content;
import dev.usher.filters.http.DateField;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.HttpServerFilter;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.RequestParser;
import dev.usher.filters.http.ResponseEncoder;
import dev.usher.filters.http.ResponseHead;
import dev.usher.kernel.Event;
import dev.usher.simulation.SimulatedClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** HTTP's filter in a wheel: what a server of requests relies on. */
class HttpFilterTest extends ServerCase {
    private static final String OK = "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n";
    private static final Event<Void> ANSWER = Event.named("answer");
    private static final Event<String> LINE = Event.named("line", String.class);

    /** What is known of a connection's request. */
    private static final class Asked {
        private final StringBuilder content = new StringBuilder();
        private RequestHead head;
    }

    private static HttpServerFilter filter() {
        return new HttpServerFilter(new RequestParser(), new ResponseEncoder(new DateField(() -> 0)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void take(Asked asked, HttpPart part) {
        if (part instanceof RequestHead head) {
            asked.head = head;
            asked.content.setLength(0);
        } else if (part instanceof Content content) {
            asked.content.append(content);
        }
    }

    /** The next request must not overwrite the one that is still being worked on: the wheel is paused meanwhile. */
    @Test
    void shouldKeepARequestWhileTheWheelIsPaused() {
        TcpServer.at(PORT, HttpFilterTest::filter)
                .state(Asked::new)
                .clientInput((client, poe, part) -> {
                    take(client.state(), part);
                    if (part.isLast()) {
                        client.wheel().orElseThrow().pauseInput();
                        poe.delay(ANSWER, Duration.ofSeconds(1));
                    }
                })
                .on(ANSWER, (client, poe) -> {
                    RequestHead head = client.state().head;
                    String answer = head.method() + " " + head.target() + " " + client.state().content;
                    client.put(new ResponseHead().answering(head).content(bytes(answer)));
                    client.wheel().orElseThrow().resumeInput();
                })
                .start(kernel);
        List<SimulatedClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(client());
        }

        for (int i = 0; i < clients.size(); i++) {
            clients.get(i)
                    .send("POST /" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" + "GET /next" + i
                            + " HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        simulation.advance(Duration.ofSeconds(5));

        for (int i = 0; i < clients.size(); i++) {
            assertEquals(
                    OK + "Content-Length: 10\r\n\r\nPOST /" + i + " hi" + OK + "Content-Length: 11\r\n\r\nGET /next" + i
                            + " ",
                    clients.get(i).received());
        }
    }

    @Test
    void shouldTellOfARefusalBehindTheRequestsBeforeIt() {
        TcpServer.at(PORT, HttpFilterTest::filter)
                .shutdownOnError(false)
                .clientInput((client, poe, part) -> client.put(
                        new ResponseHead().answering((RequestHead) part).content(bytes("fine"))))
                .clientError((client, poe, error) -> {
                    HttpServerFilter filter =
                            (HttpServerFilter) client.wheel().orElseThrow().inputFilter();
                    filter.parser().failure().ifPresent(failure -> {
                        log.add(error.text());
                        client.put(new ResponseHead()
                                .status(failure.status())
                                .keepAlive(false)
                                .content(bytes("not so")));
                    });
                    client.shutdown();
                })
                .start(kernel);

        String received =
                ask(client(), "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/3.0\r\n\r\nGET / HTTP/1.0\r\n\r\n");

        assertEquals(
                OK + "Content-Length: 4\r\n\r\nfine"
                        + OK.replace("200 OK", "505 HTTP Version Not Supported")
                        + "Content-Length: 6\r\nConnection: close\r\n\r\nnot so",
                received);
        assertTrue(log.get(0).contains("HTTP/3"), log.get(0));
    }

    /** RFC 9110 §7.8: the bytes behind the request are the other protocol's. */
    @Test
    void shouldHandWhatFollowsAnUpgradeToTheNextFilter() {
        TcpServer.at(PORT, HttpFilterTest::filter)
                .clientInput((client, poe, part) -> {
                    ResponseHead response = new ResponseHead().status(101);
                    response.fields().add("Upgrade", "lines").add("Connection", "Upgrade");
                    if (((RequestHead) part).asksUpgrade("lines")) {
                        client.put(response);
                        client.wheel().orElseThrow().switchTo(new LineFilter(), LINE);
                    }
                })
                .on(LINE, (client, poe, line) -> log.add(line))
                .start(kernel);

        ask(client(), "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: lines\r\n\r\none\ntwo\n");

        assertEquals(List.of("one", "two"), log);
    }
}
