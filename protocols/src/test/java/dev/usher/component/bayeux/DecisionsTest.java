package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filters.bayeux.BayeuxMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what: MessageACL, at once or later, and authorizers. */
class DecisionsTest extends BayeuxCase {
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
            Client client = running().find(caller.id).orElseThrow();
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
}
