package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filters.bayeux.ChannelName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Channels, publishing, delivery, queues. */
class PublishTest extends BayeuxCase {
    @ParameterizedTest
    @Row("B73")
    @CsvSource({
        "/meta/handshake, true, false, false",
        "/service/x, false, true, false",
        "/chat, false, false, true",
        "/metafor, false, false, true",
        "/services/x, false, false, true",
    })
    void shouldKnowThreeKindsOfChannels(String channel, boolean meta, boolean service, boolean broadcast) {
        assertEquals(meta, ChannelName.isMeta(channel));
        assertEquals(service, ChannelName.isService(channel));
        assertEquals(broadcast, ChannelName.isBroadcast(channel));
    }

    @Test
    @Row({"B74", "B75", "B76", "B83"})
    void shouldReplyToWhatIsPublished() {
        server().start(kernel);
        Caller caller = client();

        assertEquals(
                "[{'channel':'/a','successful':true,'id':'p','clientId':'ID'}]",
                caller.post("[{'channel':'/a','clientId':'ID','data':{},'id':'p'}]"));
        assertEquals(
                "[{'channel':'/a','successful':false,'clientId':'ID','error':'400:/a:data is needed'}]",
                caller.post("[{'channel':'/a','clientId':'ID'}]"));
        assertEquals(
                "[{'channel':'/a','successful':false,"
                        + "'advice':{'reconnect':'handshake','interval':0},'error':'402::unknown client'}]",
                caller.post("[{'channel':'/a','data':1}]"));
        assertEquals(
                "[{'channel':'/a/*','successful':false,'clientId':'ID',"
                        + "'error':'400:/a/*:nothing can be published to a pattern'}]",
                caller.publish("/a/*", "1"));
        assertEquals(
                "[{'channel':'//','successful':false,'error':'400::a channel has no empty segment'}]",
                caller.publish("//", "1"));
    }

    @Test
    @Row("B3")
    void shouldTakeMessagesWithoutAHandshakeWhereThatIsSaid() {
        logged().anonPublish(true).start(kernel);
        Caller subscriber = client();
        subscriber.subscribe("/a");
        log.clear();

        assertEquals("[{'channel':'/a','successful':true}]", caller().post("[{'channel':'/a','data':1}]"));

        assertLog("publish /a 1");
        assertEquals("[{'channel':'/a','data':1}]", subscriber.fetch());
        assertEquals(1, running().clients().size());
    }

    @Test
    @Row({"B77", "B78"})
    void shouldPassOnTheIdAndNeverWhoSaysIt() {
        server().start(kernel);
        Caller subscriber = client();
        subscriber.subscribe("/a");
        Caller publisher = client();

        publisher.post("[{'channel':'/a','clientId':'ID','data':{'x':12345678901234567890123},'id':'i',"
                + "'ext':{'token':'secret'},'successful':true,'advice':{'reconnect':'none'}}]");

        assertEquals("[{'channel':'/a','id':'i','data':{'x':12345678901234567890123}}]", subscriber.fetch());
    }

    @Test
    @Row("B77")
    void shouldPassOnWhatIsSaid() {
        server().passOn(false, true).start(kernel);
        Caller subscriber = client();
        subscriber.subscribe("/a");

        client().post("[{'channel':'/a','clientId':'ID','data':1,'id':'i','ext':{'e':[1, 2]}}]");

        assertEquals("[{'channel':'/a','data':1,'ext':{'e':[1, 2]}}]", subscriber.fetch());
    }

    @ParameterizedTest
    @Row("B79")
    @CsvSource({"true", "false"})
    void shouldEchoToThePublisherUnlessSaid(boolean echo) {
        server().echo(echo).start(kernel);
        Caller caller = client();
        caller.subscribe("/a");
        Caller other = client();
        other.subscribe("/a");

        String reply = caller.publish("/a", "1");

        assertEquals(echo, reply.contains("'data':1"));
        assertEquals("[{'channel':'/a','data':1}]", other.fetch());
    }

