package dev.usher.component.bayeux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.websocket.Origins;
import java.net.URLEncoder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and their answers: forms of the body, connections, cookies, other origins, scripts. */
class LongPollingTest extends BayeuxCase {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String DONE = "[{'channel':'/meta/connect','successful':true}]";
    private static final String TWO =
            "[{'channel':'/a','successful':true,'id':'1'},{'channel':'/b','successful':true,'id':'2'}]";

    private static String message(String channel, int id) {
        return "{\"channel\":\"" + channel + "\",\"data\":1,\"id\":\"" + id + "\"}";
    }

    private static String field(String value) {
        return "message=" + URLEncoder.encode(value, UTF_8);
    }

    @Test
    @Row({"B27", "B28", "B29", "B30"})
    void shouldTakeAllFormsOfABody() {
        server().anonPublish(true).start(kernel);
        Caller caller = caller();
        String both = "[" + message("/a", 1) + "," + message("/b", 2) + "]";
        String one = field(message("/a", 1));
        String other = field("[" + message("/b", 2) + "]");

        assertEquals(TWO, caller.ask("POST", "/cometd", "application/json", both));
        assertEquals(TWO, caller.ask("POST", "/cometd", "application/json; charset=utf-8", "\uFEFF" + both));
        assertEquals(TWO, caller.ask("POST", "/cometd", "", both));
        assertEquals(TWO, caller.ask("POST", "/cometd", "text/json", both));
        assertEquals("text/json; charset=utf-8", caller.field("Content-Type"));
        assertEquals(TWO, caller.ask("POST", "/cometd", FORM, field(both)));
        assertEquals("application/json;charset=UTF-8", caller.field("Content-Type"));
        assertEquals(TWO, caller.ask("POST", "/cometd", FORM, one + "&" + other));
        assertEquals(TWO, caller.ask("POST", "/cometd", FORM, one + "&" + field(message("/b", 2))));
        assertEquals(TWO, caller.ask("POST", "/cometd?" + one + "&" + other, FORM, ""));
        assertEquals(TWO, caller.ask("POST", "/cometd/publish", "application/json", both));
        assertEquals(
                "[{'channel':'/a','successful':true,'id':'1'}]",
                caller.ask("POST", "/cometd", "application/json", message("/a", 1)));
        assertEquals("[]", caller.ask("POST", "/cometd", "application/json", "[]"));
    }

    @ParameterizedTest
    @Row({"B30", "B32"})
    @ValueSource(
            strings = {
                "{not json",
                "[{}",
                "[{}] x",
                "42",
                "null",
                "[1]",
                "[[{}]]",
                "",
                "[{\"channel\":\"/a\",}]",
                "[{}\0]"
            })
    void shouldRefuseWhatAreNoMessages(String body) {
        server().start(kernel);
        Caller caller = caller();

        String reply = caller.ask("POST", "/cometd", "application/json", body);

        assertEquals(400, caller.status());
        assertTrue(reply.startsWith("[{'successful':false,'error':'400::"), reply);
    }

    @Test
    @Row("B32")
    void shouldRefuseMoreThanJsonMayBe() {
        server().start(kernel);
        Caller caller = caller();

        caller.ask("POST", "/cometd", "application/json", "[{\"channel\":\"/a\",\"data\":" + "[".repeat(100_000));
        assertEquals(400, caller.status());
        caller.ask("POST", "/cometd", FORM, "other=1");
        assertEquals(400, caller.status());
        caller.send("POST", "/cometd", "application/json", "");
        caller.socket.takeReceived();
        caller.ask("POST", "/cometd", "text/plain", "[]");
        assertEquals(415, caller.status());
    }

    @Test
    @Row("B38")
    void shouldTakeMessagesOnlyAsNoForeignPageCanSendThem() {
        server().start(kernel);
        Caller caller = caller();

        caller.ask("GET", "/cometd", "", "");
        assertEquals(405, caller.status());
        assertEquals("POST, OPTIONS", caller.field("Allow"));
        caller.ask("PUT", "/cometd", "application/json", "[]");
        assertEquals(405, caller.status());
        caller.ask("POST", "/cometd", "", "[]", "Origin: http://a:8080");
        assertEquals(415, caller.status());
        caller.ask("POST", "/cometd", "application/json", "[]", "Origin: http://evil");
        assertEquals(403, caller.status());
        caller.ask("POST", "/cometd", "application/json", "[]", "Origin: http://a:8080");
        assertEquals(200, caller.status());
        assertEquals("no-store", caller.field("Cache-Control"));
    }

