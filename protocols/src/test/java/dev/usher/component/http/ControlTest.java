package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.kernel.Event;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What may be sent to a server: its end, other handlers, its parent's signals. */
class ControlTest extends HttpCase {
    private static final Event<HttpResponse> LATER = Event.named("later", HttpResponse.class);

    private static HttpHandler says(String text) {
        return (poe, request, response) -> response.content(text).respond().done();
    }

    private HttpServerBuilder slow() {
        return bare().handler(
                        "^/slow", (poe, request, response) -> poe.delaySet(LATER, Duration.ofSeconds(9), response))
                .on(
                        LATER,
                        (connection, poe, response) ->
                                response.content("slow").respond().done())
                .handler("", says("quick"));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> handlers() {
        return (Map<String, Object>) kernel.call("HTTPd", HttpServer.HANDLERS_GET, null);
    }

    @Test
    @Row({"H123", "H124"})
    void shouldAnswerWhatIsUnderWayAndEndWhenItIsShutDown() {
        slow().start(kernel);
        SimulatedClient idle = client();
        SimulatedClient used = client();
        SimulatedClient busy = client();
        ask(used, get("/"));
        busy.send(get("/slow") + get("/"));
        run();

        kernel.post("HTTPd", HttpServer.SHUTDOWN);
        run();

        assertTrue(idle.isClosedByPeer() && used.isClosedByPeer());
        assertFalse(busy.isClosedByPeer());
        assertTrue(client().isRefused());
        assertTrue(kernel.aliasResolve("HTTPd").isEmpty());
        advance(10);
        assertTrue(busy.received().contains("\r\nConnection: close\r\n"));
        assertEquals("slow", content(busy.received()));
        assertTrue(busy.isClosedByPeer());
        advance(10);
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    @Row("H123")
    void shouldShutDownByASignal() {
        server().start(kernel);
        SimulatedClient client = client();

        kernel.signal("0", "shutdown");
        run();

        assertTrue(client.isClosedByPeer());
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    @Row("H123")
    void shouldCutWhatTakesLongerThanTheShutdownTime() {
        slow().shutdownTime(Duration.ofSeconds(5)).start(kernel);
        SimulatedClient busy = client();
        busy.send(get("/slow"));
        run();

        kernel.post("HTTPd", HttpServer.SHUTDOWN);
        advance(4.9);
        assertFalse(busy.isClosedByPeer());
        advance(0.2);

        assertTrue(busy.isClosedByPeer());
        assertEquals("", busy.received());
    }

    @Test
    @Row("H125")
    void shouldGiveACopyOfItsHandlers() {
        bare().handlers(List.of("^/a", "poe:app/a?x=1", "on_connect", "poe:app/c", "", "poe:app/all"))
                .start(kernel);

        Map<String, Object> handlers = handlers();
        assertEquals("{^/a=poe:app/a?x=1, on_connect=poe:app/c, =poe:app/all}", handlers.toString());
        handlers.clear();

        assertEquals(3, handlers().size());
    }

    @Test
    @Row({"H126", "H129"})
    void shouldSetHandlersForConnectionsToCome() {
        bare().handler("", says("old")).start(kernel);
        SimulatedClient old = client();

        kernel.post("HTTPd", HttpServer.HANDLERS_SET, List.of("^/new", says("new")));
        run();

        assertEquals("old", content(ask(old, get("/new"))));
        assertEquals("new", content(ask(get("/new"))));
        assertEquals("404", status(ask(get("/"))));
    }

    @Test
    @Row("H127")
    void shouldAddHandlersBehindThoseThereAre() {
        bare().handlers(List.of("^/a", says("a"), "^/b", says("b"))).start(kernel);

        kernel.post("HTTPd", HttpServer.HANDLERS_ADD, List.of("^/a", says("new a"), "^/", says("any")));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("^/ab", says("never"));
        kernel.post("HTTPd", HttpServer.HANDLERS_ADD, map);
        kernel.post("HTTPd", HttpServer.HANDLERS_ADD, "poe:app/all");
        run();

        assertEquals(
                List.of("^/a", "^/b", "^/", "^/ab", ""), List.copyOf(handlers().keySet()));
        assertEquals("new a", content(ask(get("/ab"))));
        assertEquals("any", content(ask(get("/c"))));
    }

    @Test
    @Row("H128")
    void shouldRemoveHandlersByTheirText() {
        bare().handlers(List.of("^/a", says("a"), "^/b", says("b"), "^/c", says("c"), "on_connect", "poe:x/y"))
                .start(kernel);

        kernel.post("HTTPd", HttpServer.HANDLERS_REMOVE, "^/a");
        kernel.post("HTTPd", HttpServer.HANDLERS_REMOVE, List.of("^/b", "/c"));
        kernel.post("HTTPd", HttpServer.HANDLERS_REMOVE, Map.of("on_connect", 1));
        run();

        assertEquals(List.of("^/c"), List.copyOf(handlers().keySet()));
        assertEquals("404", status(ask(get("/a"))));
    }

    @Test
    @Row({"H126", "H127", "H128"})
    void shouldKeepItsHandlersWhenTheNewOnesAreWrong() {
        bare().handler("", says("old")).start(kernel);

        kernel.call("HTTPd", HttpServer.HANDLERS_SET, List.of("(", says("x")));
        kernel.call("HTTPd", HttpServer.HANDLERS_ADD, 17);
        kernel.call("HTTPd", HttpServer.HANDLERS_REMOVE, 17);

        assertEquals("old", content(ask(get("/"))));
        assertEquals(3, Logs.complaints().size(), Logs.complaints().toString());
    }

    @Test
    @Row({"H21", "H131", "H132", "H133"})
    void shouldServeForAParentThatSaysWhenToAccept() {
        server().prefork((poe, status) -> log.add(status.name())).start(kernel);
        SimulatedClient first = client();
        SimulatedClient second = client();
        assertEquals("", ask(first, get("/")));

        kernel.signal("0", "daemon_child");
        run();
        assertLog("WAIT");
        kernel.signal("0", "daemon_accept");
        run();

        assertEquals("200", status(first.received()));
        assertEquals("", ask(second, get("/")));
        first.close();
        run();
        assertLog("WAIT", "REQ", "DONE");
        kernel.signal("0", "daemon_accept");
        run();
        assertEquals("200", status(second.received()));
        kernel.signal("0", "daemon_shutdown");
        run();
        assertTrue(second.isClosedByPeer());
    }

    @Test
    @Row({"H21", "H132"})
    void shouldWantAParentWhenPreforkIsOn() {
        DefinitionException wrong = assertThrows(
                DefinitionException.class,
                () -> HttpServer.from(Map.of("handler", says(""), "prefork", 1)).define());

        assertTrue(wrong.errors().get(0).contains("prefork"), wrong.getMessage());
    }
}
