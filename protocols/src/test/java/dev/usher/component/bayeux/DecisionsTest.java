package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.bayeux.BayeuxMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services, MessageACL, authorizers, extensions, rates. */
class DecisionsTest extends BayeuxCase {

    // ---- services

    @Test
    @Row({"B16", "B91", "B92", "B142", "B95"})
    void shouldAnswerServices() {
        server().service(
                        "echo",
                        (poe, message) ->
                                message.respond(message.message().data().orElseThrow()))
                .service(
                        "math/add",
                        (poe, message) -> message.respond(((List<?>)
                                        message.message().data().orElseThrow().value())
                                .stream()
                                        .mapToInt(number -> ((Number) number).intValue())
                                        .sum()))
                .service("none", (poe, message) -> {})
                .service("_handler", (poe, message) -> {
                    message.respond("this is " + message.message().method());
                    message.respond(BayeuxMessage.on("/other").data(2).id("x"));
                })
                .start(kernel);
        Caller caller = client();

        assertEquals(
                "[{'channel':'/service/echo','successful':true,'id':'e','clientId':'ID'},"
                        + "{'channel':'/service/echo','id':'e','data':{'q':1}}]",
                caller.post("[{'channel':'/service/echo','clientId':'ID','data':{'q':1},'id':'e'}]"));
        assertTrue(
                caller.publish("/service/math/add", "[1,2,3]").endsWith(",{'channel':'/service/math/add','data':6}]"));
        assertEquals(
                "[{'channel':'/service/none','successful':true,'clientId':'ID'}]",
                caller.publish("/service/none", "1"));
        assertTrue(caller.publish("/service/any", "1")
                .endsWith(",{'channel':'/service/any','data':'this is any'},{'channel':'/other','id':'x','data':2}]"));
    }

    @Test
    @Row({"B93", "B94", "B96"})
    void shouldSayThatAServiceFailsOrIsNotThere() {
        server().service("bad", (poe, message) -> {
                    throw new IllegalStateException("secret");
                })
                .service("choosy", (poe, message) -> message.error("not that"))
                .start(kernel);
        Caller caller = client();

        assertEquals(
                "[{'channel':'/service/bad','successful':false,'clientId':'ID','error':'500:bad:the service failed'}]",
                caller.publish("/service/bad", "1"));
        assertEquals(1, Logs.complaints().size());
        assertTrue(caller.publish("/service/x", "1").contains("'error':'404:x:there is no such service'"));
        assertTrue(caller.publish("/service/choosy", "1").contains("'error':'403::not that'"));
        assertTrue(caller.publish("/service", "1").contains("'error':'400:/service:a service's name is needed'"));
        assertTrue(caller.post("[{'channel':'/service/choosy','data':1}]").contains("'error':'402::unknown client'"));
    }

    @Test
    @Row("B96")
    void shouldServeWhoNeverShookHandsWhereThatIsSaid() {
        server().anonService(true)
                .service(
                        "echo",
                        (poe, message) ->
                                message.respond(message.message().data().orElseThrow()))
                .start(kernel);

        assertEquals(
                "[{'channel':'/service/echo','data':1},{'channel':'/service/echo','successful':true}]",
                caller().post("[{'channel':'/service/echo','data':1}]"));
    }

    @Test
    @Row("B99")
    void shouldLetAServiceAnswerLater() {
        List<Incoming> asked = new ArrayList<>();
        server().service("slow", (poe, message) -> asked.add(message)).start(kernel);
        Caller caller = client();

        assertEquals(
                "[{'channel':'/service/slow','successful':true,'id':'s','clientId':'ID'}]",
                caller.post("[{'channel':'/service/slow','clientId':'ID','data':1,'id':'s'}]"));
        caller.connect();
        asked.get(0).respond("done");
        run();

        assertEquals(
                "[{'channel':'/meta/connect','successful':true},{'channel':'/service/slow','id':'s','data':'done'}]",
                caller.heard());
        caller.disconnect();
        asked.get(0).respond("to nobody");
        run();
        assertEquals("", caller.heard());
    }

