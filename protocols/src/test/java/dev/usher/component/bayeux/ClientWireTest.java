package dev.usher.component.bayeux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.http.HttpServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client sends, and what it makes of what a server says: the server says what the test wants. */
class ClientWireTest extends BayeuxCase {
    private static final String SHAKEN = "[{'channel':'/meta/handshake','successful':true,'version':'1.0',"
            + "'clientId':'abc','supportedConnectionTypes':['long-polling'],"
            + "'advice':{'reconnect':'retry','interval':0,'timeout':8000}}]";
    private static final String CONNECTED = "[{'channel':'/meta/connect','successful':true}]";

    private final ArrayDeque<String> script = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<BayeuxState> states = new ArrayList<>();
    private final List<String> fields = new ArrayList<>();

    @BeforeEach
    void serve() {
        HttpServer.at(PORT)
                .handler((poe, request, response) -> {
                    asked.add(new String(request.content(), UTF_8).replace('"', '\''));
                    request.header("X-Token").ifPresent(fields::add);
                    request.header("Cookie").ifPresent(fields::add);
                    String next = script.isEmpty() ? "hold" : script.poll();
                    if (next.startsWith("[") || next.startsWith("/*")) {
                        response.header("Set-Cookie", "BAYEUX_BROWSER=x1; Path=/; HttpOnly")
                                .content(next.replace('\'', '"'))
                                .respond()
                                .done();
                    } else if (!next.equals("hold")) {
                        response.error(500, next);
                    }
                })
                .start(kernel);
        run();
    }

    private BayeuxClientBuilder wanted() {
        return BayeuxClient.to("http://127.0.0.1:" + PORT)
                .transports(Transport.LONG_POLLING)
                .errorCallback(
                        (client, poe, message) -> errors.add(message.error().orElse("-")))
                .onState((client, poe, state) -> states.add(state));
    }

    private BayeuxConnection begun(BayeuxClientBuilder wanted, String... answers) {
        script.addAll(List.of(answers));
        BayeuxConnection client = wanted.start(kernel);
        client.init();
        run();
        return client;
    }

    private String sent() {
        return asked.remove(0);
    }

    @Test
    @Row({"BC20", "BC23", "BC25", "BC22", "BC32"})
    void shouldSayWhatTheProtocolWants() {
        BayeuxConnection client = begun(wanted().acknowledge(false), SHAKEN, CONNECTED);

        assertEquals(
                "[{'channel':'/meta/handshake','id':'1','version':'1.0','minimumVersion':'1.0',"
                        + "'supportedConnectionTypes':['long-polling']}]",
                sent());
        assertEquals(
                "[{'channel':'/meta/connect','id':'2','clientId':'abc','connectionType':'long-polling',"
                        + "'advice':{'reconnect':'retry','timeout':0}}]",
                sent().replace("'timeout':0,'reconnect':'retry'", "'reconnect':'retry','timeout':0"));
        assertEquals("[{'channel':'/meta/connect','id':'3','clientId':'abc','connectionType':'long-polling'}]", sent());
        client.publish("/a", 1);
        client.subscribe("/b", (who, poe, message) -> states.clear());
        run();
        assertEquals(
                "[{'channel':'/a','id':'4','clientId':'abc','data':1},"
                        + "{'channel':'/meta/subscribe','id':'5','clientId':'abc','subscription':'/b'}]",
                sent());
        assertEquals(List.of(), asked);
    }

    @Test
    @Row("BC20")
    void shouldSayWhoItIs() {
        begun(wanted().header("X-Token", "secret").ext(Map.of("password", "p")), SHAKEN, CONNECTED);

        String handshake = sent();
        assertTrue(handshake.contains("'password':'p'") && handshake.contains("'ack':true"), handshake);
        assertEquals(3, fields.stream().filter("secret"::equals).count());
        assertEquals(2, fields.stream().filter("BAYEUX_BROWSER=x1"::equals).count());
    }

    @Test
    @Row("BC21")
    void shouldTellOfHandshakesThatCannotBe() {
        for (String answer : List.of(
                "[{'channel':'/meta/handshake','successful':false,'error':'403::no','advice':{'reconnect':'none'}}]",
                "[{'channel':'/meta/handshake','successful':true,'supportedConnectionTypes':['long-polling']}]",
                "[{'channel':'/meta/handshake','successful':true,'clientId':'a','supportedConnectionTypes':['x']}]",
                "[{'channel':'/meta/handshake','successful':true,'clientId':'a','version':'2.0','minimumVersion':'2.0',"
                        + "'supportedConnectionTypes':['long-polling']}]")) {
            errors.clear();
            asked.clear();
            BayeuxConnection client = begun(wanted().alias(""), answer);
            advance(100);

            assertEquals(BayeuxState.DISCONNECTED, client.state(), answer);
            assertEquals(1, errors.size(), answer);
            assertEquals(1, asked.size(), answer);
        }
    }

