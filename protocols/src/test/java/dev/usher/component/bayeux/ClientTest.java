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
    @Row({"BC1", "BC2", "BC9", "BC11", "BC12", "BC13", "BC31", "BC32", "BC40", "BC42"})
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
}
