package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.log.Logs;
import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * Programs and signals that take a client away, or fail, while its poll is under way: the counts are right behind it.
 */
class InterferenceTest extends BayeuxCase {
    private static final String FAILURE = "on purpose";

    private final List<BayeuxMessage> connects = new ArrayList<>();

    /** Does something with each connect that comes, and each reply to one that goes. */
    private BayeuxServerBuilder meddling(BiConsumer<Client, BayeuxMessage> out) {
        return server().extend(new BayeuxExtension() {
            @Override
            public Optional<BayeuxMessage> incoming(Client client, BayeuxMessage message) {
                connects.add(message);
                return Optional.of(message);
            }

            @Override
            public Optional<BayeuxMessage> outgoing(Client client, BayeuxMessage message) {
                out.accept(client, message);
                return Optional.of(message);
            }
        });
    }

    private void assertNobody() {
        assertEquals(0, running().clients().size());
        assertEquals(0, running().pollsOpen());
        assertTrue(running().polls().isEmpty());
        assertEquals(0, running().polls().browsers());
        assertEquals(List.of(), Logs.complaints());
    }

    @Test
    void shouldCountPollsWhenAnExtensionForgetsAClientThatIsSentAway() {
        meddling((client, message) -> {
                    if (message.advice().isPresent()
                            && client.hasConnected()
                            && running().isDraining()) {
                        client.disconnect();
                    }
                })
                .start(kernel);
        Caller caller = client();
        assertEquals("", caller.connect());

        running().drain();
        run();

        assertTrue(caller.heard().contains("'advice':{'reconnect':'retry','interval':5000}"));
        assertNobody();
    }

    @Test
    void shouldHoldNothingWhenAnExtensionForgetsTheClientAtTheEndOfItsLastPoll() {
        meddling((client, message) -> {
                    if (message.error().orElse("").startsWith("408")) {
                        client.disconnect();
                    }
                })
                .start(kernel);
        Caller caller = client();
        Caller same = caller();
        same.id = caller.id;
        same.cookie = caller.cookie;
        assertEquals("", caller.connect());

        String reply = same.connect();

        assertTrue(caller.heard().contains("'error':'408:"));
        assertTrue(reply.contains("'error':'402:"), reply);
        assertNobody();
    }

    @Test
    void shouldForgetAClientWhoseSessionIsKilled() {
        server().start(kernel);
        run();
        int before = kernel.counts().sessions();
        Caller held = client();
        held.connect();
        Caller away = client();

        running().clients().forEach(client -> kernel.signal(client.session(), "KILL"));
        run();

        assertEquals("[{'channel':'/meta/connect','successful':true}]", held.heard());
        assertTrue(away.connect().contains("'error':'402:"));
        assertNobody();
        held.socket.close();
        away.socket.close();
        run();
        assertEquals(before, kernel.counts().sessions());
    }

    @Test
    void shouldDeliverToOthersWhenAnExtensionFailsWithAnError() {
        meddling((client, message) -> {
                    if (message.type().equals("connect")
                            && client.id().equals(running().clients().get(0).id())) {
                        throw new AssertionError(FAILURE);
                    }
                })
                .start(kernel);
        List<Caller> callers = List.of(client(), client(), client());
        callers.forEach(caller -> caller.subscribe("/a"));

        for (int i = 0; i < 2; i++) {
            callers.forEach(caller -> assertEquals("", caller.connect()));
            running().publish(new Publish("/a", i));
            run();
            for (Caller caller : callers) {
                assertTrue(caller.heard().endsWith(",{'channel':'/a','data':" + i + "}]"), caller.head());
            }
        }

        assertTrue(Logs.complaints().stream().allMatch(line -> line.contains(FAILURE)));
    }

    @Test
    void shouldAnswerWhenAnExtensionFailsWithAnErrorOnTheWayIn() {
        server().extend(new BayeuxExtension() {
                    @Override
                    public Optional<BayeuxMessage> incoming(Client client, BayeuxMessage message) {
                        throw new AssertionError(FAILURE);
                    }
                })
                .start(kernel);

        String reply = caller().handshake();

        assertTrue(reply.contains("'error':'500::something went wrong here'"), reply);
    }

    @Test
    void shouldForgetAClientAlthoughTheCallbackFailsWithAnError() {
        server().callback(event -> {
                    throw new AssertionError(FAILURE);
                })
                .start(kernel);
        Caller caller = client();
        caller.subscribe("/a");
        Client client = running().clients().get(0);

        caller.disconnect();

        assertFalse(client.isAlive());
        assertEquals(0, running().channelCount());
    }

    @Test
    void shouldKeepNoLongConnectWhenItIsAnswered() {
        meddling((client, message) -> {}).start(kernel);
        Caller caller = client();
        Client client = running().clients().get(0);

        caller.connect();
        advance(30);
        assertTrue(client.lastHeld.is(connects.get(connects.size() - 1)));
        assertEquals("[{'channel':'/meta/connect','successful':true}]", caller.heard());
        caller.connect(",'ext':{'x':'" + "x".repeat(50_000) + "'}");
        advance(30);

        assertFalse(client.lastHeld.is(connects.get(connects.size() - 1)));
        assertEquals("[{'channel':'/meta/connect','successful':true}]", caller.heard());
    }
}