    @Test
    @Row({"BC26", "BC27"})
    void shouldDoAsItIsAdvised() {
        BayeuxConnection client = begun(
                wanted(),
                SHAKEN,
                "[{'channel':'/meta/connect','successful':true,'advice':{'interval':3000}}]",
                CONNECTED,
                "[{'channel':'/meta/connect','successful':false,'error':'402::','advice':{'reconnect':'handshake'}}]",
                SHAKEN,
                "[{'channel':'/meta/connect','successful':true,'advice':{'reconnect':'none'}}]");
        assertEquals(2, asked.size());
        advance(2.9);
        assertEquals(2, asked.size());
        advance(0.2);
        assertEquals(3, asked.size());
        advance(3);
        assertEquals(6, asked.size(), asked.toString());
        advance(1_000);
        assertEquals(6, asked.size());
        assertEquals(BayeuxState.DISCONNECTED, client.state());
    }

    @Test
    @Row("BC27")
    void shouldNotComeBackWhereTheIntervalIsNegative() {
        BayeuxConnection client =
                begun(wanted(), SHAKEN, "[{'channel':'/meta/connect','successful':true,'advice':{'interval':-1}}]");
        advance(1_000);

        assertEquals(2, asked.size());
        assertEquals(BayeuxState.DISCONNECTED, client.state());
    }

    @Test
    @Row({"BC27", "BC28", "BC40"})
    void shouldTryAgainLaterAndLater() {
        begun(wanted(), SHAKEN, CONNECTED, "down", "no [ json", "[1]", "down", "down", CONNECTED);
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            counts.add(asked.size());
            advance(1);
        }

        assertEquals(List.of(3, 4, 5, 5, 6, 6, 6, 7, 7, 7, 7, 9), counts, states.toString());
        assertEquals(
                List.of(
                        BayeuxState.HANDSHAKING,
                        BayeuxState.CONNECTING,
                        BayeuxState.CONNECTED,
                        BayeuxState.UNCONNECTED,
                        BayeuxState.CONNECTED),
                states);
    }

    @Test
    void shouldNotComplainOfAConnectThatItsOwnLeavingHasEnded() {
        BayeuxConnection client = begun(wanted(), SHAKEN, CONNECTED, "hold");
        script.add("[{'channel':'/meta/connect','id':'3','successful':false,'error':'402::session_unknown',"
                + "'advice':{'reconnect':'handshake'}},{'channel':'/meta/disconnect','id':'4','successful':true}]");

        client.disconnect();
        run();

        assertEquals(List.of(), errors);
        assertEquals(BayeuxState.DISCONNECTED, client.state());
    }

    @Test
    @Row({"BC28", "BC40"})
    void shouldNotWaitForeverForAnAnswer() {
        BayeuxConnection client = begun(wanted().maxNetworkDelay(Duration.ofSeconds(5)), SHAKEN, CONNECTED);
        List<String> replies = new ArrayList<>();
        client.publish("/a", 1, (who, poe, reply) -> replies.add(reply.error().orElse("")));
        advance(5.1);
        assertEquals(List.of("408::no answer came in time"), replies);
        assertEquals(BayeuxState.CONNECTED, client.state());
        advance(7);
        assertEquals(BayeuxState.CONNECTED, client.state());
        advance(1);

        assertEquals(BayeuxState.UNCONNECTED, client.state());
    }

    @Test
    @Row("BC36")
    void shouldUnwrapComments() {
        BayeuxConnection client = begun(wanted(), "/*" + SHAKEN + "*/", "/*" + CONNECTED + "*/");

        assertEquals(BayeuxState.CONNECTED, client.state());
    }

    @Test
    @Row("B130")
    void shouldAcknowledgeWhatItGot() {
        String shaken = SHAKEN.replace("'version'", "'ext':{'ack':true},'version'");
        begun(wanted(), shaken, "[{'channel':'/meta/connect','successful':true,'ext':{'ack':7}}]", CONNECTED);

        sent();
        assertTrue(sent().contains("'ext':{'ack':0}"));
        assertTrue(sent().contains("'ext':{'ack':7}"));
        assertTrue(sent().contains("'ext':{'ack':7}"));
        assertFalse(states.contains(BayeuxState.UNCONNECTED));
    }
}
