package dev.usher.component.bayeux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.component.http.HttpHandler;
import dev.usher.component.log.Logs;
import dev.usher.filters.http.HttpDate;
import dev.usher.kernel.Session;
import dev.usher.kernel.SessionOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual's options by name, and what else a description says. */
class OptionsTest extends BayeuxCase {
    private static Map<String, Object> options(Object... pairs) {
        Map<String, Object> options = new HashMap<>(Map.of("Port", PORT, "Alias", "bayeux"));
        for (int i = 0; i < pairs.length; i += 2) {
            options.put(pairs[i].toString(), pairs[i + 1]);
        }
        return options;
    }

    @Test
    @Row({"B1", "B2", "B4", "B5", "B53"})
    void shouldHaveTheManualsDefaults() {
        BayeuxServer server = BayeuxServer.from(Map.of()).build();
        BayeuxServer.from(options()).start(kernel);
        Caller caller = client();
        Caller gone = client();

        assertEquals("bayeux", server.alias);
        assertEquals(10, server.clientMaxConnections);
        assertFalse(server.anonPublish);
        assertEquals("", caller.connect());
        advance(119.9);
        assertEquals(2, running().clients().size());
        assertEquals("", caller.heard());
        advance(0.1);
        assertEquals("[{'channel':'/meta/connect','successful':true}]", caller.heard());
        assertTrue(running().find(gone.id).isEmpty());
    }

    @Test
    @Row({"B3", "B4", "B16", "B17", "B18", "B5"})
    void shouldTakeTheManualsOptions() {
        Consumer<ServerEvent> callback = event -> log.add(words(event));
        Service echo =
                (poe, message) -> message.respond(message.message().data().orElseThrow());
        MessageAcl acl = (poe, client, message) -> {
            if (message.message().channel().equals("/no")) {
                message.error("no");
            }
        };
        BayeuxServer.from(options(
                        "AnonPublish",
                        1,
                        "ConnectTimeout",
                        "2.5",
                        "ClientMaxConnections",
                        "1",
                        "Services",
                        Map.of("echo", echo),
                        "MessageACL",
                        acl,
                        "Callback",
                        callback))
                .start(kernel);
        Caller caller = client();

        assertLog("client_connect ID 127.0.0.1");
        assertTrue(caller.post("[{'channel':'/a','data':1}]").contains("'successful':true"));
        assertTrue(caller.publish("/no", "1").contains("'error':'403::no'"));
        assertTrue(caller.publish("/service/echo", "1").endsWith("'data':1}]"));
        assertEquals("", caller.connect());
        Caller other = client();
        other.cookie = "";
        other.connect();
        assertEquals(503, other.status());
        advance(2.5);
        assertTrue(log.contains("client_disconnect ID"));
    }

    @Test
    @Row("B19")
    void shouldLetContentHandlersExtendAndReplace() {
        HttpHandler page = (poe, request, response) ->
                response.content("page " + request.path()).respond().done();
        BayeuxServer.from(options("ContentHandler", Map.of("/extra", page, "/", page)))
                .start(kernel);
        Caller caller = client();

        assertEquals("page /extra/x", caller.ask("GET", "/extra/x", "", ""));
        assertEquals("page /other", caller.ask("GET", "/other", "", ""));
        assertTrue(caller.publish("/a", "1").contains("'successful':true"));
        BayeuxServer.from(Map.of("Port", PORT + 1, "ContentHandler", Map.of("/cometd", page)))
                .start(kernel);
        Caller second = new Caller(this, simulation.connect(PORT + 1));
        assertEquals("page /cometd", second.ask("GET", "/cometd", "", ""));
    }

