package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.websocket.Origins;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshake, connect, subscribe, unsubscribe, disconnect. */
class MetaChannelsTest extends BayeuxCase {
    private static final String DONE = "[{'channel':'/meta/connect','successful':true}]";
    private static final String UNKNOWN =
            "'advice':{'reconnect':'handshake','interval':0}," + "'error':'402:nobody:unknown client'}]";

    @Test
    @Row({"B43", "B31"})
    void shouldAnswerAHandshake() {
        server().timeout(Duration.ofSeconds(120)).start(kernel);
        Caller caller = caller();

        String reply = caller.handshake(",'id':'7'");

        assertEquals(
                "[{'channel':'/meta/handshake','successful':true,'id':'7','clientId':'ID','version':'1.0',"
                        + "'minimumVersion':'1.0','supportedConnectionTypes':['websocket','long-polling',"
                        + "'callback-polling'],'advice':{'reconnect':'retry','interval':0,'timeout':120000,"
                        + "'maxInterval':10000}}]",
                reply);
        assertEquals(200, caller.status());
        assertEquals("application/json;charset=UTF-8", caller.field("Content-Type"));
    }

    @ParameterizedTest
    @Row({"B42", "B46", "B41"})
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'version':'1.0' | 400::a handshake needs supportedConnectionTypes, a list of text",
                "'supportedConnectionTypes':['long-polling'] | 400::a handshake needs a version",
                "'version':1,'supportedConnectionTypes':['long-polling'] | 400::version must be text",
                "'version':'1.0','supportedConnectionTypes':'long-polling'"
                        + " | 400::supportedConnectionTypes must be a list of text",
                "'version':'1.0','supportedConnectionTypes':['pigeon'] | 400:pigeon:no connection type is spoken here",
                "'version':'9','minimumVersion':'1.1','supportedConnectionTypes':['long-polling']"
                        + " | 400:1.1,1.0:the version that is needed is not spoken here",
            })
    void shouldRefuseAHandshakeThatCannotBe(String fields, String error) {
        logged().start(kernel);

        String reply = caller().post("[{'channel':'/meta/handshake'," + fields.replace("''", "'") + "}]");

        assertTrue(reply.contains("'successful':false"), reply);
        assertTrue(reply.contains("'error':'" + error + "'"), reply);
        assertEquals(!error.contains("must be"), reply.contains("'advice':{'reconnect':'none'}"), reply);
        assertLog();
        assertEquals(0, running().clients().size());
    }

    @Test
    @Row("B49")
    void shouldGiveIdsThatNobodyCanGuess() {
        server().clientMaxConnections(0).start(kernel);
        Set<String> ids = new HashSet<>();
        Caller caller = caller();

        for (int i = 0; i < 500; i++) {
            caller.handshake();
            assertTrue(caller.id.matches("[0-9a-v]{26}"), caller.id);
            ids.add(caller.id);
        }

        assertEquals(500, ids.size());
    }

    @Test
    @Row({"B44", "B45"})
    void shouldTakeAHandshakeAlone() {
        logged().anonPublish(true).start(kernel);

        String reply = caller().post("[{'channel':'/a','data':1},{'channel':'/meta/handshake','version':'1.0',"
                + "'supportedConnectionTypes':['long-polling'],'id':'h'},{'channel':'/a','data':2}]");

        assertTrue(reply.startsWith("[{'channel':'/meta/handshake','successful':true,'id':'h'"), reply);
        assertEquals(1, reply.split("'channel'", -1).length - 1);
        assertLog("client_connect ID 127.0.0.1");
    }

    @ParameterizedTest
    @Row({"B50", "B62", "B41", "B71", "B57"})
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "/meta/connect | 'connectionType':'long-polling' | 402::unknown client",
                "/meta/connect | 'clientId':'ID' | 400::a connect needs a connectionType",
                "/meta/connect | 'clientId':'ID','connectionType':'pigeon'"
                        + " | 400:pigeon:this connection type is not spoken here",
                "/meta/connect | 'clientId':7,'connectionType':'long-polling' | 400::clientId must be text",
                "/meta/subscribe | 'subscription':'/a' | 402::unknown client",
                "/meta/subscribe | 'clientId':'ID'"
                        + " | 400::a subscription is needed: a channel, or a list of channels",
                "/meta/subscribe | 'clientId':'ID','subscription':[1]"
                        + " | 400::a subscription is needed: a channel, or a list of channels",
                "/meta/subscribe | 'clientId':'ID','subscription':'a'"
                        + " | 400:a:a channel begins with '/' and has a segment",
                "/meta/subscribe | 'clientId':'ID','subscription':'/a//b' | 400:/a//b:a channel has no empty segment",
                "/meta/subscribe | 'clientId':'ID','subscription':'/a/*/b'"
                        + " | 400:/a/*/b:a wildcard, '*' or '**', is a last segment by itself",
                "/meta/subscribe | 'clientId':'ID','subscription':'/meta/x' | 403:/meta/x:nobody can subscribe to this",
                "/meta/unsubscribe | 'clientId':'ID','subscription':'/a' | 404:/a:Client not subscribed to '/a'",
                "/meta/nonsense | 'clientId':'ID' | 404:/meta/nonsense:unknown meta channel",
                "/meta/ping | 'id':{} | 400::id must be text",
            })
    void shouldSayWhatIsWrong(String channel, String fields, String error) {
        server().start(kernel);

        String reply = client().post("[{'channel':'" + channel + "'," + fields + "}]");

        assertTrue(reply.startsWith("[{'channel':'" + channel + "','successful':false"), reply);
        assertTrue(reply.contains("'error':'" + error + "'"), reply);
    }

    @Test
    @Row({"B52", "B59", "B145"})
    void shouldAnswerTheFirstConnectAtOnceWithAdvice() {
        server().timeout(Duration.ofSeconds(120)).start(kernel);
        Caller caller = caller();
        caller.handshake();

        assertEquals(
                "[{'channel':'/meta/connect','successful':true,'id':'c',"
                        + "'advice':{'reconnect':'retry','interval':0,'timeout':120000,'maxInterval':10000}}]",
                caller.connect(",'id':'c'"));
    }

    @Test
    @Row({"B53", "B58"})
    void shouldHoldLaterConnects() {
        server().start(kernel);
        Caller caller = client();

        assertEquals("", caller.connect());
        advance(29.9);
        assertEquals("", caller.heard());
        advance(0.1);
        assertEquals(DONE, caller.heard());
        caller.connect(",'advice':{'timeout':500}");
        advance(0.5);
        assertEquals(DONE, caller.heard());
        caller.connect(",'advice':{'timeout':99999999}");
        advance(30);
        assertEquals(DONE, caller.heard());
        assertEquals(DONE, caller.connect(",'advice':{'timeout':0}"));
    }

    @Test
    @Row({"B54", "B55", "B86"})
    void shouldAnswerAConnectWithWhatWaits() {
        server().start(kernel);
        Caller one = client();
        Caller other = client();
        one.subscribe("/a");
        other.subscribe("/a");
        client().post("[{'channel':'/a','data':1,'clientId':'ID','id':'p1'},"
                + "{'channel':'/a','data':2,'clientId':'ID','id':'p2'}]");

        String events = "{'channel':'/a','id':'p1','data':1},{'channel':'/a','id':'p2','data':2}]";
        assertEquals("[{'channel':'/meta/connect','successful':true,'id':'x'}," + events, one.connect(",'id':'x'"));
        assertEquals("[{'channel':'/meta/connect','successful':true,'id':'y'}," + events, other.connect(",'id':'y'"));
    }

    @Test
    @Row("B51")
    void shouldTakeAConnectFirstAndOnce() {
        server().start(kernel);

        String reply = client().post("[{'channel':'/meta/subscribe','clientId':'ID','subscription':'/a','id':'1'},"
                + "{'channel':'/meta/connect','clientId':'ID','connectionType':'long-polling','id':'2'},"
                + "{'channel':'/meta/connect','clientId':'ID','connectionType':'long-polling','id':'3'},"
                + "{'channel':'/a','clientId':'ID','data':1,'id':'4'}]");

        assertEquals(
                "[{'channel':'/meta/connect','successful':true,'id':'2'},"
                        + "{'channel':'/meta/subscribe','successful':true,'id':'1','clientId':'ID','subscription':'/a'},"
                        + "{'channel':'/meta/connect','successful':false,'id':'3','error':'400::a batch has one connect'},"
                        + "{'channel':'/a','successful':true,'id':'4','clientId':'ID'},"
                        + "{'channel':'/a','id':'4','data':1}]",
                reply);
    }

    @Test
    @Row("B56")
    void shouldAnswerTheOldConnectWhenAnotherComes() {
        server().start(kernel);
        Caller first = client();
        Caller second = caller();
        second.id = first.id;
        first.connect();

        assertEquals("", second.connect());

        assertEquals(
                "[{'channel':'/meta/connect','successful':false,"
                        + "'advice':{'reconnect':'retry','interval':2000},'error':'408::another connect has come'}]",
                first.heard());
        first.publish("/a", "0");
        second.heard();
        advance(30);
        assertEquals(DONE, second.heard());
    }

    @Test
    @Row({"B57", "B61", "B68", "B71"})
    void shouldTellUnknownClientsToShakeHands() {
        server().start(kernel);
        Caller caller = caller();

        assertEquals(
                "[{'channel':'/meta/connect','successful':false,'clientId':'nobody'," + UNKNOWN,
                caller.connect().replace("ID", "nobody"));
        assertEquals(
                "[{'channel':'/meta/disconnect','successful':false," + UNKNOWN,
                caller.disconnect().replace("ID", "nobody"));
        assertEquals(
                "[{'channel':'/meta/subscribe','successful':false,'subscription':'/a'," + UNKNOWN,
                caller.subscribe("/a").replace("ID", "nobody"));
        assertEquals(
                "[{'channel':'/meta/unsubscribe','successful':false,'subscription':'/a'," + UNKNOWN,
                caller.unsubscribe("/a").replace("ID", "nobody"));
        assertEquals(
                "[{'channel':'/a','successful':false," + UNKNOWN,
                caller.publish("/a", "1").replace("ID", "nobody"));
    }

    @Test
    @Row({"B4", "B136", "B58", "B117"})
    void shouldForgetAClientThatDoesNotConnect() {
        logged().start(kernel);
        Caller never = caller();
        never.handshake();
        Caller polling = client();
        polling.connect();
        Caller once = client();
        log.clear();

        advance(9.9);
        assertEquals(3, running().clients().size());
        advance(0.1);
        assertLog("client_disconnect ID", "client_disconnect ID");
        assertTrue(once.connect().contains("'error':'402:ID:unknown client'"));
        advance(20);
        assertEquals(DONE, polling.heard());
        advance(9);
        polling.connect();
        advance(30);
        assertEquals(DONE, polling.heard());
        advance(10);
        assertLog("client_disconnect ID");
        assertEquals(0, running().clients().size());
    }

    @Test
    @Row({"B60", "B112"})
    void shouldForgetAClientThatDisconnects() {
        logged().start(kernel);
        Caller caller = client();
        caller.subscribe("/a");
        caller.connect();
        Caller other = caller();
        other.id = caller.id;
        log.clear();

        assertEquals("[{'channel':'/meta/disconnect','successful':true,'clientId':'ID'}]", other.disconnect());

        assertEquals(DONE, caller.heard());
        assertLog("unsubscribe ID /a", "client_disconnect ID");
        assertEquals(0, running().channelCount());
        assertTrue(caller.connect().contains("'error':'402:ID:unknown client'"));
    }

    @Test
    @Row({"B62", "B63"})
    void shouldSubscribeToOneOrSeveralOrNone() {
        logged().start(kernel);
        Caller caller = client();
        log.clear();

        assertEquals(
                "[{'channel':'/meta/subscribe','successful':true,'clientId':'ID','subscription':'/a'}]",
                caller.subscribe("/a"));
        assertEquals(
                "[{'channel':'/meta/subscribe','successful':true,'clientId':'ID','subscription':['/b','/c/*']}]",
                caller.post("[{'channel':'/meta/subscribe','clientId':'ID','subscription':['/b','/c/*']}]"));
        String refused = caller.post("[{'channel':'/meta/subscribe','clientId':'ID','subscription':['/d','/e//']}]");

        assertTrue(refused.contains("'subscription':['/d','/e//'],'error':'400:/e//:"), refused);
        assertLog("subscribe ID /a", "subscribe ID /b", "subscribe ID /c/*");
    }

    @Test
    @Row({"B64", "B65"})
    void shouldNotDistributeWhatIsForTheServer() {
        server().service("x", (poe, message) -> {}).start(kernel);
        Caller caller = client();

        assertTrue(caller.subscribe("/service/x").contains("'successful':true"));
        assertTrue(caller.subscribe("/**").contains("'successful':true"));
        Caller other = client();
        other.publish("/service/x", "1");
        other.publish("/seen", "1");

        assertEquals("[{'channel':'/seen','data':1}]", caller.fetch());
        assertEquals(Set.of("/**"), running().clients().get(0).subscriptions().keySet());
    }

    @Test
    @Row("B66")
    void shouldSubscribeBeforeItPublishesWhatCameTogether() {
        server().start(kernel);

        String reply = client().post("[{'channel':'/meta/subscribe','clientId':'ID','subscription':'/a','id':'1'},"
                + "{'channel':'/a','clientId':'ID','data':'me','id':'2'}]");

        assertTrue(reply.endsWith(",{'channel':'/a','id':'2','data':'me'}]"), reply);
    }

    @Test
    @Row("B67")
    void shouldUnsubscribe() {
        logged().start(kernel);
        Caller caller = client();
        caller.subscribe("/a");

        assertEquals(
                "[{'channel':'/meta/unsubscribe','successful':true,'clientId':'ID','subscription':'/a'}]",
                caller.unsubscribe("/a"));

        client().publish("/a", "1");
        assertEquals("[]", caller.fetch().replace(",", ""));
        assertTrue(caller.unsubscribe("/a").contains("'error':'404:/a:Client not subscribed to '/a''"));
    }

    @ParameterizedTest
    @Row("B70")
    @ValueSource(strings = {"'0'", "''", "0", "12", "'a\\'b'", "'\\u00e9'"})
    void shouldEchoAnyId(String id) {
        server().start(kernel);
        Caller caller = caller();

        String reply = caller.ask(
                "POST",
                "/cometd",
                "application/json",
                "[{\"channel\":\"/meta/nonsense\",\"clientId\":\"x\",\"id\":"
                        + id.replace("\\'", "\\\"").replace("'", "\"").replace("\\\"", "\\\"") + "}]");

        assertTrue(reply.contains("'id':" + id), reply);
    }

    @Test
    @Row({"B69", "B32", "B33"})
    void shouldAnswerEachMessageByItself() {
        logged().start(kernel);
        Caller caller = client();
        caller.subscribe("/a");
        log.clear();

        String reply = caller.post("[{'channel':'/a','clientId':'ID','data':1,'id':'1'},"
                + "{'channel':'/meta/nonsense','clientId':'ID','id':'2'},{},{'channel':7,'id':'3'},"
                + "{'channel':'/a','clientId':'ID','data':2,'id':'4'}]");

        assertEquals(
                "[{'channel':'/a','successful':true,'id':'1','clientId':'ID'},"
                        + "{'channel':'/meta/nonsense','successful':false,'id':'2',"
                        + "'error':'404:/meta/nonsense:unknown meta channel'},"
                        + "{'successful':false,'error':'400::a message needs a channel'},"
                        + "{'successful':false,'id':'3','error':'400::channel must be text'},"
                        + "{'channel':'/a','successful':true,'id':'4','clientId':'ID'},"
                        + "{'channel':'/a','id':'1','data':1},{'channel':'/a','id':'4','data':2}]",
                reply);
        assertLog("publish ID /a 1", "publish ID /a 2");
    }

    @Test
    @Row("B72")
    void shouldAnswerPings() {
        server().start(kernel);

        assertEquals("[{'channel':'/meta/ping','successful':true}]", caller().post("[{'channel':'/meta/ping'}]"));
    }

    @Test
    @Row("B24")
    void shouldGiveTheAdviceThatIsSaid() {
        server().timeout(Duration.ofSeconds(7))
                .interval(Duration.ofSeconds(2))
                .maxInterval(Duration.ofSeconds(9))
                .drain(Duration.ofSeconds(3), "b.example.com")
                .origins(Origins.any())
                .start(kernel);
        Caller caller = caller();

        String reply = caller.handshake();

        assertTrue(
                reply.contains("'advice':{'reconnect':'retry','interval':2000,'timeout':7000,'maxInterval':9000,"
                        + "'hosts':['b.example.com']}"),
                reply);
        advance(10.9);
        assertEquals(1, running().clients().size());
        advance(0.1);
        assertEquals(0, running().clients().size());
        assertNotEquals("", caller.id);
    }
}
