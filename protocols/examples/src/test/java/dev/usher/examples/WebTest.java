package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.SimulatedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebTest {
    private final Stage stage = new Stage();

    @TempDir
    private Path outer;

    private Path folder;

    @BeforeEach
    void serve() throws IOException {
        folder = Files.createDirectory(outer.resolve("public"));
        Files.writeString(folder.resolve("hello.txt"), "a file");
        Files.writeString(folder.resolve(".hidden"), "secret");
        Files.writeString(outer.resolve("outside.txt"), "secret");
        serve(Stage.PORT);
    }

    private HttpServing serve(int port) {
        HttpServing serving = new HttpServing(
                Web.server(port, folder, Duration.ofSeconds(3)), "127.0.0.1", port, stage.out, stage.err);
        stage.simulation.kernel().create(HttpServing.STATES, serving);
        stage.simulation.runUntilIdle();
        return serving;
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private String get(String target) {
        return stage.ask(stage.client(), "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private static String content(String answer) {
        return answer.substring(answer.indexOf("\n\n") + 2);
    }

    private static String status(String answer) {
        return answer.substring(9, 12);
    }

    @ParameterizedTest
    @CsvSource({
        "/plaintext, 'Hello, World!', text/plain",
        "/json, '{\"message\":\"Hello, World!\"}', application/json",
        "/hello/Ann, 'Hello, Ann!', text/plain",
        "/static/hello.txt, a file, text/plain",
        "'/stream?lines=2', 'e\nline 1\nline 2\n\n0\n\n', text/plain"
    })
    void shouldAnswer(String target, String content, String type) {
        String answer = get(target);

        assertEquals("200", status(answer));
        assertEquals(content, content(answer));
        assertTrue(answer.contains("\nContent-Type: " + type) && answer.contains("\nDate: "), answer);
        assertTrue(answer.contains("\nServer: Usher"), answer);
    }

    @Test
    void shouldShowAnIndex() {
        assertTrue(content(get("/")).contains("<a href=\"plaintext\">"));
    }

    @Test
    void shouldAnswerASecondLater() {
        SimulatedClient client = stage.client();
        assertEquals("", stage.ask(client, "GET /deferred HTTP/1.1\r\nHost: a\r\n\r\n"));

        stage.simulation.advance(Duration.ofSeconds(1));

        assertEquals("Hello, World!", content(stage.heard(client)));
    }

    @Test
    void shouldTellTheTimeEverySecond() {
        SimulatedClient client = stage.client();
        String first = stage.ask(client, "GET /events HTTP/1.1\r\nHost: a\r\n\r\n");

        stage.simulation.advance(Duration.ofSeconds(2));

        String more = stage.heard(client);
        assertTrue(first.contains("Content-Type: text/event-stream"), first);
        assertTrue(first.contains("event: time\ndata: 2000-01-01T00:00:00Z\n\n"), first);
        assertTrue(more.contains("data: 2000-01-01T00:00:02Z\n\n"), more);
        client.close();
        stage.simulation.advance(Duration.ofSeconds(20));
    }

    @Test
    void shouldTellWhatAFormHas() {
        String form = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc\r\n"
                + "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\nContent-Type: a/b\r\n\r\n"
                + "x".repeat(70_000) + "\r\n--B--";

        String answer = stage.ask(
                stage.client(),
                "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: "
                        + form.length() + "\r\n\r\n" + form);

        assertEquals("a: 3 bytes of text/plain, in memory\nf: 70000 bytes of a/b, on disk\n", content(answer));
    }

    @Test
    void shouldTellItsHealthAndIfWantedItsMetrics() {
        stage.simulation.kernel().call("HTTPd", dev.usher.component.http.HttpServer.SHUTDOWN);
        stage.simulation.runUntilIdle();
        Web.measure(Web.server(Stage.PORT, folder, Duration.ofSeconds(3)), Web.metrics())
                .start(stage.simulation.kernel());
        stage.simulation.runUntilIdle();

        assertEquals("ok\n", content(get("/healthz")));
        assertTrue(get("/metrics").contains("http_server_request_duration_seconds_count{status=\"2xx\"} 1\n"));
    }

    @Test
    void shouldTakeAnUploadAndHaveAPageForIt() {
        String page = get("/upload");
        String answer = stage.ask(
                stage.client(),
                "PUT /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n" + "x".repeat(2_000_000));

        assertTrue(content(page).contains("<progress"), page);
        assertEquals("{\"bytes\":2000000,\"crc32\":\"ee180f51\"}", content(answer));
    }

    @Test
    void shouldStreamNoFasterThanTheClientReads() {
        SimulatedClient client = stage.client();
        client.stopReading();
        client.send("GET /stream?lines=1000000 HTTP/1.1\r\nHost: a\r\n\r\n");
        stage.simulation.runUntilIdle();

        client.resumeReading();
        stage.simulation.runUntilIdle();

        assertTrue(client.received().endsWith("line 1000000\n\r\n0\r\n\r\n"));
    }

    @Test
    void shouldSendAPartOfAFile() {
        String answer =
                stage.ask(stage.client(), "GET /static/hello.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=2-\r\n\r\n");

        assertEquals("206", status(answer));
        assertEquals("file", content(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void shouldRepeatWhatIsSent(String method) {
        String answer =
                stage.ask(stage.client(), method + " /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");

        assertEquals("200", status(answer));
        assertEquals("hello", content(answer));
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing, 404",
        "/echo, 405",
        "/static/, 404",
        "/static/none, 404",
        "/static/.hidden, 404",
        "/static/../outside.txt, 404",
        "/static/%2e%2e/outside.txt, 404",
        "/static/..%2foutside.txt, 404",
        "/static//etc/passwd, 404",
        "/static/a%00b, 400",
        "/stream?lines=many, 400"
    })
    void shouldRefuse(String target, String status) {
        String answer = get(target);

        assertEquals(status, status(answer));
        assertFalse(answer.contains("secret"), answer);
    }

    @Test
    void shouldServeNoFileThatALinkFindsOutside() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.txt"), outer.resolve("outside.txt"));

        assertEquals("404", status(get("/static/link.txt")));
    }

    @Test
    void shouldEndWhenWhatIsUnderWayIsAnswered() {
        SimulatedClient idle = stage.client();
        SimulatedClient busy = stage.client();
        stage.ask(busy, "GET /deferred HTTP/1.1\r\nHost: a\r\n\r\n");

        stage.signal("TERM");
        assertTrue(idle.isClosedByPeer());
        assertFalse(busy.isClosedByPeer());
        stage.simulation.advance(Duration.ofSeconds(4));

        assertEquals("Hello, World!", content(stage.heard(busy)));
        assertEquals(0, stage.sessions());
        assertEquals("listening on 127.0.0.1:9000" + System.lineSeparator(), stage.printed());
    }

    @Test
    void shouldSayWhyItCannotListen() {
        HttpServing second = serve(Stage.PORT);

        assertEquals(1, second.outcome());
        assertTrue(stage.complained().contains("cannot listen on 127.0.0.1:9000: Address already in use"));
    }
}
