package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sessions of the same kernel as clients, and what the server tells its own program. */
class LocalClientsTest extends BayeuxCase {
    private static final Event<BayeuxMessage> ANSWER = Event.named("subscribe_response", BayeuxMessage.class);

    @Test
    @Row({"B106", "B84", "B2", "B140", "B107"})
    void shouldMakeASessionAClient() {
        server().alias("bayeux").start(kernel);
        local("bot", ANSWER);

        post("bot", BayeuxServer.SUBSCRIBE, new Subscribe("/test/*", "bot", ANSWER));
        post("bot", BayeuxServer.PUBLISH, new Publish("/test/demo", Map.of("a", 1), "bot"));

        assertLog("bot /test/demo {\"a\":1} from bot");
        BayeuxClient client = running().find("bot").orElseThrow();
        assertTrue(client.isLocal());
        Subscription subscription = client.subscriptions().get("/test/*");
        assertEquals(ANSWER, subscription.state());
        assertEquals(Instant.parse("2000-01-01T00:00:00Z"), subscription.subscribed());
    }

    @Test
    @Row({"B84", "B85"})
    void shouldDeliverAsSaid() {
        server().start(kernel);
        local("bot", BayeuxServer.DELIVER);
        local("silent", BayeuxServer.DELIVER);
        post("bot", BayeuxServer.SUBSCRIBE, new Subscribe("/a", "bot"));
        post("silent", BayeuxServer.SUBSCRIBE, new Subscribe("/a", "silent", BayeuxServer.DELIVER, false));

        post("bot", BayeuxServer.PUBLISH, new Publish("/a", "x"));

        assertLog("bot /a \"x\"");
        assertEquals(2, running().subscribers("/a"));
    }

    @Test
    @Row({"B113", "B108", "B110", "B111", "B112", "B18", "B114"})
    void shouldTellTheCallback() {
        logged().start(kernel);
        local("bot", BayeuxServer.DELIVER);
        Caller caller = client();

        post("bot", BayeuxServer.SUBSCRIBE, new Subscribe("/a", "bot"));
        caller.subscribe("/a");
        caller.publish("/a", "1");
        post("bot", BayeuxServer.CLIENT_PUSH, new ClientPush("/x", caller.id, Map.of("data", 2, "own", true)));
        post("bot", BayeuxServer.UNSUBSCRIBE, new Unsubscribe("/a", "bot"));
        post("bot", BayeuxServer.UNSUBSCRIBE, new Unsubscribe("/a", "bot"));
        post("bot", BayeuxServer.UNSUBSCRIBE, new Unsubscribe("/a", "nobody"));
        post("bot", BayeuxServer.CLIENT_DISCONNECT, caller.id);

        assertLog(
                "client_connect ID 127.0.0.1",
                "client_connect bot session",
                "subscribe bot /a",
                "subscribe ID /a",
                "publish ID /a 1",
                "bot /a 1 from ID",
                "client_push ID /x 2",
                "unsubscribe bot /a",
                "unsubscribe ID /a",
                "client_disconnect ID");
    }

    @Test
    @Row({"B110", "B111"})
    void shouldPushToOneClient() {
        server().start(kernel);
        local("bot", BayeuxServer.DELIVER);
        post("bot", BayeuxServer.SUBSCRIBE, new Subscribe("/a", "bot"));
        Caller caller = client();
        caller.connect();

        post(
                "bot",
                BayeuxServer.CLIENT_PUSH,
                new ClientPush("/x", caller.id, Map.of("data", 1, "id", "7", "own", "o")));
        post("bot", BayeuxServer.CLIENT_PUSH, new ClientPush("/x", "bot", Map.of("data", 2)));
        post("bot", BayeuxServer.CLIENT_PUSH, new ClientPush("/x", "nobody", Map.of("data", 3)));

        assertEquals(
                "[{'channel':'/meta/connect','successful':true},{'channel':'/x','id':'7','data':1,'own':'o'}]",
                caller.heard());
        assertLog("bot /x 2");
        assertEquals(1, Logs.complaints().size());
        assertTrue(Logs.complaints().get(0).contains("there is no client 'nobody'"));
    }

    @Test
    @Row("B109")
    void shouldPublishWithAllThatIsSaidAndLogWhatCannotBe() {
        server().start(kernel);
        local("bot", BayeuxServer.DELIVER);
        Caller caller = client();
        caller.subscribe("/**");

        post(
                "bot",
                BayeuxServer.PUBLISH,
                new Publish(
                        "/a",
                        1,
                        Optional.of("bot"),
                        Optional.of("i"),
                        Optional.of(Map.of("e", 2)),
                        Optional.of("now"),
                        false));
        post("bot", BayeuxServer.PUBLISH, new Publish("/service/x", 1));
        post("bot", BayeuxServer.PUBLISH, new Publish("a", 1));
        post("bot", BayeuxServer.PUBLISH, new Publish("/a/*", 1));

        assertEquals("[{'channel':'/a','id':'i','timestamp':'now','data':1,'ext':{'e':2}}]", caller.fetch());
        assertEquals(3, Logs.complaints().size());
        assertTrue(Logs.complaints().get(0).contains("publish: nothing can be published on '/service/x'"));
    }

