package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.tcp.Domain;
import dev.usher.filters.http.FieldName;
import dev.usher.kernel.Event;
import dev.usher.simulation.SimulatedClient;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests and connections tell. */
class ObjectsTest extends HttpCase {

    private HttpServerBuilder saying(Function<HttpRequest, Object> what) {
        return bare().handler(
                        "",
                        (poe, request, response) -> response.content(String.valueOf(what.apply(request)))
                                .respond()
                                .done());
    }

    private String said(Function<HttpRequest, Object> what, String request) {
        saying(what).start(kernel);
        String answer = ask(request);
        kernel.call("HTTPd", HttpServer.SHUTDOWN);
        run();
        return content(answer);
    }

    @Test
    @Row("H67")
    void shouldTellAllOfARequest() {
        String text = said(
                request -> String.join(
                        " ",
                        request.method(),
                        request.path(),
                        request.query().toString(),
                        request.uri(),
                        request.protocol(),
                        request.header("x-a").orElse(""),
                        request.header(FieldName.HOST).orElse(""),
                        request.contentText(),
                        "" + request.connection().id()),
                post("/p%20q?a=1&b=%C3%A9", "body", "X-A: field"));

        assertEquals("POST /p q [a=1, b=é] http://a/p%20q?a=1&b=%C3%A9 HTTP/1.1 field a body 1", utf8(text));
    }

    @Test
    void shouldShowNoContentOfTheRequestBeforeWhenThereIsNone() {
        saying(request -> "<" + request.contentText() + ">").start(kernel);
        SimulatedClient client = client();
        String chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n";

        List<String> told = new ArrayList<>();
        for (String request : List.of(post("/", "one"), get("/"), chunked, get("/"), post("/", ""), get("/"))) {
            told.add(content(ask(client, request)));
        }

        assertEquals(List.of("<one>", "<>", "<two>", "<>", "<>", "<>"), told);
    }