    @Test
    @Row("B26")
    void shouldLetPagesOfOtherOriginsInThatAreSaid() {
        server().address("127.0.0.1")
                .path("/bus")
                .origins(Origins.of("https://*.example.com"))
                .start(kernel);
        Caller caller = caller();

        caller.ask("OPTIONS", "/bus", "", "", "Origin: https://x.example.com", "Access-Control-Request-Method: POST");
        assertEquals(204, caller.status());
        assertEquals("https://x.example.com", caller.field("Access-Control-Allow-Origin"));
        assertEquals("Content-Type, X-Requested-With", caller.field("Access-Control-Allow-Headers"));
        caller.ask("POST", "/bus", "application/json", "[]", "Origin: https://x.example.com");
        assertEquals("true", caller.field("Access-Control-Allow-Credentials"));
        assertEquals("Origin", caller.field("Vary"));
        caller.ask("POST", "/bus", "application/json", "[]", "Origin: https://example.com");
        assertEquals(403, caller.status());
    }

    @Test
    @Row("B35")
    void shouldAnswerManyPollsOnOneConnection() {
        server().start(kernel);
        Caller caller = client();

        for (int i = 0; i < 300; i++) {
            assertEquals(DONE, caller.connect(",'advice':{'timeout':0}"));
        }
    }

    @Test
    @Row({"B5", "B6", "B7", "B36"})
    void shouldHoldNoMoreConnectsOfAnAddressThanAllowed() {
        server().clientMaxConnections(2).multipleClients(0, Duration.ZERO).start(kernel);
        Caller first = client();
        Caller second = client();
        Caller third = client();

        assertEquals("", first.connect());
        assertEquals("", second.connect());
        assertEquals(2, running().pollsOpen());
        assertEquals(
                "[{'channel':'/meta/connect','successful':false,'advice':{'reconnect':'retry','interval':5000},"
                        + "'error':'503::Too many connections from your IP'}]",
                third.connect());
        assertEquals(503, third.status());

        client().publish("/a", "1");
        advance(30);
        assertEquals(DONE, first.heard());
        assertEquals(0, running().pollsOpen());
        assertTrue(running().polls().isEmpty());
    }

    @Test
    @Row("B8")
    void shouldBelieveNobodyButTrustedProxiesWhoTheClientIs() {
        logged().trustedProxies("127.0.0.1", "10.9.0.0/16").start(kernel);
        String handshake =
                "[{'channel':'/meta/handshake','version':'1.0','supportedConnectionTypes':['long-polling']}]";
        caller().post(handshake, "X-Forwarded-For: 1.1.1.1, 2.2.2.2, 10.9.9.9");
        assertLog("client_connect ID 2.2.2.2");
        kernel.post("bayeux", BayeuxServer.SHUTDOWN);
        advance(60);
        log.clear();

        BayeuxServer.at(PORT + 1).callback(event -> log.add(words(event))).start(kernel);
        Caller caller = new Caller(this, simulation.connect(PORT + 1));
        caller.post(handshake, "X-Forwarded-For: 1.1.1.1");

        assertLog("client_connect ID 127.0.0.1");
    }

    @Test
    @Row("B37")
    void shouldKeepWhatComesForAClientWhoseConnectionBreaks() {
        server().start(kernel);
        Caller publisher = client();
        Caller caller = client();
        caller.subscribe("/a");
        caller.connect();
        assertEquals(1, running().pollsOpen());

        caller.socket.reset();
        run();
        assertEquals(0, running().pollsOpen());
        publisher.publish("/a", "1");
        Caller again = caller();
        again.id = caller.id;

        assertEquals("[{'channel':'/meta/connect','successful':true},{'channel':'/a','data':1}]", again.connect());
    }

    @Test
    @Row("B37")
    void shouldReleaseAConnectWhoseClientSaysNoMore() {
        server().start(kernel);
        Caller publisher = client();
        Caller caller = client();
        caller.subscribe("/a");
        caller.connect();

        caller.socket.halfClose();
        run();

        assertEquals(DONE, caller.heard());
        assertEquals(0, running().pollsOpen());
        publisher.publish("/a", "1");
        assertEquals(1, running().find(caller.id).orElseThrow().queued());
    }

    @Test
    @Row({"B37", "B58"})
    void shouldForgetAClientWhoseConnectionBroke() {
        server().start(kernel);
        Caller caller = client();
        caller.connect();

        caller.socket.reset();
        advance(9.9);
        assertEquals(1, running().clients().size());
        advance(0.1);

        assertEquals(0, running().clients().size());
    }