    @Test
    @Row({"B9", "B10", "B11"})
    void shouldLogWhereAndAsMuchAsIsSaid(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("bayeux.log");
        BayeuxServer.from(options("LogFile", file.toString())).start(kernel);
        BayeuxServer.from(Map.of("Port", PORT + 1, "Alias", "second", "Debug", 1, "LogFile", file.toString()))
                .start(kernel);
        Caller quiet = client();
        Caller loud = new Caller(this, simulation.connect(PORT + 1));
        loud.handshake();
        quiet.disconnect();
        loud.disconnect();

        List<String> lines = Files.readAllLines(file, UTF_8).stream()
                .map(line -> line.replaceAll("^\\[[^]]+\\] ", "").replaceAll("[0-9]+", "N"))
                .map(line -> line.replaceAll(": .*(Bayeux server started)", ": $1")
                        .replaceAll("Bayeux client .* (connects|is)", "$1"))
                .toList();
        assertEquals(
                List.of(
                        "INFO: Bayeux server started",
                        "INFO: Bayeux server started",
                        "DEBUG: connects from N.N.N.N",
                        "DEBUG: is forgotten"),
                lines);
        assertTrue(
                Logs.lines().stream().anyMatch(line -> line.contains("connects from 127.0.0.1")),
                Logs.lines().toString());
    }

    @Test
    @Row("B20")
    void shouldRefuseWhatTheManualDoesNotKnow() {
        DefinitionException wrong = assertThrows(
                DefinitionException.class,
                () -> BayeuxServer.from(Map.of(
                                "Prot", 1,
                                "Port", "many",
                                "MessageACL", "text",
                                "Services", Map.of("x", 1),
                                "ConnectTimeout", "soon",
                                "LogFile", "/no/such/folder/x"))
                        .build());

        assertEquals(6, wrong.errors().size(), wrong.getMessage());
        assertTrue(wrong.errors().contains("there is no option 'Prot'"));
        assertTrue(wrong.errors().contains("MessageACL must be a MessageAcl, not 'text'"));
    }

    @Test
    @Row({"B12", "B13", "B14", "B15", "B121", "B122", "B123", "B124", "B125", "B126"})
    void shouldServePlainFiles(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectories(folder.resolve("www"));
        Files.writeString(folder.resolve("secret"), "secret");
        Files.createDirectories(root.resolve("empty"));
        Files.createDirectories(root.resolve("sub"));
        Files.writeString(root.resolve("sub/second.html"), "second");
        Files.writeString(root.resolve("sub/third.html"), "third");
        Files.writeString(root.resolve("a.css"), "body{}");
        Files.writeString(root.resolve("a.js"), "1");
        Files.writeString(root.resolve("plain"), "words");
        HttpHandler hook =
                (poe, request, response) -> response.header("X-Seen", request.path() + " " + response.code());
        BayeuxServer.from(options(
                        "DocumentRoot", root.toString(),
                        "DirectoryIndex", List.of("first.html", "second.html", "third.html"),
                        "TypeExpires", Map.of("text/css", 60),
                        "PostHandle", hook))
                .start(kernel);
        Caller caller = client();

        assertEquals("second", caller.ask("GET", "/sub/", "", ""));
        assertEquals("", caller.field("Expires"));
        assertEquals("/sub/ 200", caller.field("X-Seen"));
        assertEquals("body{}", caller.ask("GET", "/a.css", "", ""));
        assertTrue(caller.field("Content-Type").startsWith("text/css"));
        Instant until = HttpDate.parse(caller.field("Expires"), kernel.clock().wallTime())
                .orElseThrow();
        assertEquals(
                60,
                Duration.between(kernel.clock().wallTime(), until.plusMillis(999))
                        .toSeconds(),
                1);
        String tag = caller.field("ETag");
        caller.ask("GET", "/a.js", "", "");
        assertTrue(caller.field("Content-Type").contains("javascript"));
        caller.ask("GET", "/a.css", "", "", "If-None-Match: " + tag);
        assertEquals(304, caller.status());
        assertEquals("/a.css 304", caller.field("X-Seen"));
        assertEquals("od", caller.ask("GET", "/a.css", "", "", "Range: bytes=1-2"));
        assertEquals(206, caller.status());
        assertEquals("", caller.ask("HEAD", "/a.css", "", ""));
        assertEquals("6", caller.field("Content-Length"));
        assertEquals("Directory listing denied", caller.ask("GET", "/empty/", "", ""));
        assertEquals(403, caller.status());
        assertEquals("/empty/ 403", caller.field("X-Seen"));
        caller.ask("GET", "/sub", "", "");
        assertEquals("/sub/", caller.field("Location"));
        assertTrue(caller.ask("GET", "/%3Cb%3E", "", "").contains("/<b>"));
        assertEquals(404, caller.status());
        assertTrue(caller.field("Content-Type").startsWith("text/plain"));
        for (String path : List.of("/../secret", "/%2e%2e/secret", "/sub/../../secret", "/..%2fsecret")) {
            caller.socket.takeReceived();
            assertFalse(caller.ask("GET", path, "", "").contains("secret\n"), path);
            assertTrue(caller.status() == 404 || caller.status() == 400, path + " " + caller.status());
        }
        assertTrue(caller().handshake().contains("'successful':true"));
        assertTrue(
                Logs.lines().stream().anyMatch(line -> line.contains("Serving 127.0.0.1 /a.css text/css")),
                Logs.lines().toString());
    }