    @ParameterizedTest
    @Row({"B80", "B81", "B143"})
    @CsvSource({
        "/chat, /chat, true",
        "/chat, /chat/*, false",
        "/chat, /*, true",
        "/chat/demo, /chat/*, true",
        "/chat/demo, /*, false",
        "/chat/demo, /**, true",
        "/chat/demo/x, /chat/*, false",
        "/chat/demo/x, /chat/**, true",
        "/chat, /chat/**, false",
        "/chatter/x, /chat/**, false",
        "/chat/demo, /*/demo, false",
    })
    void shouldMatch(String channel, String pattern, boolean expected) {
        assertEquals(expected, ChannelName.matches(channel, pattern));
        if (ChannelName.fault(pattern).isEmpty()) {
            server().start(kernel);
            Caller caller = client();
            caller.subscribe(pattern);

            client().publish(channel, "1");

            assertEquals(expected, caller.fetch().contains("'data':1"));
        }
    }

    @Test
    @Row("B82")
    void shouldTellAClientOnceByItsMostSpecificSubscription() {
        server().start(kernel);
        Caller caller = client();
        caller.subscribe("/**");
        caller.subscribe("/a/**");
        caller.subscribe("/a/*");
        caller.subscribe("/a/b");
        local("bot", BayeuxServer.DELIVER);
        post("bot", BayeuxServer.SUBSCRIBE, new Subscribe("/**", "bot", BayeuxServer.DELIVER, false));
        post("bot", BayeuxServer.SUBSCRIBE, new Subscribe("/a/*", "bot", BayeuxServer.DELIVER));

        client().publish("/a/b", "1");

        assertEquals("[{'channel':'/a/b','data':1}]", caller.fetch());
        assertLog("bot /a/b 1 from ID");
    }

    @Test
    @Row("B87")
    void shouldAnswerOnceWithWhatIsPublishedTogether() {
        server().start(kernel);
        Caller caller = client();
        caller.subscribe("/a");
        caller.connect();

        client().post("[{'channel':'/a','clientId':'ID','data':1},{'channel':'/a','clientId':'ID','data':2},"
                + "{'channel':'/a','clientId':'ID','data':3}]");

        assertEquals(
                "[{'channel':'/meta/connect','successful':true},{'channel':'/a','data':1},"
                        + "{'channel':'/a','data':2},{'channel':'/a','data':3}]",
                caller.heard());
    }

    @ParameterizedTest
    @Row("B88")
    @EnumSource(QueuePolicy.class)
    void shouldKeepNoMoreThanTheQueueHolds(QueuePolicy policy) {
        logged().limits(BayeuxLimits.DEFAULT.withQueue(2)).queuePolicy(policy).start(kernel);
        Caller slow = client();
        slow.subscribe("/**");
        Caller publisher = client();
        log.clear();

        publisher.publish("/a", "1");
        publisher.publish("/b", "2");
        assertFalse(log.contains("queue_overflow ID /b 2"));
        publisher.publish("/b", "3");

        assertTrue(log.contains("queue_overflow ID /b 3"));
        switch (policy) {
            case DROP_OLDEST -> assertEquals("[{'channel':'/b','data':2},{'channel':'/b','data':3}]", slow.fetch());
            case CONFLATE -> assertEquals("[{'channel':'/a','data':1},{'channel':'/b','data':3}]", slow.fetch());
            case DISCONNECT -> assertTrue(slow.fetch().contains("'error':'402:ID:unknown client'"));
        }
    }

    @Test
    @Row("B89")
    void shouldLetLazyMessagesWaitForOthers() {
        server().lazy("/lazy/**").lazyTime(Duration.ofSeconds(5)).start(kernel);
        Caller caller = client();
        caller.subscribe("/**");
        caller.connect();
        Caller publisher = client();

        publisher.publish("/lazy/a", "1");
        assertEquals("", caller.heard());
        publisher.publish("/b", "2");
        assertTrue(caller.heard().endsWith(",{'channel':'/lazy/a','data':1},{'channel':'/b','data':2}]"));

        caller.connect();
        publisher.publish("/lazy/a", "3");
        advance(4.9);
        assertEquals("", caller.heard());
        advance(0.1);
        assertTrue(caller.heard().endsWith(",{'channel':'/lazy/a','data':3}]"));
    }

    @Test
    @Row("B89")
    void shouldLetASingleMessageBeLazy() {
        server().start(kernel);
        Caller caller = client();
        caller.subscribe("/a");
        caller.connect();

        running()
                .publish(new Publish(
                        "/a",
                        1,
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        true));
        run();

        assertEquals("", caller.heard());
        advance(5);
        assertTrue(caller.heard().endsWith(",{'channel':'/a','data':1}]"));
    }

