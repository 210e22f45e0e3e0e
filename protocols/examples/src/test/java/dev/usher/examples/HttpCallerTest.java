package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.kernel.Kernel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpCallerTest {
    private static final String LF = System.lineSeparator();

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private HttpCaller call(String path, String... more) throws UsageException {
        List<String> words =
                new ArrayList<>(List.of("--url", path.startsWith("/") ? "http://127.0.0.1:9000" + path : path));
        words.addAll(List.of(more));
        Example example = new Example("http-client", "", HttpCaller.OPTIONS, "", HttpCaller::run);
        HttpCaller caller = new HttpCaller(Arguments.parse(example, words), stage.out, stage.err);
        stage.simulation.kernel().create(HttpCaller.STATES, caller);
        stage.simulation.runUntilIdle();
        return caller;
    }

    private HttpServerBuilder server() {
        return HttpServer.at(9000)
                .handler(
                        "^/moved$",
                        (poe, request, response) -> response.code(302)
                                .header("Location", "/here")
                                .respond()
                                .done())
                .handler(
                        "^/here$",
                        (poe, request, response) -> response.contentType("text/plain")
                                .content("snow \u2603")
                                .respond()
                                .done())
                .handler("^/never$", (poe, request, response) -> {});
    }

    @Test
    void shouldPrintStatusAndContent() throws UsageException {
        server().start(stage.simulation.kernel());

        HttpCaller caller = call("/moved");

        assertEquals("200 OK" + LF + "snow \u2603", stage.printed());
        assertEquals("", stage.complained());
        assertEquals(0, caller.outcome());
    }

    @Test
    void shouldFailWhenTheAnswerIsNoSuccess() throws UsageException {
        server().start(stage.simulation.kernel());

        HttpCaller caller = call("/none");

        assertTrue(stage.printed().startsWith("404 Not Found" + LF));
        assertEquals(1, caller.outcome());
    }

    @Test
    void shouldSayWhatWentWrong() throws UsageException {
        HttpCaller refused = call("/");
        server().start(stage.simulation.kernel());
        HttpCaller late = call("/never", "--timeout", "3");
        stage.simulation.advance(java.time.Duration.ofSeconds(4));

        assertEquals(1, refused.outcome());
        assertEquals(1, late.outcome());
        assertEquals(
                "usher-examples: http://127.0.0.1:9000/: 127.0.0.1 port 9000: connect: Connection refused" + LF
                        + "usher-examples: http://127.0.0.1:9000/never: no whole answer within the time that"
                        + " GET http://127.0.0.1:9000/never may take" + LF,
                stage.complained());
    }

    @Test
    void shouldGiveUpWhenItIsInterrupted() throws UsageException {
        server().start(stage.simulation.kernel());
        HttpCaller caller = call("/never");

        stage.signal("INT");

        assertEquals("usher-examples: http://127.0.0.1:9000/never: cancelled" + LF, stage.complained());
        assertEquals(1, caller.outcome());
    }

    @Test
    void shouldEndAtOnceWhenItHasItsAnswer() throws UsageException {
        server().start(stage.simulation.kernel());
        Kernel kernel = stage.simulation.kernel();
        int before = kernel.counts().sessions();

        call("/here");

        assertEquals(before, kernel.counts().sessions());
    }

    private static String certificate(String name) throws Exception {
        return Path.of(HttpCallerTest.class.getResource("/tls/" + name).toURI()).toString();
    }

    @Test
    void shouldSpeakHttpsWithWhomItIsToldToTrust() throws Exception {
        server().tls(certificate("localhost.pem"), certificate("localhost.key"))
                .onError((poe, error) -> {})
                .start(stage.simulation.kernel());

        HttpCaller trusting = call("https://localhost:9000/moved", "--trust", certificate("ca.pem"));
        HttpCaller wary = call("https://localhost:9000/here");

        assertEquals(0, trusting.outcome());
        assertEquals("200 OK" + LF + "snow \u2603", stage.printed());
        assertEquals(1, wary.outcome());
        assertTrue(stage.complained().contains("localhost port 9000: tls: "), stage.complained());
        assertTrue(stage.complained().contains("--trust FILE"), stage.complained());
    }
}