    @Test
    @Row("B97")
    void shouldTellAllThatAMessageSays() {
        List<Incoming> seen = new ArrayList<>();
        server().messageAcl((poe, client, message) -> seen.add(message)).start(kernel);
        Caller caller = client();
        seen.clear();

        caller.post("[{'channel':'/meta/connect','clientId':'ID','connectionType':'long-polling','id':'i',"
                + "'advice':{'timeout':0},'timestamp':'t','connectionId':'c','version':'1.0','minimumVersion':'0.9',"
                + "'supportedConnectionTypes':['a'],'subscription':['/s'],'ext':{'e':1},'data':[1],"
                + "'successful':true,'error':'none'}]");

        BayeuxMessage message = seen.get(0).message();
        assertEquals("/meta/connect", message.channel());
        assertEquals("connect", message.type());
        assertEquals("", message.method());
        assertEquals(Optional.of(caller.id), message.clientId());
        assertEquals(Optional.of("long-polling"), message.connectionType());
        assertEquals(Optional.of("i"), message.id());
        assertEquals("{\"timeout\":0}", message.advice().orElseThrow().toString());
        assertEquals(Optional.of("t"), message.timestamp());
        assertEquals(Optional.of("c"), message.connectionId());
        assertEquals(Optional.of("1.0"), message.version());
        assertEquals(Optional.of("0.9"), message.minimumVersion());
        assertEquals(List.of("a"), message.supportedConnectionTypes());
        assertEquals(List.of("/s"), message.subscription());
        assertEquals(Optional.of(1), message.ext("e"));
        assertEquals(List.of(1), message.data().orElseThrow().value());
        assertEquals(Optional.of(true), message.successful());
        assertEquals(Optional.of("none"), message.error());
        assertEquals(Optional.empty(), seen.get(0).error());
        assertEquals(Transport.LONG_POLLING, seen.get(0).transport());
        assertEquals(caller.id, seen.get(0).client().id());
    }

    // ---- MessageACL

    private static final MessageAcl LOGIN = (poe, client, message) -> {
        if (!message.message().type().equals("handshake")) {
            return;
        }
        Optional<Object> name = message.message().ext("username");
        Optional<Object> password = message.message().ext("password");
        if (name.isEmpty() || password.isEmpty()) {
            message.error("Must pass username and password in ext to handshake");
        } else if (!name.get().equals("admin") || !password.get().equals("password")) {
            message.error("Invalid username or password");
        } else {
            client.flags().put("is_authenticated", true);
        }
    };