    @Test
    @Row({"B12", "B14", "B15"})
    void shouldRefuseWhatTheOptionsOfFilesCannotBe() {
        DefinitionException wrong = assertThrows(
                DefinitionException.class,
                () -> BayeuxServer.from(Map.of("TypeExpires", Map.of("text/css", "soon"), "PostHandle", "text"))
                        .build());

        assertEquals(
                List.of(
                        "TypeExpires: text/css must be a number of seconds, not 'soon'",
                        "PostHandle must be a HttpHandler, not 'text'"),
                wrong.errors());
    }

    @Test
    @Row("B23")
    void shouldTraceAllItsSessionsWhereThatIsSaid() {
        System.setProperty("POE_DEBUG", "1");
        try {
            server().start(kernel);
        } finally {
            System.clearProperty("POE_DEBUG");
        }
        BayeuxServer.at(PORT + 1).alias("quiet").start(kernel);
        Caller caller = client();

        Session server = running().session();
        Session client = running().find(caller.id).orElseThrow().session();
        for (Session session : List.of(server, server.parent().orElseThrow(), client)) {
            assertTrue(session.option(SessionOption.TRACE), session.toString());
            assertTrue(session.option(SessionOption.DEBUG), session.toString());
        }
        assertFalse(kernel.aliasResolve("quiet").orElseThrow().option(SessionOption.TRACE));
    }

    @Test
    @Row("B20")
    void shouldReportAllThatIsWrongTogether() {
        DefinitionException wrong = assertThrows(
                DefinitionException.class,
                () -> server().path("x")
                        .timeout(Duration.ofSeconds(-1))
                        .clientMaxConnections(-1)
                        .trustedProxies("proxy.example")
                        .transports()
                        .cookie("None", false)
                        .service("*", (poe, message) -> {})
                        .persistent("/a/*")
                        .allow("a")
                        .build());

        assertEquals(9, wrong.errors().size(), wrong.getMessage());
    }

    @Test
    @Row("B26")
    void shouldShareAnHttpServer() {
        dev.usher.component.http.HttpServer.at(PORT)
                .mount("/cometd", BayeuxServer.define().random(new java.util.Random(1)))
                .handler("", (poe, request, response) -> response.error(404, "not here"))
                .start(kernel);

        Caller caller = client();
        caller.subscribe("/a");
        assertTrue(caller.publish("/a", "1").endsWith(",{'channel':'/a','data':1}]"));
        assertEquals("not here", caller.ask("GET", "/x", "", ""));
        assertEquals(new HashMap<>(), running().find(caller.id).orElseThrow().flags());
    }
}
