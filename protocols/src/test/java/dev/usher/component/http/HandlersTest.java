package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.kernel.Call;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is called for a request, and with what. */
class HandlersTest extends HttpCase {
    private static final Event<HttpResponse> NEXT = Event.named("next", HttpResponse.class);

    private static void say(HttpResponse response, String text) {
        response.content(text).respond().done();
    }

    private static void say(Object exchange, String text) {
        say(((HttpExchange) exchange).response(), text);
    }

    @Test
    @Row({"H10", "H33"})
    void shouldCallEventsByUriEventsOfSessionsAndLambdas() {
        session("app", "root", (poe, payload) -> {
            HttpExchange exchange = (HttpExchange) payload;
            say(exchange, "root " + exchange.request().path());
        });
        session("other", "pair", (poe, payload) -> say(payload, "pair"));
        bare().handler("^/$", "poe:app/root")
                .handler("^/pair$", "other", Event.named("pair", HttpExchange.class))
                .handler("^/lambda$", (poe, request, response) -> say(response, "lambda"))
                .start(kernel);

        assertEquals("root /", content(ask(get("/"))));
        assertEquals("pair", content(ask(get("/pair"))));
        assertEquals("lambda", content(ask(get("/lambda"))));
    }

    @Test
    @Row("H34")
    void shouldHandTheArgumentsOfTheUri() {
        session("app", "page", (poe, payload) -> say(payload, "" + ((HttpExchange) payload).arguments()));
        session("app2", "told", (poe, payload) -> log.add("" + ((HttpContact) payload).arguments()));
        bare().handler("", "poe:app/page?honk=bonk&x=1")
                .special("on_connect", "poe:app2/told?a=b")
                .start(kernel);

        assertEquals("{honk=bonk, x=1}", content(ask(get("/"))));
        assertLog("{a=b}");
    }

    @Test
    @Row({"H35", "H27", "H26"})
    void shouldKeepTheConnectionBusyUntilDone() {
        bare().handler("^/slow", (poe, request, response) -> poe.delaySet(NEXT, Duration.ofSeconds(400), response))
                .on(NEXT, (connection, poe, response) -> say(response, "at last"))
                .handler("", (poe, request, response) -> say(response, "quick"))
                .start(kernel);
        SimulatedClient client = client();
        client.send(get("/slow") + get("/"));

        advance(399);
        assertEquals("", client.received());
        advance(2);

        assertTrue(client.received().contains("at last") && client.received().endsWith("quick"));
    }

    @Test
    @Row({"H27", "H35"})
    void shouldAnswerForAHandlerThatNeverDoes() {
        bare().handlerTimeout(Duration.ofSeconds(30))
                .handler("", (poe, request, response) -> {})
                .onError((poe, error) -> log.add(error.statusLine()))
                .start(kernel);
        SimulatedClient client = client();
        client.send(get("/"));

        advance(31);

        assertEquals("503", status(client.received()));
        assertLog("503 Service Unavailable");
        assertTrue(
                Logs.complaints().get(0).contains("must call done"),
                Logs.complaints().toString());
    }

