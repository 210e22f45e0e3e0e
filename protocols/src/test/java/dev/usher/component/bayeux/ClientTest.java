package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.kernel.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client and a server of this house. */
class ClientTest extends BayeuxCase {
    final List<String> heard = new ArrayList<>();

    BayeuxClientBuilder wanted(Transport... transports) {
        return BayeuxClient.to("http://127.0.0.1:" + PORT + "/cometd")
                .transports(transports)
                .errorCallback((client, poe, message) -> heard.add("error " + message));
    }

    MessageHook hears() {
        return (client, poe, message) ->
                heard.add(message.channel() + " " + message.data().orElseThrow());
    }

    void assertHeard(String... lines) {
        assertEquals(List.of(lines), heard);
        heard.clear();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row({"B145", "BC1", "BC2", "BC9", "BC11", "BC12", "BC13", "BC31", "BC32", "BC40", "BC42"})
    void shouldPublishAndHear(Transport transport) {
        server().start(kernel);
        BayeuxConnection client = wanted(transport).start(kernel);
        client.subscribe("/a", hears());
        assertEquals("2", client.publish("/a", "first"));
        client.init();
        run();
        client.publish("/a", "second");
        run();

        assertHeard("/a \"first\"", "/a \"second\"");
        assertEquals(transport, client.transport());
        assertEquals(running().clients().get(0).id(), client.clientId().orElseThrow());
        assertEquals(BayeuxState.CONNECTED, client.state());
        advance(100);
        assertEquals(1, running().clients().size());
        running().publish(new Publish("/a", 3));
        run();
        assertHeard("/a 3");
        client.disconnect();
        run();
        assertEquals(BayeuxState.DISCONNECTED, client.state());
        assertEquals(0, running().clients().size());
        assertEquals(Optional.empty(), client.clientId());
        client.shutdown();
        run();
        assertTrue(!client.session().isAlive());
        advance(60);
        assertHeard();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row({"BC19", "BC26", "BC28"})
    void shouldSubscribeAgainAfterAnotherHandshake(Transport transport) {
        server().start(kernel);
        BayeuxConnection client = wanted(transport).start(kernel);
        client.subscribe("/a", hears());
        client.init();
        run();
        String first = client.clientId().orElseThrow();
        running().find(first).orElseThrow().disconnect();
        advance(60);
        running().publish(new Publish("/a", 1));
        run();

        assertTrue(heard.remove(0).contains("402:" + first), heard.toString());
        assertHeard("/a 1");
        assertTrue(!first.equals(client.clientId().orElseThrow()));
    }

    @Test
    @Row({"BC13", "BC35"})
    void shouldTellStatesOfSessions() {
        Event<dev.usher.filters.bayeux.BayeuxMessage> state = BayeuxServer.DELIVER;
        server().start(kernel);
        BayeuxConnection client = wanted(Transport.LONG_POLLING).start(kernel);
        local("bot", state);
        client.init();
        run();
        kernel.post("bot", DO, () -> kernel.post("bayeux_client", BayeuxClient.SUBSCRIBE, new Listen("/a", state)));
        run();
        client.publish("/a", Duration.ofSeconds(1).toSeconds());
        run();
        assertLog("bot /a 1");
    }

    @Test
    @Row({"BC14", "BC15", "BC30"})
    void shouldAskOnceForAllWhoWantToHear() {
        logged().start(kernel);
        BayeuxConnection client = wanted(Transport.LONG_POLLING).start(kernel);
        client.subscribe("/a/b", (who, poe, message) -> heard.add("first"));
        client.subscribe("/a/b", (who, poe, message) -> heard.add("second"));
        client.subscribe("/**", (who, poe, message) -> heard.add("all"));
        client.subscribe("/a/*", (who, poe, message) -> heard.add("near"));
        client.init();
        run();
        log.removeIf(line -> !line.startsWith("subscribe"));
        assertLog("subscribe ID /a/b", "subscribe ID /**", "subscribe ID /a/*");
        running().publish(new Publish("/a/b", 1));
        run();
        assertHeard("first", "second", "near", "all");
        log.clear();

        client.unsubscribe("/a/b");
        client.unsubscribe("/a/b");
        client.unsubscribe("/never");
        run();
        assertLog("unsubscribe ID /a/b");
        running().publish(new Publish("/a/b", 1));
        run();
        assertHeard("near", "all");
    }

    @Test
    @Row({"BC8", "BC34", "BC37"})
    void shouldTellOfWhatWasRefused() {
        server().messageAcl((poe, client, message) -> {
                    if (message.message().subscription().contains("/private/x")
                            || message.message().channel().startsWith("/private")) {
                        message.error("not yours");
                    }
                })
                .start(kernel);
        BayeuxConnection client = wanted(Transport.LONG_POLLING).start(kernel);
        client.subscribe("/private/x", hears());
        client.subscribe("/a", hears(), (who, poe, reply) -> heard.add("subscribed " + reply.successful()));
        client.publish("/private/y", 1);
        client.publish(
                "/private/z", 1, (who, poe, reply) -> heard.add(reply.error().orElse("")));
        client.init();
        run();

        assertEquals(4, heard.size(), heard.toString());
        assertTrue(heard.get(0).startsWith("error {\"channel\":\"/meta/subscribe\""), heard.toString());
        assertEquals("subscribed Optional[true]", heard.get(1));
        assertTrue(heard.get(2).startsWith("error {\"channel\":\"/private/y\""), heard.toString());
        assertEquals("403::not yours", heard.get(3));
    }

    @Test
    @Row({"BC33", "BC45"})
    void shouldHearServicesWithoutAsking() {
        server().service(
                        "echo",
                        (poe, message) ->
                                message.respond(message.message().data().orElseThrow()))
                .start(kernel);
        BayeuxConnection client = wanted(Transport.LONG_POLLING).start(kernel);
        client.subscribe(
                "/service/echo",
                (who, poe, message) -> heard.add(message.id().orElse("-") + " "
                        + message.data().map(Object::toString).orElse("done")));
        client.init();
        run();
        String id = client.publish("/service/echo", "hello");
        run();

        assertEquals(2, heard.size(), heard.toString());
        assertTrue(heard.contains(id + " done") && heard.contains(id + " \"hello\""), heard.toString());
    }

    @Test
    @Row({"BC16", "BC17", "BC29", "BC18"})
    void shouldSayGoodbyeAndComeBack() {
        logged().start(kernel);
        BayeuxConnection client = wanted(Transport.LONG_POLLING).start(kernel);
        client.init();
        run();
        assertEquals(1, running().pollsOpen());
        String first = client.clientId().orElseThrow();

        client.publish("/a", "last words");
        kernel.post("bayeux_client", BayeuxClient.RECONNECT);
        run();
        assertEquals(BayeuxState.CONNECTED, client.state());
        assertTrue(!first.equals(client.clientId().orElseThrow()));
        assertTrue(log.contains("publish ID /a \"last words\""), log.toString());
        assertEquals(1, running().clients().size());
        kernel.post("bayeux_client", BayeuxClient.DISCONNECT);
        run();
        assertEquals(0, running().pollsOpen());
        advance(100);
        assertEquals(0, running().clients().size());
        client.shutdown();
        run();
        assertTrue(kernel.aliasResolve("bayeux_client").isEmpty());
        assertHeard();
    }

    @Test
    @Row({"BC24", "BC38"})
    void shouldSendWhatWaitedInOneBatch() {
        List<Integer> batches = new ArrayList<>();
        server().extend(new BayeuxExtension() {
                    @Override
                    public Optional<dev.usher.filters.bayeux.BayeuxMessage> incoming(
                            Client from, dev.usher.filters.bayeux.BayeuxMessage message) {
                        message.data().ifPresent(data -> batches.add(data.as(Integer.class)));
                        return Optional.of(message);
                    }
                })
                .start(kernel);
        BayeuxConnection client = wanted(Transport.LONG_POLLING).start(kernel);
        for (int i = 0; i < 5; i++) {
            client.publish("/a", i);
        }
        client.init();
        run();
        assertEquals(List.of(0, 1, 2, 3, 4), batches);
        assertEquals(0, client.queued());

        client.startBatch();
        client.publish("/a", 5);
        run();
        assertEquals(1, client.queued());
        client.batch(() -> client.publish("/a", 6));
        run();
        assertEquals(2, client.queued());
        client.endBatch();
        run();
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), batches);
    }

