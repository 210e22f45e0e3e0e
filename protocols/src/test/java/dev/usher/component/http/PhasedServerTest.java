package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests in phases. */
class PhasedServerTest extends HttpCase {
    private static final Event<HttpResponse> LATER = Event.named("later", HttpResponse.class);

    private PhaseHandler says(String name, PhaseResult result) {
        return (poe, request, response) -> {
            log.add(name);
            return result;
        };
    }

    private PhaseHandler ok(String name) {
        return says(name, PhaseResult.OK);
    }

    private static PhaseHandler gives(String text) {
        return (poe, request, response) -> {
            response.content(text);
            return PhaseResult.OK;
        };
    }

    @Test
    @Row({"H158", "H166"})
    void shouldEndByEitherOfItsAliases() {
        for (String which : new String[] {"httpd", "tcp"}) {
            Map<String, String> aliases = PhasedServer.at(PORT)
                    .address("127.0.0.1")
                    .headers(Map.of("Server", "mine"))
                    .content("/", gives("x"))
                    .start(kernel);
            assertTrue(ask(get("/")).contains("Server: mine"));

            if (which.equals("tcp")) {
                kernel.post(aliases.get(which), HttpServer.SHUTDOWN);
            } else {
                kernel.call(aliases.get(which), HttpServer.SHUTDOWN);
            }
            run();

            assertEquals(0, kernel.counts().sessions());
            assertEquals(0, kernel.counts().aliases());
        }
        assertThrows(DefinitionException.class, () -> PhasedServer.at(PORT).start(kernel));
    }

    @Test
    @Row({"H159", "H164"})
    void shouldCallTheHandlersOfAllFoldersOnThePath() {
        PhasedServer.at(PORT)
                .trans("/", ok("trans /"))
                .pre("/", ok("pre /"))
                .pre("/a/", ok("pre /a/"))
                .pre("/a/f", ok("pre /a/f"))
                .pre("/b/", ok("pre /b/"))
                .content("/", ok("content /"))
                .content("/a/", (poe, request, response) -> {
                    log.add("content /a/");
                    response.content("a");
                    return PhaseResult.OK;
                })
                .post("/a/", ok("post /a/"))
                .post("/", ok("post /"))
                .start(kernel);

        String answer = ask(get("/a/f"));

        assertTrue(answer.contains("Content-Length: 1\r\n") && answer.contains("Date: "), answer);
        assertLog("trans /", "pre /", "pre /a/", "pre /a/f", "content /a/", "post /", "post /a/");
    }

    @Test
    @Row("H160")
    void shouldSkipTheRestOfAPhaseThatIsDenied() {
        PhasedServer.at(PORT)
                .pre("/", says("pre", PhaseResult.DENY))
                .pre("/a/", ok("never"))
                .content("/", gives("x"))
                .start(kernel);

        assertEquals("x", content(ask(get("/a/b"))));
        assertLog("pre");
    }

    @Test
    @Row("H160")
    void shouldWaitUntilItIsToldToGoOn() {
        HttpResponse[] waiting = new HttpResponse[1];
        PhasedServer.at(PORT)
                .pre("/", (poe, request, response) -> {
                    waiting[0] = response;
                    return PhaseResult.WAIT;
                })
                .content("/", gives("polled"))
                .start(kernel);
        SimulatedClient client = client();

        assertEquals("", ask(client, get("/")));
        advance(100);
        PhasedServer.proceed(waiting[0]);
        run();

        assertEquals("polled", content(client.received()));
    }

    @Test
    @Row("H161")
    void shouldCallErrorAndPostWhenTheConnectionFails() {
        PhasedServer.at(PORT)
                .content("/", says("content", PhaseResult.WAIT))
                .error((poe, request, response) -> log.add("error " + response.isError() + " " + request.path()))
                .post("/", ok("post"))
                .start(kernel);
        SimulatedClient client = client();
        ask(client, get("/x"));

        client.reset();
        run();

        assertLog("content", "error true /x", "post");
    }

    @Test
    @Row({"H162", "H165"})
    void shouldStreamByTheStreamHandler() {
        int[] calls = {0};
        PhasedServer.at(PORT)
                .content("/", (poe, request, response) -> {
                    response.streaming(true);
                    return PhaseResult.OK;
                })
                .stream((poe, request, response) -> {
                    calls[0]++;
                    if (calls[0] < 4) {
                        response.send("part " + calls[0] + " ");
                    } else if (calls[0] == 4) {
                        log.add("nothing to send");
                        kernel.create(
                                States.of(Object.class)
                                        .start((heap, own) -> own.delaySet(LATER, Duration.ofSeconds(5), response))
                                        .on(LATER, (heap, own, late) -> PhasedServer.proceed(late)),
                                null);
                    } else {
                        response.done();
                    }
                })
                .start(kernel);
        SimulatedClient client = client();

        ask(client, get("/"));
        assertLog("nothing to send");
        advance(6);

        assertTrue(client.isClosedByPeer());
        assertEquals(5, calls[0]);
    }

    @Test
    @Row("H163")
    void shouldNotTakeAFileForAFolder() {
        PhasedServer.at(PORT)
                .content("/honk", gives("file"))
                .content("/dir/", gives("folder"))
                .start(kernel);

        assertEquals("file", content(ask(get("/honk"))));
        assertEquals("404", status(ask(get("/honk/"))));
        assertEquals("404", status(ask(get("/dir"))));
        assertEquals("folder", content(ask(get("/dir/any"))));
    }
}