    @Test
    @Row({"H37", "H38"})
    void shouldAnswerThroughFurtherEventsOfOtherSessions() {
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> poe.aliasSet("chunks"))
                        .answer(Call.named("chunk", String.class, String.class), (heap, poe, which) -> which + " "),
                null);
        ArrayDeque<String> todo = new ArrayDeque<>();
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> poe.aliasSet("app"))
                        .on(Event.any("page"), (heap, poe, payload) -> {
                            todo.addAll(List.of("one", "two", "three"));
                            poe.yield(NEXT, ((HttpExchange) payload).response());
                        })
                        .on(NEXT, (heap, poe, response) -> next(poe, todo, response)),
                null);
        bare().handler("", "poe:app/page").start(kernel);
        SimulatedClient client = client();

        String answer = ask(client, get("/"));

        assertEquals("4\r\none \r\n4\r\ntwo \r\n6\r\nthree \r\n0\r\n\r\n", content(answer));
        assertEquals("200", status(ask(client, get("/"))));
    }

    private static void next(Context poe, ArrayDeque<String> todo, HttpResponse response) {
        String which = todo.poll();
        if (which == null) {
            response.done();
            return;
        }
        response.send((String) poe.call("chunks", Event.any("chunk"), which));
        poe.yield(NEXT, response);
    }

    @Test
    @Row({"H39", "H40"})
    void shouldAnswer500WithoutSayingWhatWasThrown() {
        session("app", "throws", (poe, payload) -> {
            throw new IllegalStateException("secret of the event");
        });
        bare().handler("^/event", "poe:app/throws")
                .handler("", (poe, request, response) -> {
                    throw new IllegalStateException("secret");
                })
                .start(kernel);

        String lambda = ask(get("/"));
        String event = ask(get("/event"));

        assertEquals("500", status(lambda));
        assertEquals("500", status(event));
        assertFalse((lambda + event).contains("secret") || (lambda + event).contains("Exception"), lambda + event);
        assertTrue(lambda.contains("E1") && event.contains("E2"));
        assertTrue(Logs.complaints().get(0).contains("E1")
                && Logs.complaints().get(0).contains("secret"));
        assertTrue(kernel.aliasResolve("app").isPresent());
    }

    @Test
    @Row("H41")
    void shouldAnswer500WhenALaterEventOfTheConnectionThrows() {
        bare().handler("", (poe, request, response) -> poe.yield(NEXT, response))
                .on(NEXT, (connection, poe, response) -> {
                    throw new IllegalStateException("later");
                })
                .start(kernel);

        assertEquals("500", status(ask(get("/"))));
    }

    @Test
    @Row("H42")
    void shouldAnswer404NamingThePathWhenNothingMatches() {
        bare().handler("^/a$", (poe, request, response) -> say(response, "a")).start(kernel);
        SimulatedClient client = client();

        String answer = ask(client, get("/none?x"));

        assertEquals("404", status(answer));
        assertTrue(answer.contains("Content-Type: text/plain") && answer.endsWith("/none"), answer);
        assertEquals("a", content(ask(client, get("/a"))));
    }

    @Test
    @Row("H43")
    void shouldCallHandlersWithinTheEventThatReadTheRequest() {
        bare().handler("", (poe, request, response) -> {
                    log.add("handler in " + poe.kernel().activeEvent());
                    say(response, "");
                })
                .preRequest((poe, request) -> log.add("pre in " + poe.kernel().activeEvent()))
                .start(kernel);

        ask(get("/"));

        assertEquals(log.get(0).substring(4), log.get(1).substring(8));
    }

    @Test
    @Row("H44")
    void shouldAnswer503WhenTheHandlersSessionIsGone() {
        bare().handler("^/gone", "poe:nobody/event")
                .handler("", "poe:HTTPd/no_such_event")
                .onError((poe, error) -> log.add(error.statusLine()))
                .start(kernel);

        assertEquals("503", status(ask(get("/gone"))));
        assertEquals("503", status(ask(get("/"))));
        assertLog("503 Service Unavailable", "503 Service Unavailable");
    }

    @Test
    @Row("H46")
    void shouldTakeSeveralSlashesAtTheBeginningForOne() {
        server().start(kernel);

        assertEquals("GET /x", content(ask(get("//x"))));
    }

    @Test
    @Row("H47")
    void shouldGiveTheGroupsOfThePattern() {
        bare().handler(
                        "^/u/(\\d+)/(?<what>\\w+)?",
                        (poe, request, response) -> say(response, request.param(1) + "|" + request.param("what")))
                .start(kernel);

        assertEquals("17|mail", content(ask(get("/u/17/mail"))));
        assertEquals("17|", content(ask(get("/u/17/"))));
    }

    @Test
    @Row("H48")
    void shouldRouteByMethod() {
        bare().route(Route.of("^/r").methods("GET", "PUT").to((poe, request, response) -> say(response, "r")))
                .start(kernel);

        String refused = ask(request("DELETE", "/r"));
        String options = ask(request("OPTIONS", "/r"));

        assertEquals("405", status(refused));
        assertTrue(refused.contains("\r\nAllow: GET, PUT, HEAD, OPTIONS\r\n"), refused);
        assertEquals("204", status(options));
        assertTrue(options.contains("\r\nAllow: GET, PUT, HEAD, OPTIONS\r\n"), options);
        assertEquals("200", status(ask(request("HEAD", "/r"))));
    }

    @Test
    @Row("H37")
    void shouldDropWhatIsSentToAClientThatHasGone() {
        bare().handler("", (poe, request, response) -> poe.delaySet(NEXT, Duration.ofSeconds(1), response))
                .on(NEXT, (connection, poe, response) -> log.add("late"))
                .start(kernel);
        HttpResponse[] kept = new HttpResponse[1];
        session("app", "page", (poe, payload) -> kept[0] = ((HttpExchange) payload).response());
        kernel.call("HTTPd", HttpServer.HANDLERS_SET, Map.of("", "poe:app/page"));
        SimulatedClient client = client();
        client.send(get("/"));
        run();
        client.reset();
        run();

        kept[0].code(200).contentType("text/plain").content("x").respond().done();
        kept[0].done();

        assertTrue(kept[0].finished());
        assertEquals(List.of(), Logs.complaints());
    }
}