    @Test
    @Row("B39")
    void shouldHoldOneConnectOfABrowser() {
        server().cookie("Strict", true).start(kernel);
        Caller first = caller();
        first.handshake();
        assertTrue(
                first.field("Set-Cookie")
                        .matches("BAYEUX_BROWSER=[0-9a-v]{26}; Path=/; HttpOnly; SameSite=Strict; Secure"),
                first.field("Set-Cookie"));
        Caller second = caller();
        second.cookie = first.cookie;
        second.handshake();
        assertEquals("", second.field("Set-Cookie"));
        first.connect();
        second.connect();

        assertEquals("", first.connect());
        assertEquals(
                "[{'channel':'/meta/connect','successful':true,'advice':{'reconnect':'retry','interval':2000,"
                        + "'timeout':30000,'multiple-clients':true}}]",
                second.connect());
        for (int i = 0; i < 5; i++) {
            advance(6);
            second.connect();
        }
        assertEquals(DONE, first.heard());
        assertEquals("", second.connect());
    }

    @Test
    @Row("B39")
    void shouldKnowAClientOnlyByItsBrowserWhereThatIsSaid() {
        server().sameBrowser(true).start(kernel);
        Caller caller = client();
        Caller thief = caller();
        thief.id = caller.id;

        assertTrue(thief.connect().contains("'error':'402:ID:unknown client'"));
        thief.cookie = caller.cookie;
        assertEquals("", thief.connect());
    }

    @Test
    @Row("B34")
    void shouldWrapAnswersInCommentsForThoseWhoAskWhereThatIsSaid() {
        server().commentFiltered(true).start(kernel);
        Caller caller = caller();

        String reply = caller.handshake(",'ext':{'json-comment-filtered':true}");
        assertTrue(reply.startsWith("/*[{'channel':'/meta/handshake'"), reply);
        assertTrue(reply.contains("'ext':{'json-comment-filtered':true}"), reply);
        assertEquals("text/json-comment-filtered; charset=utf-8", caller.field("Content-Type"));
        assertTrue(caller.connect().endsWith("}]*/"));
    }

    // ---- callback-polling

    private static String script(String function, String json) {
        return "/cometd?jsonp=" + URLEncoder.encode(function, UTF_8) + "&" + field(json.replace('\'', '"'));
    }

    @Test
    @Row({"B128", "B145"})
    void shouldAnswerByCallingAFunction() {
        server().anonPublish(true).start(kernel);
        Caller caller = caller();
        String publish = "{'channel':'/a','data':1}";

        assertEquals(
                "/**/a.b_1.$c([{'channel':'/a','successful':true}])",
                caller.ask("GET", script("a.b_1.$c", publish), "", ""));
        assertEquals("application/javascript;charset=UTF-8", caller.field("Content-Type"));
        assertEquals("nosniff", caller.field("X-Content-Type-Options"));
        assertEquals(
                "/**/jsonpcallback([{'channel':'/a','successful':true}])",
                caller.ask("GET", "/cometd?" + field(publish.replace('\'', '"')), "", ""));
    }

    @ParameterizedTest
    @Row("B128")
    @ValueSource(strings = {"alert(1);x", "<script>", "a b", "x=1//", "a'", "", "1a", "a.", "a..b", "\u00e9"})
    void shouldCallNothingElseThanAFunction(String name) {
        server().start(kernel);
        Caller caller = caller();

        String reply = caller.ask("GET", script(name, "{'channel':'/meta/ping'}"), "", "");

        assertEquals(400, caller.status());
        assertEquals("[{'successful':false,'error':'400::jsonp is no function's name'}]", reply);
    }

    @Test
    @Row({"B128", "B129"})
    void shouldHoldConnectsAndEscapeWhatScriptsTakeForLineEnds() {
        server().start(kernel);
        Caller caller = client();
        caller.subscribe("/a");
        String connect =
                "{'channel':'/meta/connect','clientId':'" + caller.id + "','connectionType':'callback-polling'}";

        assertEquals("", caller.ask("GET", script("cb", connect), "", ""));
        client().publish("/a", "'\u2028x\u2029'");

        assertEquals(
                "/**/cb([{'channel':'/meta/connect','successful':true},{'channel':'/a','data':'\\u2028x\\u2029'}])",
                caller.heard());
    }

    @ParameterizedTest
    @Row("B26")
    @CsvSource({"LONG_POLLING, 405, 200", "CALLBACK_POLLING, 200, 405", "WEBSOCKET, 200, 200"})
    void shouldSpeakOnlyTheTransportsThatAreSaid(Transport without, int post, int get) {
        Transport[] others = java.util.Arrays.stream(Transport.values())
                .filter(transport -> transport != without)
                .toArray(Transport[]::new);
        server().transports(others).start(kernel);
        Caller caller = caller();

        caller.post("[{'channel':'/meta/ping'}]");
        assertEquals(post, caller.status());
        caller.ask("GET", script("cb", "{'channel':'/meta/ping'}"), "", "");
        assertEquals(get, caller.status());
    }
}
