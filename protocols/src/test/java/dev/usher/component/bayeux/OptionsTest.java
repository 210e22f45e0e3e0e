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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual's options by name. */
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
}