    private static String utf8(String latin) {
        return new String(
                latin.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    @Row("H68")
    void shouldTellTheAddressesOfAConnection() {
        HttpConnection[] seen = new HttpConnection[1];
        server().alias("web")
                .onConnect((poe, connection) -> seen[0] = connection)
                .start(kernel);

        SimulatedClient client = client();

        assertEquals("127.0.0.1", seen[0].remoteIp());
        assertEquals(((InetSocketAddress) client.localAddress()).getPort(), seen[0].remotePort());
        assertEquals(client.localAddress(), seen[0].remoteAddress());
        assertEquals("127.0.0.1", seen[0].localIp());
        assertEquals(PORT, seen[0].localPort());
        assertEquals(client.remoteAddress(), seen[0].localAddress());
        assertEquals("web-1", seen[0].name());
        assertEquals(1, seen[0].id());
    }

    @Test
    @Row("H69")
    void shouldServeIpv6() throws Exception {
        saying(request -> request.connection().remoteIp()).domain(Domain.INET6).start(kernel);

        SimulatedClient client = simulation.connect(new InetSocketAddress(InetAddress.getByName("::1"), PORT));

        assertEquals("::1", content(ask(client, get("/"))));
    }

    @Test
    @Row("H71")
    void shouldKeepWhatAHandlerSaysOfTheUser() {
        bare().handler("", (poe, request, response) -> {
                    HttpConnection connection = request.connection();
                    String before = connection.user()
                            + connection.authType()
                            + connection.state().isPresent();
                    connection.user("ann");
                    connection.authType("Basic");
                    connection.state(17);
                    response.content(before + " " + connection.user() + connection.authType()
                                    + connection.state().orElseThrow())
                            .respond()
                            .done();
                })
                .start(kernel);
        SimulatedClient client = client();

        assertEquals("false annBasic17", content(ask(client, get("/"))));
        assertEquals("annBasictrue annBasic17", content(ask(client, get("/"))));
    }

    @Test
    @Row("H77")
    void shouldStreamContentAndHoldItBack() {
        Event<HttpRequest> later = Event.named("later", HttpRequest.class);
        int[] received = {0};
        bare().route(Route.of("").streamed().content(1L << 40).to((poe, request, response) -> {
                    received[0] = 0;
                    request.onContent((context, piece) -> {
                        received[0] += piece.length();
                        if (piece.isLast()) {
                            response.content("" + received[0]).respond().done();
                        } else {
                            request.pauseContent();
                            context.delaySet(later, Duration.ofSeconds(1), request);
                        }
                    });
                }))
                .on(later, (connection, poe, request) -> request.resumeContent())
                .start(kernel);
        SimulatedClient client = client();
        int size = 3_000_000;

        client.send(request("POST", "/", "Content-Length: " + size));
        client.send(new byte[size]);
        run();
        int atOnce = received[0];
        advance(100);

        assertTrue(atOnce > 0 && atOnce < 200_000, "" + atOnce);
        assertEquals("" + size, content(client.takeReceived()));
        assertEquals("0", content(ask(post("/", ""))));
    }

    @Test
    @Row("H77")
    void shouldStreamContentToEventsOfAnySession() {
        Event<HttpPiece> take = Event.named("take", HttpPiece.class);
        StringBuilder taken = new StringBuilder();
        session("taker", "take", (poe, payload) -> {
            HttpPiece piece = (HttpPiece) payload;
            taken.append(piece.content());
            if (piece.content().isLast()) {
                piece.response().content("took " + taken).respond().done();
            }
        });
        bare().route(Route.of("^/none$").streamed().to((poe, request, response) -> request.onContent("nobody", take)))
                .route(Route.of("").streamed().to((poe, request, response) -> request.onContent("taker", take)))
                .start(kernel);
        SimulatedClient client = client();

        client.send(request("POST", "/", "Content-Length: 6") + "one");
        run();
        client.send("two");
        run();

        assertEquals("took onetwo", content(client.received()));
        assertEquals("500", status(ask(post("/none", "x"))));
    }

    @Test
    @Row("H77")
    void shouldAnswer408WhenStreamedContentStops() {
        bare().route(Route.of("").streamed().to((poe, request, response) -> {})).start(kernel);
        SimulatedClient client = client();
        client.send(request("POST", "/", "Content-Length: 10") + "12345");

        advance(30);

        assertEquals("408", status(client.received()));
    }

    @Test
    @Row("H78")
    void shouldReadFormsQueriesAndCookies() {
        assertEquals(
                "[a=1, b= x, a=2] Optional[1] {n=v, q=w x, e=}",
                said(
                        request -> request.form() + " " + request.query("a") + " " + request.cookies(),
                        post(
                                "/?a=1&a=3",
                                "a=1&b=+x&a=2",
                                "Content-Type: application/x-www-form-urlencoded",
                                "Cookie: n=v; q=\"w x\"; e=; n=other")));
        assertEquals("[]", said(HttpRequest::form, post("/", "a=1", "Content-Type: text/plain")));
    }

    @Test
    @Row("H78")
    void shouldCutAMultipartForm() {
        String form = "preamble\r\n--cut\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--cut \r\n"
                + "content-disposition: form-data; name=f; filename=\"a b.txt\"\r\nContent-Type: text/x\r\n\r\n"
                + "--cu\r\n--c\r\n--cut\r\nContent-Disposition: form-data; name=e\r\n\r\n\r\n--cut--\r\nepilogue";
        Function<HttpRequest, Object> told = request -> request.parts().stream()
                .map(part -> part.name() + "|" + part.fileName() + "|" + part.type() + "|" + part.text())
                .toList();
        String type = "Content-Type: multipart/form-data; boundary=cut";

        assertEquals(
                "[a||text/plain|one, f|a b.txt|text/x|--cu\r\n--c, e||text/plain|]", said(told, post("/", form, type)));
        assertEquals("[]", said(told, post("/", "--cut--", type)));
        assertEquals("[]", said(told, post("/", form)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --cut~Content-Disposition: form-data; name=a~~one           | cut
            --cut~Content-Disposition: form-data~~one~--cut--           | cut
            --cut~one~--cut--                                           | cut
            --cutter~Content-Disposition: form-data; name=a~~x~--cut--  | cut
            nothing                                                     | cut
            --cut--                                                     | ''
            """)
    @Row("H78")
    void shouldAnswer400WhenAMultipartFormIsMalformed(String form, String boundary) {
        saying(HttpRequest::parts).start(kernel);
        String type = "Content-Type: multipart/form-data" + (boundary.isEmpty() ? "" : "; boundary=" + boundary);

        assertEquals("400", status(ask(post("/", form.replace("~", "\r\n"), type))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/html, application/json;q=0.5 | text/html
            application/json                  | application/json
            text/*;q=0.3, */*;q=0.8           | application/json
            */*                               | text/html
            image/png                         | none
            text/html;q=0, */*                | application/json
            """)
    @Row("H78")
    void shouldChooseATypeByAccept(String accept, String chosen) {
        assertEquals(
                chosen,
                said(
                        request ->
                                request.accepts("text/html", "application/json").orElse("none"),
                        get("/", "Accept: " + accept)));
    }

    @Test
    @Row("H78")
    void shouldKeepARequestThatIsRetained() {
        List<HttpRequest> kept = new ArrayList<>();
        bare().handler("", (poe, request, response) -> {
                    kept.add(request.retain());
                    response.respond().done();
                })
                .start(kernel);
        SimulatedClient client = client();

        ask(client, post("/first", "one", "X-A: 1"));
        ask(client, post("/second", "two", "X-A: 2"));

        assertEquals("/first one 1", told(kept.get(0)));
        assertEquals("/second two 2", told(kept.get(1)));
    }

    private static String told(HttpRequest request) {
        return request.path() + " " + request.contentText() + " "
                + request.header("X-A").orElseThrow();
    }

    @Test
    @Row("H78")
    void shouldAnswer400WhenTheHandlerMeetsABadEscape() {
        saying(request -> request.query("a")).start(kernel);

        assertEquals("400", status(ask(get("/?a=%zz"))));
    }

    @Test
    @Row("H47")
    void shouldSayThatAPatternHasNoSuchGroup() {
        saying(request -> assertThrows(IllegalArgumentException.class, () -> request.param("no"))
                        .getClass()
                        .getSimpleName())
                .start(kernel);

        assertEquals("IllegalArgumentException", content(ask(get("/"))));
    }

    /** A clone would be a second owner of one socket, and Java tells no descriptor: neither is there. */
    @Test
    @Row("H72")
    void shouldBeOneObjectWithoutADescriptor() {
        List<String> methods = Arrays.stream(HttpConnection.class.getMethods())
                .map(Method::getName)
                .toList();

        assertFalse(methods.contains("clone") || methods.contains("fileno"), () -> "" + methods);
        assertFalse(Cloneable.class.isAssignableFrom(HttpConnection.class));
    }

    @Test
    void shouldLeaveContentAsItIsToWhomItWasGiven() {
        List<byte[]> kept = new ArrayList<>();
        bare().handler("", (poe, request, response) -> {
                    kept.add(request.content());
                    response.respond().done();
                })
                .start(kernel);
        SimulatedClient client = client();

        ask(client, post("/", "one"));
        ask(client, post("/", "two"));

        assertEquals("one two", new String(kept.get(0)) + " " + new String(kept.get(1)));
    }

    @Test
    void shouldTellWhetherContentIsTheSame() {
        List<Boolean> same = new ArrayList<>();
        bare().handler("", (poe, request, response) -> {
                    same.add(request.contentIs("two".getBytes()));
                    response.content(request.contentText()).respond().done();
                })
                .start(kernel);
        SimulatedClient client = client();

        assertEquals("one", content(ask(client, post("/", "one"))));
        assertEquals("two", content(ask(client, post("/", "two"))));
        assertEquals("twos", content(ask(client, post("/", "twos"))));
        assertEquals("tw", content(ask(client, post("/", "tw"))));

        assertEquals(List.of(false, true, false, false), same);
    }

    @Test
    void shouldKeepNothingOfAnAnswerThatCameLaterForTheNextOne() {
        List<HttpResponse> late = new ArrayList<>();
        bare().handler("/now", (poe, request, response) -> response.respond().done())
                .handler("/later", (poe, request, response) -> late.add(response))
                .start(kernel);
        SimulatedClient first = client();
        SimulatedClient second = client();
        ask(first, post("/later", "x"));
        ask(second, request("HEAD", "/later"));

        late.get(0).code(404).header("X-A", "1").content("y").respond().done();
        run();
        late.get(1).content("yz").respond().done();
        run();

        assertTrue(first.takeReceived().contains("X-A: 1"));
        String answer = second.takeReceived();
        assertTrue(answer.startsWith("HTTP/1.1 200") && answer.endsWith("Content-Length: 2\r\n\r\n"), answer);
        assertFalse(answer.contains("X-A"));
        assertFalse(ask(first, get("/now")).contains("X-A"));
        assertThrows(IllegalStateException.class, () -> late.get(0).headers());
    }

    @Test
    void shouldLetWhoDoesNotKnowYetWriteIntoNobodysAnswer() {
        List<HttpResponse> late = new ArrayList<>();
        bare().handler("/now", (poe, request, response) -> response.respond().done())
                .handler("/later", (poe, request, response) -> late.add(response))
                .start(kernel);
        SimulatedClient client = client();
        ask(client, get("/later"));
        client.reset();
        run();

        late.get(0).header("X-A", "1").content("y");

        assertFalse(ask(get("/now")).contains("X-A"));
        late.get(0).header("X-B", "2").respond().done();
        assertFalse(ask(get("/now")).contains("X-"));
    }

    @Test
    void shouldWriteAnAnswerAtOnceWhenItsConnectionIsFlushed() {
        List<Integer> waiting = new ArrayList<>();
        bare().handler("", (poe, request, response) -> {
                    HttpConnection connection = request.connection();
                    response.content("x".repeat(100)).respond().done();
                    waiting.add(connection.wheel().orElseThrow().octets());
                    connection.flush();
                    waiting.add(connection.wheel().orElseThrow().octets());
                })
                .start(kernel);

        assertEquals("x".repeat(100), content(ask(get("/"))));

        assertTrue(waiting.get(0) > 100, waiting + " octets waited");
        assertEquals(0, waiting.get(1));
    }
}