    @Test
    @Row("B106")
    void shouldRefuseTheIdOfAnother() {
        server().start(kernel);
        local("bot", BayeuxServer.DELIVER);
        local("other", BayeuxServer.DELIVER);
        post("bot", BayeuxServer.SUBSCRIBE, new Subscribe("/a", "bot"));

        post("other", BayeuxServer.SUBSCRIBE, new Subscribe("/b", "bot"));
        post("other", BayeuxServer.SUBSCRIBE, new Subscribe("b", "other"));
        Caller thief = client();
        thief.id = "bot";

        assertEquals(2, Logs.complaints().size());
        assertEquals(0, running().subscribers("/b"));
        assertTrue(thief.connect().contains("'error':'402:ID:unknown client'"));
    }

    @Test
    @Row("B115")
    void shouldNeverForgetALocalClientThatLives() {
        server().start(kernel);
        local("bot", BayeuxServer.DELIVER);
        post("bot", BayeuxServer.SUBSCRIBE, new Subscribe("/a", "bot"));

        advance(100_000);

        assertEquals(1, running().clients().size());
    }

    @Test
    @Row("B116")
    void shouldForgetALocalClientWhoseSessionEnds() {
        logged().start(kernel);
        local("bot", BayeuxServer.DELIVER);
        local("other", BayeuxServer.DELIVER);
        post("bot", BayeuxServer.SUBSCRIBE, new Subscribe("/a", "bot"));
        post("other", BayeuxServer.SUBSCRIBE, new Subscribe("/b", "other"));
        log.clear();

        end("bot");
        end("other");
        running().publish(new Publish("/a", 1));
        run();
        assertLog("publish /a 1", "unsubscribe bot /a", "client_disconnect bot");
        advance(30);

        assertLog("unsubscribe other /b", "client_disconnect other");
        assertEquals(0, running().clients().size());
        assertEquals(0, running().channelCount());
    }

    @Test
    @Row("B138")
    void shouldLetABotAnswerOthersAndNotItself() {
        server().start(kernel);
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> {
                            poe.aliasSet("bot");
                            poe.post("bayeux", BayeuxServer.SUBSCRIBE, new Subscribe("/chat/demo", "bot", ANSWER));
                        })
                        .on(ANSWER, (heap, poe, message) -> {
                            if (!message.clientId().equals(Optional.of("bot"))) {
                                poe.post(
                                        "bayeux",
                                        BayeuxServer.PUBLISH,
                                        new Publish(
                                                message.channel(),
                                                "I got " + message.data().orElseThrow(),
                                                "bot"));
                            }
                        }),
                null);
        Caller caller = client();
        caller.subscribe("/chat/demo");

        caller.publish("/chat/demo", "1");

        assertEquals("[{'channel':'/chat/demo','data':'I got 1'}]", caller.fetch());
    }

    @Test
    @Row({"B119", "B1", "B22"})
    void shouldShutDownWithAnswersToAll() {
        logged().start(kernel);
        local("bot", BayeuxServer.DELIVER);
        post("bot", BayeuxServer.SUBSCRIBE, new Subscribe("/a", "bot"));
        Caller caller = client();
        caller.connect();
        Caller idle = client();
        log.clear();

        kernel.post("bayeux", BayeuxServer.SHUTDOWN);
        run();

        assertEquals(
                "[{'channel':'/meta/connect','successful':true,'advice':{'reconnect':'retry','interval':5000}}]",
                caller.heard());
        assertTrue(caller.socket.isClosedByPeer());
        assertTrue(idle.socket.isClosedByPeer());
        assertLog("unsubscribe bot /a", "client_disconnect bot", "client_disconnect ID", "client_disconnect ID");
        assertTrue(kernel.aliasResolve("bayeux").isEmpty());
        end("bot");
        kernel.run(); // and nothing keeps it
    }

    @Test
    @Row("B120")
    void shouldSendAllAwayWhoCome() {
        server().drain(java.time.Duration.ofSeconds(3), "b.example.com").start(kernel);
        Caller caller = client();
        caller.connect();
        Caller busy = client();
        String away = "'advice':{'reconnect':'retry','interval':3000,'hosts':['b.example.com']}";

        kernel.post("bayeux", BayeuxServer.DRAIN);
        run();

        assertEquals("[{'channel':'/meta/connect','successful':true," + away + "}]", caller.heard());
        assertEquals("[{'channel':'/meta/connect','successful':true," + away + "}]", busy.connect());
        assertTrue(busy.publish("/a", "1").contains("'successful':true"));
        String refused = caller().handshake();
        assertTrue(refused.contains("'error':'503::no more clients at the moment'"), refused);
        assertTrue(refused.contains(away), refused);
    }

    @Test
    @Row("B137")
    void shouldShareChannelsOverABus() {
        LocalBus bus = new LocalBus();
        server().bus(bus).start(kernel);
        BayeuxServer.at(PORT + 1).alias("second").bus(bus).start(kernel);
        Caller here = client();
        here.subscribe("/a");
        Caller there = new Caller(this, simulation.connect(PORT + 1));
        there.handshake();

        there.publish("/a", "1");

        assertEquals("[{'channel':'/a','data':1}]", here.fetch());
    }

    @Test
    @Row({"B21", "B11"})
    void shouldTellItsSessionAndItsLogger() {
        org.slf4j.Logger own = org.slf4j.LoggerFactory.getLogger("own");
        server().logger(own).start(kernel);

        assertEquals(own, running().logger());
        assertEquals(kernel.aliasResolve("bayeux").orElseThrow(), running().session());
        assertThrows(
                IllegalStateException.class, () -> BayeuxServer.define().build().start(kernel));
    }
}