    @Test
    @Row("B89")
    void shouldKeepPersistentChannelsAndNoOthers() {
        server().persistent("/kept").start(kernel);
        Caller caller = client();

        caller.subscribe("/kept");
        caller.subscribe("/a/b/c");
        caller.subscribe("/a/**");
        assertEquals(3, running().channelCount());
        caller.disconnect();

        assertEquals(1, running().channelCount());
    }

    @Test
    @Row("B90")
    void shouldKeepTheOrderOverAllTransports() {
        server().start(kernel);
        Caller polling = client();
        polling.subscribe("/a");
        Talker talking = talker().handshake();
        talking.connect();
        talking.subscribe("/a");
        Caller publisher = client();
        List<Integer> heard = new ArrayList<>();
        List<Integer> told = new ArrayList<>();

        for (int i = 0; i < 10_000; i += 10) {
            StringBuilder batch = new StringBuilder("[");
            for (int k = i; k < i + 10; k++) {
                batch.append(k == i ? "" : ",").append("{'channel':'/a','clientId':'ID','data':" + k + "}");
            }
            publisher.post(batch + "]");
            numbers(polling.connect(",'advice':{'timeout':0}"), heard);
            talking.heard().forEach(text -> numbers(text, told));
        }

        List<Integer> all = java.util.stream.IntStream.range(0, 10_000).boxed().toList();
        assertEquals(all, heard);
        assertEquals(all, told);
    }

    private static void numbers(String json, List<Integer> numbers) {
        java.util.regex.Matcher data =
                java.util.regex.Pattern.compile("'data':([0-9]+)").matcher(json);
        while (data.find()) {
            numbers.add(Integer.valueOf(data.group(1)));
        }
    }

    @Test
    @Row("B40")
    void shouldSendMessagesWithWhateverAnswerGoesToTheirClient() {
        server().start(kernel);
        Caller caller = client();
        caller.subscribe("/a");
        client().publish("/a", "1");

        assertEquals(
                "[{'channel':'/b','successful':true,'clientId':'ID'},{'channel':'/a','data':1}]",
                caller.publish("/b", "2"));
    }

    @Test
    @Row("B135")
    void shouldSendMessagesWithConnectsOnlyWhereThatIsSaid() {
        server().metaConnectDeliverOnly(true).start(kernel);
        Caller caller = client();
        caller.subscribe("/a");
        Talker talker = talker().handshake();
        talker.connect();
        talker.subscribe("/a");
        client().publish("/a", "1");

        assertEquals("[{'channel':'/b','successful':true,'clientId':'ID'}]", caller.publish("/b", "2"));
        assertEquals("[{'channel':'/a','data':1}]", caller.fetch());
        assertEquals(List.of(), talker.heard());
        assertEquals(
                List.of("[{'channel':'/meta/connect','successful':true},{'channel':'/a','data':1}]"), talker.connect());
    }

    @Test
    @Row("B25")
    void shouldKeepClientsWithinLimits() {
        server().limits(BayeuxLimits.DEFAULT
                        .withBatch(2_000, 3)
                        .withChannels(12, 3)
                        .withSubscriptions(2)
                        .withClients(3, 2))
                .trustedProxies("127.0.0.1")
                .start(kernel);
        Caller caller = client();

        assertTrue(caller.subscribe("/a/b/c/d").contains("'error':'400:/a/b/c/d:a channel has at most 3 segments'"));
        assertTrue(caller.subscribe("/123456789012").contains("a channel has at most 12 characters"));
        caller.subscribe("/a");
        caller.subscribe("/b");
        assertTrue(caller.subscribe("/c").contains("'error':'403::a client has at most 2 subscriptions'"));
        caller.post("[{},{},{},{}]");
        assertEquals(413, caller.status());
        caller.publish("/a", "'" + "x".repeat(2_000) + "'");
        assertEquals(413, caller.status());
        client();
        assertTrue(caller().handshake().contains("'error':'503::no more clients at the moment'"));
        assertTrue(caller().post(
                        "[{'channel':'/meta/handshake','version':'1.0','supportedConnectionTypes':['long-polling']}]",
                        "X-Forwarded-For: 10.0.0.1")
                .contains("'successful':true"));
        assertTrue(caller().post(
                        "[{'channel':'/meta/handshake','version':'1.0','supportedConnectionTypes':['long-polling']}]",
                        "X-Forwarded-For: 10.0.0.2")
                .contains("'error':'503::"));
        assertThrows(IllegalArgumentException.class, () -> BayeuxLimits.DEFAULT.withQueue(0));
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
}
