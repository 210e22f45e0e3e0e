package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Polls that are to the byte what the last one was: whatever has changed meanwhile counts. */
class HabitTest extends BayeuxCase {
    private static final String DONE = "{'channel':'/meta/connect','successful':true}";
    private static final String UNKNOWN = "'error':'402:";

    private final List<String> seen = new ArrayList<>();

    /** One whose last connect is held, and was held before. */
    private Caller polling() {
        Caller caller = client();
        caller.subscribe("/a");
        poll(caller);
        return caller;
    }

    private void poll(Caller caller) {
        for (int i = 0; i < 3; i++) {
            assertEquals("", caller.connect());
            running().publish(new Publish("/a", i));
            run();
            assertEquals("[" + DONE + ",{'channel':'/a','data':" + i + "}]", caller.heard());
        }
    }

    @Test
    void shouldHoldAndAnswerTheSameConnectEachTime() {
        server().start(kernel);

        Caller caller = polling();

        assertEquals("", caller.connect());
        advance(30);
        assertEquals("[" + DONE + "]", caller.heard());
    }

    @Test
    void shouldNotKnowAClientThatWasForgottenMeanwhile() {
        server().start(kernel);
        Caller caller = polling();

        advance(11);

        assertTrue(caller.connect().contains(UNKNOWN));
        assertEquals(0, running().pollsOpen());
        assertEquals(0, running().polls().browsers());
    }

    @Test
    void shouldNotKnowAClientThatHasSaidGoodbyeMeanwhile() {
        server().start(kernel);
        Caller caller = polling();
        Caller other = caller();
        other.id = caller.id;
        other.cookie = caller.cookie;

        other.disconnect();

        assertTrue(caller.connect().contains(UNKNOWN));
    }

    @Test
    void shouldNotKnowAClientThatComesWithAnotherCookie() {
        server().sameBrowser(true).start(kernel);
        Caller caller = polling();

        caller.cookie = caller.cookie.replaceAll(".$", "!");

        assertTrue(caller.connect().contains(UNKNOWN));
        caller.cookie = "";
        assertTrue(caller.connect().contains(UNKNOWN));
    }

    @Test
    void shouldTellApartClientsThatShareAConnection() {
        server().multipleClients(2, Duration.ZERO).start(kernel);
        Caller caller = polling();
        String first = caller.id;
        caller.handshake();
        caller.connect();
        String second = caller.id;

        for (String id : List.of(first, second, first, second, second)) {
            caller.id = id;
            assertEquals("", caller.connect());
            running().find(id).orElseThrow().push(message(id.substring(0, 4)));
            run();
            assertEquals("[" + DONE + ",{'channel':'/b','data':'" + id.substring(0, 4) + "'}]", caller.heard());
        }
    }

    private static BayeuxMessage message(String data) {
        return BayeuxMessage.on("/b").data(data).build();
    }

    @Test
    void shouldAnswerEachIdByItself() {
        server().start(kernel);
        Caller caller = polling();

        for (int i = 0; i < 3; i++) {
            assertEquals("", caller.connect(",'id':'" + i % 2 + "'"));
            running().publish(new Publish("/a", i));
            run();
            assertEquals(
                    "[{'channel':'/meta/connect','successful':true,'id':'" + i % 2 + "'},{'channel':'/a','data':" + i
                            + "}]",
                    caller.heard());
        }
    }

    @Test
    void shouldHoldForAsLongAsEachConnectAsks() {
        server().start(kernel);
        Caller caller = polling();

        assertEquals("[" + DONE + "]", caller.connect(",'advice':{'timeout':0}"));
        assertEquals("[" + DONE + "]", caller.connect(",'advice':{'timeout':0}"));
        assertEquals("", caller.connect());
    }