    @Test
    @Row({"BC40", "BC22"})
    void shouldFallBackToPolling() {
        server().transports(Transport.LONG_POLLING).start(kernel);
        BayeuxConnection client =
                wanted(Transport.WEBSOCKET, Transport.LONG_POLLING).start(kernel);
        client.subscribe("/a", hears());
        client.init();
        advance(5);
        running().publish(new Publish("/a", 1));
        run();

        assertHeard("/a 1");
        assertEquals(Transport.LONG_POLLING, client.transport());
    }

    @Test
    @Row({"BC28", "BC41"})
    void shouldComeBackAfterTheServerWasAway() {
        List<BayeuxState> states = new ArrayList<>();
        server().start(kernel);
        BayeuxConnection client = wanted(Transport.LONG_POLLING)
                .onState((who, poe, state) -> states.add(state))
                .start(kernel);
        client.subscribe("/a", hears());
        client.subscribe(
                "/meta/handshake",
                (who, poe, message) ->
                        heard.add("shaken " + message.successful().get()));
        client.init();
        run();
        running().shutdown();
        advance(60);
        assertEquals(BayeuxState.UNCONNECTED, client.state());
        assertEquals(1, states.stream().filter(BayeuxState.UNCONNECTED::equals).count(), states.toString());
        client.publish("/a", "said while it was away");
        server().start(kernel);
        advance(60);

        assertTrue(heard.remove("shaken true") && heard.remove("shaken true"), heard.toString());
        assertTrue(heard.contains("/a \"said while it was away\""), heard.toString());
        assertEquals(BayeuxState.CONNECTED, client.state());
        heard.removeIf(line -> line.startsWith("error"));
        assertHeard("/a \"said while it was away\"");
    }