    @ParameterizedTest
    @Row({"B17", "B101", "B47", "B48", "B102"})
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'x':1 | Must pass username and password in ext to handshake",
                "'username':'admin','password':'wrong' | Invalid username or password",
                "'username':'admin','password':'password' | ",
            })
    void shouldAskWhoShakesHands(String ext, String error) {
        logged().messageAcl(LOGIN).start(kernel);
        Caller caller = caller();

        String reply = caller.handshake(",'ext':{" + ext + "}");

        if (error == null) {
            BayeuxClient client = running().find(caller.id).orElseThrow();
            assertEquals(Map.of("is_authenticated", true), client.flags());
            assertEquals("127.0.0.1", client.ip());
            assertEquals(Optional.empty(), client.localSession());
            client.state("heap");
            assertEquals(Optional.of("heap"), client.state());
            caller.subscribe("/a");
            assertTrue(client.isSubscribed("/a"));
        } else {
            assertEquals(
                    "[{'channel':'/meta/handshake','successful':false,'version':'1.0','minimumVersion':'1.0',"
                            + "'supportedConnectionTypes':['websocket','long-polling','callback-polling'],"
                            + "'advice':{'reconnect':'none'},'error':'403::" + error + "'}]",
                    reply);
            assertLog();
            assertEquals(0, running().clients().size());
        }
    }

    @Test
    @Row({"B100", "B103", "B141"})
    void shouldKeepPrivateChannelsToTheirOwners() {
        server().messageAcl((poe, client, message) -> {
                    for (String channel : message.message().subscription()) {
                        if (channel.startsWith("/private/") && !channel.equals("/private/" + client.id())) {
                            message.error("not yours");
                        }
                    }
                })
                .start(kernel);
        local("bot", BayeuxServer.DELIVER);
        Caller caller = client();

        assertTrue(caller.subscribe("/private/x").contains("'error':'403::not yours'"));
        assertTrue(caller.subscribe("/private/ID").contains("'successful':true"));
        post("bot", BayeuxServer.SUBSCRIBE, new Subscribe("/private/x", "bot"));

        assertEquals(1, running().subscribers("/private/x"));
    }

    @Test
    @Row({"B100", "B104"})
    void shouldJudgeWhatIsPublishedByWhomever() {
        server().anonPublish(true)
                .messageAcl((poe, client, message) -> {
                    if (client.isAnonymous()) {
                        message.error("who are you?");
                    } else if (message.message().channel().equals("/bad")) {
                        throw new IllegalStateException("a fault of the program's");
                    }
                })
                .start(kernel);

        assertTrue(caller().post("[{'channel':'/a','data':1}]").contains("'error':'403::who are you?'"));
        assertTrue(client().publish("/a", "1").contains("'successful':true"));
        assertTrue(client().publish("/bad", "1").contains("'error':'403::not allowed'"));
    }

    @Test
    @Row("B105")
    void shouldWaitForADecisionAndKeepTheOrder() {
        List<Incoming> asked = new ArrayList<>();
        server().maxInterval(Duration.ofSeconds(60))
                .messageAcl((poe, client, message) -> {
                    if (message.message().channel().startsWith("/slow")) {
                        message.defer();
                        asked.add(message);
                    }
                })
                .start(kernel);
        Caller caller = client();
        String batch = "[{'channel':'/a','clientId':'ID','data':1},{'channel':'/slow','clientId':'ID','data':2},"
                + "{'channel':'/b','clientId':'ID','data':3}]";

        assertEquals("", caller.post(batch));
        asked.get(0).allow();
        run();
        assertEquals(
                "[{'channel':'/a','successful':true,'clientId':'ID'},"
                        + "{'channel':'/slow','successful':true,'clientId':'ID'},"
                        + "{'channel':'/b','successful':true,'clientId':'ID'}]",
                caller.heard());

        caller.post(batch);
        asked.get(1).error("no");
        run();
        assertTrue(caller.heard().contains("{'channel':'/slow','successful':false,'clientId':'ID','error':'403::no'}"));
        asked.get(1).allow(); // too late, and without effect
        run();
        assertEquals("", caller.heard());

        caller.post(batch);
        advance(10);
        assertTrue(caller.heard().contains("'error':'503::this took too long to decide'"));
    }

    @Test
    @Row("B105")
    void shouldReadNothingFromASocketWhileItDecides() {
        List<Incoming> asked = new ArrayList<>();
        server().messageAcl((poe, client, message) -> {
                    if (message.message().channel().startsWith("/slow")) {
                        message.defer();
                        asked.add(message);
                    }
                })
                .start(kernel);
        Talker talker = talker().handshake();
        talker.connect();

        assertEquals(List.of(), talker.publish("/slow", "1"));
        assertEquals(List.of(), talker.publish("/a", "2"));
        asked.get(0).allow();
        run();

        assertEquals(
                List.of(
                        "[{'channel':'/slow','successful':true,'clientId':'ID'}]",
                        "[{'channel':'/a','successful':true,'clientId':'ID'}]"),
                talker.heard());
    }

    @Test
    @Row("B105")
    void shouldLetNobodyTalkTooMuch() {
        server().messageRate(3).start(kernel);
        Caller caller = client();

        caller.publish("/a", "1");
        caller.publish("/a", "2");
        assertEquals(
                "[{'channel':'/a','successful':false,'error':'429::too many messages in a second'}]",
                caller.publish("/a", "3"));
        advance(1);
        assertTrue(caller.publish("/a", "4").contains("'successful':true"));
    }

    @Test
    @Row({"B105", "B89"})
    void shouldGrantRightsByChannel() {
        server().allow("/chat/**", Right.SUBSCRIBE, Right.PUBLISH)
                .allow("/news", Right.SUBSCRIBE)
                .persistent("/closed/is")
                .authorize(
                        "/closed/**",
                        (client, right, channel, message) ->
                                right == Right.CREATE ? Authorizer.Verdict.DENY : Authorizer.Verdict.GRANT)
                .authorize("/chat/secret", (client, right, channel, message) -> Authorizer.Verdict.DENY)
                .start(kernel);
        Caller caller = client();

        assertTrue(caller.subscribe("/chat/a").contains("'successful':true"));
        assertTrue(caller.subscribe("/chat/a/*").contains("'successful':true"));
        assertTrue(caller.publish("/chat/a", "1").contains("'successful':true"));
        assertTrue(caller.subscribe("/news").contains("'successful':true"));
        assertTrue(caller.publish("/news", "1").contains("'error':'403:/news:publish is not allowed'"));
        assertTrue(caller.subscribe("/other").contains("'error':'403:/other:create is not allowed'"));
        assertTrue(caller.subscribe("/**").contains("'successful':false"));
        assertTrue(caller.subscribe("/chat/secret").contains("'successful':false"));
        assertTrue(caller.subscribe("/chat/*").contains("'successful':false"));
        assertTrue(caller.subscribe("/closed/new").contains("'error':'403:/closed/new:create is not allowed'"));
        assertTrue(caller.subscribe("/closed/is").contains("'successful':true"));
        assertTrue(caller.publish("/closed/is", "1").contains("'successful':true"));
    }

    @Test
    @Row("B105")
    void shouldDoNothingForWhoWasForgottenMeanwhile() {
        List<Incoming> asked = new ArrayList<>();
        server().messageAcl((poe, client, message) -> {
                    if (message.message().type().equals("subscribe")) {
                        message.defer();
                        asked.add(message);
                    }
                })
                .start(kernel);
        Caller caller = client();
        caller.subscribe("/a");

        running().find(caller.id).orElseThrow().disconnect();
        asked.get(0).allow();
        run();

        assertTrue(caller.heard().contains("'error':'402:ID:unknown client'"));
        assertEquals(0, running().channelCount());
    }

    @Test
    @Row("B18")
    void shouldLetTheCallbackPublishWhileItIsToldOfAnOverflow() {
        server().limits(BayeuxLimits.DEFAULT.withQueue(1))
                .queuePolicy(QueuePolicy.DISCONNECT)
                .callback(event -> {
                    log.add(words(event));
                    if (event.event().equals("client_disconnect")) {
                        running().publish(new Publish("/left", "one"));
                    }
                })
                .start(kernel);
        Caller slow = client();
        slow.subscribe("/a");
        Caller behind = client();
        behind.subscribe("/a");
        Caller other = client();
        other.subscribe("/left");
        Caller publisher = client();
        publisher.publish("/a", "1");
        behind.fetch();
        log.clear();

        publisher.publish("/a", "2");

        assertLog(
                "publish ID /a 2",
                "queue_overflow ID /a 2",
                "unsubscribe ID /a",
                "client_disconnect ID",
                "publish /left \"one\"");
        assertEquals("[{'channel':'/a','data':2}]", behind.fetch());
        assertEquals("[{'channel':'/left','data':'one'}]", other.fetch());
    }

    @Test
    @Row("B134")
    void shouldConfineWhatAnExtensionThrows() {
        server().extend(new BayeuxExtension() {
                    @Override
                    public Optional<BayeuxMessage> outgoing(BayeuxClient client, BayeuxMessage message) {
                        if (message.channel().equals("/bad")
                                && message.successful().isEmpty()) {
                            throw new IllegalStateException("a fault of the program's");
                        }
                        return Optional.of(message);
                    }
                })
                .start(kernel);
        Caller caller = client();
        caller.subscribe("/**");

        assertEquals("[{'channel':'/bad','successful':true,'clientId':'ID'}]", caller.publish("/bad", "1"));
        assertTrue(caller.publish("/good", "1").endsWith(",{'channel':'/good','data':1}]"));
        assertEquals(1, Logs.complaints().size());
    }

    // ---- extensions

    private BayeuxExtension noting(String name) {
        return new BayeuxExtension() {
            @Override
            public Optional<BayeuxMessage> incoming(BayeuxClient client, BayeuxMessage message) {
                log.add(name + " in " + message.channel());
                return Optional.of(message);
            }

            @Override
            public Optional<BayeuxMessage> outgoing(BayeuxClient client, BayeuxMessage message) {
                log.add(name + " out " + message.channel());
                return Optional.of(message);
            }
        };
    }

    @Test
    @Row({"B134", "B98"})
    void shouldShowMessagesToExtensionsInOrder() {
        server().extend(noting("one")).extend(noting("two")).start(kernel);
        Caller caller = client();
        running().find(caller.id).orElseThrow().extend(noting("own"));
        log.clear();

        caller.publish("/a", "1");

        assertLog("one in /a", "two in /a", "own in /a", "own out /a", "two out /a", "one out /a");
    }

    @Test
    @Row("B134")
    void shouldLetExtensionsChangeAndDropMessages() {
        server().extend(new BayeuxExtension() {
                    @Override
                    public Optional<BayeuxMessage> incoming(BayeuxClient client, BayeuxMessage message) {
                        return message.channel().equals("/dropped")
                                ? Optional.empty()
                                : Optional.of(message.change().id("changed").build());
                    }

                    @Override
                    public Optional<BayeuxMessage> outgoing(BayeuxClient client, BayeuxMessage message) {
                        return message.channel().equals("/silent")
                                        && message.successful().isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        message.change().ext(Map.of("stamp", 1)).build());
                    }
                })
                .start(kernel);
        Caller caller = client();
        caller.subscribe("/**");

        assertTrue(caller.publish("/dropped", "1").contains("'error':'404::an extension has dropped the message'"));
        caller.publish("/silent", "1");
        assertEquals(
                "[{'channel':'/a','successful':true,'id':'changed','clientId':'ID','ext':{'stamp':1}},"
                        + "{'channel':'/a','id':'changed','data':1,'ext':{'stamp':1}}]",
                caller.publish("/a", "1"));
    }

    // ---- the description

    @Test
    @Row("B20")
    void shouldReportAllThatIsWrongTogether() {
        DefinitionException wrong = assertThrows(
                DefinitionException.class,
                () -> server().path("x")
                        .timeout(Duration.ofSeconds(-1))
                        .clientMaxConnections(-1)
                        .transports()
                        .cookie("None", false)
                        .service("*", (poe, message) -> {})
                        .persistent("/a/*")
                        .allow("a")
                        .build());

        assertEquals(8, wrong.errors().size(), wrong.getMessage());
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