    @Test
    void shouldShowEachConnectToExtensions() {
        server().extend(new BayeuxExtension() {
                    @Override
                    public Optional<BayeuxMessage> incoming(Client client, BayeuxMessage message) {
                        if (message.type().equals("connect")) {
                            seen.add("in");
                        }
                        return seen.size() > 6 ? Optional.empty() : Optional.of(message);
                    }

                    @Override
                    public Optional<BayeuxMessage> outgoing(Client client, BayeuxMessage message) {
                        return Optional.of(
                                message.type().equals("connect")
                                        ? message.change()
                                                .ext(Map.of("x", seen.size()))
                                                .build()
                                        : message);
                    }
                })
                .start(kernel);
        Caller caller = client();

        for (int i = 2; i < 5; i++) {
            assertEquals("", caller.connect());
            advance(30);
            assertEquals(i, seen.size());
            assertTrue(caller.heard().contains("{'x':" + i));
        }
        seen.addAll(List.of("", "", ""));

        assertTrue(caller.connect().contains("404::an extension has dropped the message"));
    }

    @Test
    void shouldAskTheAclOfEachConnect() {
        server().messageAcl((poe, client, incoming) -> {
                    seen.add(incoming.message().channel());
                    if (seen.size() == 9) {
                        incoming.error("not now");
                    }
                })
                .start(kernel);
        Caller caller = polling();
        assertEquals(6, seen.size());

        assertEquals("", caller.connect());
        advance(30);
        caller.heard();
        assertEquals("", caller.connect());
        advance(30);
        caller.heard();

        assertTrue(caller.connect().contains("'error':'403::not now'"));
        assertEquals("", caller.connect());
    }

    @Test
    void shouldCountEachConnect() {
        server().messageRate(7).start(kernel);
        Caller caller = polling(); // with handshake, first and subscribe: six

        assertEquals("", caller.connect());
        running().publish(new Publish("/a", 3));
        run();
        caller.heard();

        assertTrue(caller.connect().contains("'error':'429:"));
    }

    @Test
    void shouldRefuseAPageThatMayNotAskWhateverWasAskedBefore() {
        server().start(kernel);
        Caller caller = polling();
        String connect = caller.quoted("[{'channel':'/meta/connect','clientId':'ID','connectionType':'long-polling'}]");

        caller.ask("POST", "/cometd", "application/json", connect, "Origin: http://evil");

        assertEquals(403, caller.status());
        poll(caller);
        assertEquals("", caller.ask("POST", "/cometd", "application/json", connect, "Origin: http://a:8080"));
        advance(30);
        assertEquals("[" + DONE + "]", caller.heard());
        assertEquals("http://a:8080", caller.field("Access-Control-Allow-Origin"));
        assertEquals("", caller.ask("POST", "/cometd", "application/json", connect, "Origin: http://a:8080"));
        advance(30);
        assertEquals("[" + DONE + "]", caller.heard());
        assertEquals("http://a:8080", caller.field("Access-Control-Allow-Origin"));
    }

    @Test
    void shouldAnswerInTheFormOfEachRequest() {
        server().start(kernel);
        Caller caller = polling();
        String connect = caller.quoted("[{'channel':'/meta/connect','clientId':'ID','connectionType':'long-polling'}]");

        assertEquals("", caller.ask("POST", "/cometd", "text/json", connect));
        advance(30);
        caller.heard();

        assertEquals("text/json; charset=utf-8", caller.field("Content-Type"));
        poll(caller);
        assertEquals("application/json;charset=UTF-8", caller.field("Content-Type"));
    }

    @Test
    void shouldSayToEachWhoIsSentAwayWhereToGoOn() {
        server().start(kernel);
        Caller caller = polling();

        running().drain();

        assertTrue(caller.connect().contains("'advice':{'reconnect':'retry','interval':5000}"));
    }

    @Test
    void shouldCountAPollForTheBrowserThatItComesFrom() {
        server().start(kernel);
        Caller caller = polling();
        Caller other = client();

        caller.cookie = other.cookie;

        assertEquals("", caller.connect());
        assertTrue(other.connect().contains("multiple-clients"));
    }

    @Test
    void shouldHoldOneConnectOfABrowserAndForgetTheBrowserWithItsLastClient() {
        server().start(kernel);
        Caller caller = polling();
        Caller second = caller();
        second.cookie = caller.cookie;
        second.handshake();
        second.connect();
        assertEquals(1, running().polls().browsers());

        assertEquals("", caller.connect());
        assertTrue(second.connect().contains("multiple-clients"));
        caller.socket.close();
        run();
        assertEquals("", second.connect());
        second.socket.close();
        advance(11);

        assertEquals(0, running().polls().browsers());
    }
}