    @Test
    @Row("BC43")
    void shouldPublishLater() {
        logged().start(kernel);
        BayeuxConnection client = wanted(Transport.LONG_POLLING).start(kernel);
        client.init();
        run();
        log.clear();
        kernel.create(
                dev.usher.kernel.States.of(Object.class)
                        .start((heap, poe) -> poe.delayAdd(DO, Duration.ofSeconds(5), () -> client.publish("/a", 1)))
                        .on(DO, (heap, poe, action) -> action.run()),
                null);
        advance(4.9);
        assertLog();
        advance(0.2);
        assertLog("publish ID /a 1");
    }

    @Test
    @Row({"BC12", "BC5"})
    void shouldAnswerTheIdsOfWhatIsPublished() {
        server().start(kernel);
        BayeuxConnection client = wanted(Transport.LONG_POLLING).alias("teller").start(kernel);
        assertEquals(client.session(), kernel.aliasResolve("teller").orElseThrow());

        assertEquals("1", kernel.call("teller", BayeuxClient.PUBLISH, new Publish("/a", 1)));
        kernel.post("teller", BayeuxClient.PUBLISH, new Publish("/a", 2));
        run();
        assertEquals("3", kernel.call("teller", BayeuxClient.PUBLISH, new Publish("/a", 3)));
        assertEquals(3, client.queued());
    }

    @Test
    @Row({"BC1", "BC2", "BC3", "BC7", "BC8", "BC6"})
    void shouldTakeTheManualsOptions() {
        server().path("/other").start(kernel);
        BayeuxConnection client = BayeuxClient.from(java.util.Map.of(
                        "Host",
                        "127.0.0.1",
                        "Port",
                        PORT,
                        "Path",
                        "/other",
                        "CrossDomain",
                        1,
                        "Alias",
                        "by_name",
                        "Debug",
                        1))
                .start(kernel);
        client.init();
        run();

        assertEquals(BayeuxState.CONNECTED, client.state());
        assertEquals(Transport.CALLBACK_POLLING, client.transport());
        assertTrue(client.logger().isDebugEnabled());
        dev.usher.component.DefinitionException wrong = org.junit.jupiter.api.Assertions.assertThrows(
                dev.usher.component.DefinitionException.class,
                () -> BayeuxClient.from(java.util.Map.of("Port", 70_000, "Prot", 1, "ErrorCallback", "text"))
                        .build());
        assertEquals(3, wrong.errors().size(), wrong.getMessage());
        assertTrue(org.junit.jupiter.api.Assertions.assertThrows(
                        dev.usher.component.DefinitionException.class,
                        () -> BayeuxClient.from(java.util.Map.of()).build())
                .getMessage()
                .contains("Host"));
    }

    @Test
    @Row({"B147", "BC47"})
    void shouldForgetThousandsThatVanish() {
        server().clientMaxConnections(0).multipleClients(0, Duration.ZERO).start(kernel);
        run();
        int before = kernel.counts().sessions();
        java.util.Random random = new java.util.Random(1);
        int most = Boolean.getBoolean("usher.nightly") ? 10_000 : 1_000;
        List<BayeuxConnection> clients = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            BayeuxConnection client = wanted(random.nextBoolean() ? Transport.LONG_POLLING : Transport.WEBSOCKET)
                    .alias("")
                    .start(kernel);
            client.subscribe("/a", hears());
            client.init();
            clients.add(client);
            for (int slices = random.nextInt(20); slices > 0; slices--) {
                kernel.runOneTimeslice();
            }
            if (random.nextInt(4) == 0) {
                client.reload();
            }
        }
        run();
        assertTrue(running().clients().size() > most / 2);
        running().publish(new Publish("/a", 1));
        run();
        assertTrue(heard.size() > most / 2);
        clients.forEach(BayeuxConnection::reload);
        advance(60);

        assertEquals(0, running().clients().size());
        assertEquals(0, running().pollsOpen());
        assertEquals(before, kernel.counts().sessions());
    }

    @Test
    @Row("B148")
    void shouldCountWhatThereIs() {
        server().start(kernel);
        BayeuxConnection held = wanted(Transport.WEBSOCKET).start(kernel);
        held.subscribe("/a", hears());
        held.init();
        caller().handshake();
        Caller away = client();
        away.subscribe("/a");
        local("bot", BayeuxServer.DELIVER);
        post("bot", BayeuxServer.SUBSCRIBE, new Subscribe("/b/*", "bot"));
        running().publish(new Publish("/a", 1));
        run();

        BayeuxCounts counts = running().counts();

        assertEquals(new BayeuxCounts(1, 1, 1, 1, 1, 1, 1, 1, java.util.Map.of("/a", 2, "/b/*", 1)), counts);
        assertTrue(counts.text().contains("bayeux_clients{state=\"held\"} 1\n"), counts.text());
        assertTrue(counts.text().contains("bayeux_subscribers{channel=\"/a\"} 2\n"), counts.text());
    }
}
