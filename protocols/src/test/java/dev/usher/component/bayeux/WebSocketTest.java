package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filters.websocket.Binary;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The transport by WebSocket, and the change from one transport to another. */
class WebSocketTest extends BayeuxCase {
    private static final String DONE = "[{'channel':'/meta/connect','successful':true}]";

    @Test
    @Row({"B127", "B145"})
    void shouldServeAWholeLife() {
        server().start(kernel);
        Talker talker = talker().handshake();

        assertTrue(talker.connect().get(0).startsWith("[{'channel':'/meta/connect','successful':true,'advice':"));
        assertEquals(
                List.of("[{'channel':'/meta/subscribe','successful':true,'clientId':'ID','subscription':'/a'}]"),
                talker.subscribe("/a"));
        assertEquals(List.of(), talker.connect());
        client().publish("/a", "1");
        assertEquals(List.of("[{'channel':'/a','data':1}]"), talker.heard());
        assertEquals(
                List.of("[{'channel':'/a','successful':true,'clientId':'ID'},{'channel':'/a','data':2}]"),
                talker.publish("/a", "2"));
        advance(30);
        assertEquals(List.of(DONE), talker.heard());
        assertEquals(
                List.of("[{'channel':'/meta/disconnect','successful':true,'clientId':'ID'}]"),
                talker.say("[{'channel':'/meta/disconnect','clientId':'ID'}]"));
        assertEquals(0, running().clients().size());
    }

    @Test
    @Row("B127")
    void shouldForgetAClientThatDoesNotConnectThoughItsSocketIsOpen() {
        server().start(kernel);
        Talker talker = talker().handshake();
        talker.connect();

        advance(10);

        assertTrue(talker.connect().get(0).contains("'error':'402:ID:unknown client'"));
    }

    @Test
    @Row("B127")
    void shouldCloseSocketsAtTheEnd() {
        server().start(kernel);
        Talker talker = talker().handshake();
        talker.connect();
        talker.connect();

        kernel.post("bayeux", BayeuxServer.SHUTDOWN);
        run();

        List<String> heard = talker.heard();
        assertEquals(2, heard.size(), heard.toString());
        assertTrue(heard.get(0).startsWith("[{'channel':'/meta/connect','successful':true"), heard.toString());
        assertEquals("close 1001", heard.get(1));
    }

    @Test
    @Row("B127")
    void shouldCloseOverWhatAreNoMessages() {
        server().start(kernel);

        assertEquals("close 1007", talker().say("{nope").get(1));
        assertEquals(
                List.of("close 1003"), talker().send(Binary.of(new byte[1])).heard());
    }

    @Test
    @Row("B129")
    void shouldGoOnByPollingWithTheSameId() {
        server().start(kernel);
        Talker talker = talker().handshake();
        talker.connect();
        talker.subscribe("/a");
        talker.connect();

        talker.socket.reset();
        run();
        assertEquals(0, running().pollsOpen());
        client().publish("/a", "1");
        Caller caller = caller();
        caller.id = talker.id;

        assertEquals("[{'channel':'/meta/connect','successful':true},{'channel':'/a','data':1}]", caller.connect());
        assertEquals("", caller.connect());
        client().publish("/a", "2");
        assertEquals("[{'channel':'/meta/connect','successful':true},{'channel':'/a','data':2}]", caller.heard());
        Talker again = talker();
        again.id = talker.id;
        assertEquals(List.of(), again.connect());
        client().publish("/a", "3");
        assertEquals(List.of("[{'channel':'/a','data':3}]"), again.heard());
    }

    @Test
    @Row("B129")
    void shouldForgetAClientWhoseSocketIsLostForGood() {
        server().start(kernel);
        Talker talker = talker().handshake();
        talker.connect();
        talker.connect();

        talker.socket.reset();
        advance(9.9);
        assertEquals(1, running().clients().size());
        advance(0.1);

        assertEquals(0, running().clients().size());
    }

    @Test
    @Row({"B88", "B127"})
    void shouldQueueWhatASlowSocketDoesNotTake() {
        logged().limits(BayeuxLimits.DEFAULT.withQueue(3))
                .timeout(Duration.ofSeconds(300))
                .start(kernel);
        Talker talker = talker().handshake();
        talker.connect();
        talker.subscribe("/a");
        talker.connect();
        Caller publisher = client();
        talker.socket.stopReading();
        String text = "'" + "x".repeat(100_000) + "'";

        int sent = 0;
        while (!log.contains("queue_overflow ID /a \"" + text.substring(1, text.length() - 1) + "\"") && sent < 200) {
            publisher.publish("/a", text);
            sent++;
        }

        assertTrue(sent < 200);
        assertEquals(3, running().find(talker.id).orElseThrow().queued());
        talker.socket.resumeReading();
        run();
        assertEquals(0, running().find(talker.id).orElseThrow().queued());
        assertEquals(sent - 1, talker.heard().size());
    }
}
