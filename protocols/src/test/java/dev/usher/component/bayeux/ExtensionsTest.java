package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filter.ProtocolException;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.BinaryData;
import java.time.Duration;
import java.util.Map;
import org.cometd.common.Z85;
import org.junit.jupiter.api.Test;

/** The extensions that CometD's clients know. */
class ExtensionsTest extends BayeuxCase {
    private static final String ACK = ",'ext':{'ack':true}";

    private Caller acknowledging() {
        Caller caller = caller();
        assertTrue(caller.handshake(ACK).contains("'ext':{'ack':true}"));
        assertTrue(connect(caller, 0, true).contains("'ext':{'ack':1}"));
        caller.subscribe("/a");
        return caller;
    }

    private static String connect(Caller caller, long ack, boolean atOnce) {
        return caller.connect(",'ext':{'ack':" + ack + "}" + (atOnce ? ",'advice':{'timeout':0}" : ""));
    }

    private void publish(int number) {
        running().publish(new Publish("/a", number));
        run();
    }

    @Test
    @Row({"B130", "B131"})
    void shouldSendAgainWhatWasNotAcknowledged() {
        server().start(kernel);
        Caller caller = acknowledging();
        publish(1);
        publish(2);

        String lost = connect(caller, 1, false);
        assertTrue(lost.contains("'ext':{'ack':2}"), lost);
        assertTrue(lost.endsWith("{'channel':'/a','data':1},{'channel':'/a','data':2}]"), lost);
        publish(3);
        String again = connect(caller, 1, false);
        assertTrue(again.contains("'ext':{'ack':3}"), again);
        assertTrue(
                again.endsWith("{'channel':'/a','data':1},{'channel':'/a','data':2},{'channel':'/a','data':3}]"),
                again);
        assertFalse(connect(caller, 3, true).contains("'data'"));
    }

    @Test
    @Row("B130")
    void shouldKeepMessagesForConnectsOfWhoAcknowledges() {
        server().start(kernel);
        Caller caller = acknowledging();
        publish(1);

        assertFalse(caller.publish("/b", "0").contains("'data'"));
        String held = connect(caller, 2, true);
        assertTrue(held.contains("'data':1"), held);
        assertEquals("", connect(caller, 2, false));
        publish(2);
        String answered = caller.heard();
        assertTrue(answered.contains("'ext':{'ack':3}") && answered.contains("'data':2"), answered);
    }

    @Test
    @Row("B130")
    void shouldKeepMessagesForConnectsOnSocketsToo() {
        server().start(kernel);
        Talker talker = talker();
        String reply = talker.say("[{'channel':'/meta/handshake','version':'1.0','ext':{'ack':{'enabled':true}},"
                        + "'supportedConnectionTypes':['websocket']}]")
                .get(0);
        talker.id = reply.replaceAll(".*'clientId':'([^']*)'.*", "$1");
        talker.connect();
        talker.subscribe("/a");
        publish(1);

        assertEquals(java.util.List.of(), talker.heard());
        String answered = talker.connect().get(0);
        assertTrue(answered.contains("'ack':2") && answered.contains("'data':1"), answered);
        assertTrue(talker.connect().get(0).contains("'data':1"));
    }

    @Test
    @Row("B130")
    void shouldKeepNoMoreThanTheQueueHolds() {
        server().limits(BayeuxLimits.DEFAULT.withQueue(2)).start(kernel);
        Caller caller = acknowledging();
        publish(1);
        publish(2);
        connect(caller, 1, true);
        publish(3);

        String again = connect(caller, 1, true);

        assertFalse(again.contains("'data':1"), again);
        assertTrue(again.contains("'data':2},{'channel':'/a','data':3}"), again);
    }

    @Test
    @Row("B130")
    void shouldNotAcknowledgeWhereThatIsSaid() {
        server().acknowledge(false).start(kernel);

        assertFalse(caller().handshake(ACK).contains("'ext'"));
    }

    @Test
    @Row("B132")
    void shouldTellTheTime() {
        server().extend(new TimesyncExtension()).start(kernel);
        Caller caller = caller();
        long now = kernel.clock().wallTime().toEpochMilli();

        String reply = caller.handshake(",'ext':{'timesync':{'tc':" + (now - 1000) + ",'l':0,'o':0}}");
        assertTrue(reply.contains("'timesync':{'tc':" + (now - 1000) + ",'ts':" + now + ",'p':0,'a':-1000}"), reply);
        String good = caller.connect(",'ext':{'timesync':{'tc':" + (now - 1000) + ",'l':20,'o':980}}");
        assertFalse(good.contains("timesync"), good);
        caller.connect(",'ext':{'timesync':{'tc':" + (now - 1000) + ",'l':20,'o':900}}");
        advance(30);
        String held = caller.heard();
        assertTrue(held.contains("'ts':" + now + ",'p':30000,'a':-80}"), held);
    }

    @Test
    @Row("B133")
    void shouldSayWhenEachMessageIsSent() {
        server().extend(new TimestampExtension()).start(kernel);
        Caller caller = client();
        caller.subscribe("/a");

        String reply = caller.publish("/a", "1");

        String now = kernel.clock()
                .wallTime()
                .truncatedTo(java.time.temporal.ChronoUnit.MILLIS)
                .toString();
        assertEquals(3, reply.split("'timestamp':'" + now + "'", -1).length, reply);
    }

    @Test
    @Row("B133")
    void shouldForgetWhoSaysNothingForAWhile() {
        server().extend(new ActivityExtension(Duration.ofSeconds(70))).start(kernel);
        Caller idle = client();
        Caller busy = client();
        for (int i = 0; i < 2; i++) {
            idle.connect();
            busy.connect();
            advance(30);
            idle.heard();
            busy.heard();
        }
        busy.publish("/a", "1");
        idle.connect();
        busy.connect();
        advance(30);
        idle.heard();
        busy.heard();

        String told = idle.connect(",'advice':{'timeout':0}");

        assertTrue(told.contains("'successful':false") && told.contains("'reconnect':'none'"), told);
        assertTrue(busy.connect(",'advice':{'timeout':0}").contains("'successful':true"));
        assertEquals(1, running().clients().size());
        assertThrows(IllegalArgumentException.class, () -> new ActivityExtension(Duration.ZERO));
    }

    @Test
    @Row("B133")
    void shouldCountWhatIsHeardAsActivityWhereThatIsSaid() {
        server().extend(new ActivityExtension(Duration.ofSeconds(70), true)).start(kernel);
        Caller caller = client();
        caller.subscribe("/a");
        advance(9);
        for (int i = 0; i < 4; i++) {
            caller.connect();
            advance(28);
            publish(i);
            assertTrue(caller.heard().contains("'data':" + i));
        }
    }

    @Test
    @Row("B133")
    void shouldPassBytesAsTextOn() {
        server().start(kernel);
        Caller caller = client();
        caller.subscribe("/a");
        byte[] bytes = {0, -1, 2, 3, 127, -128, 9};
        BayeuxMessage message = new BinaryData(bytes, false, Map.of("name", "x"))
                .into(BayeuxMessage.on("/a"))
                .build();

        String reply =
                caller.post("[" + message.toString().replace("{\"channel\"", "{'clientId':'ID','channel'") + "]");

        assertTrue(reply.contains("'ext':{'binary':{}}"), reply);
        assertTrue(
                reply.contains(
                        "'data':{'data':'" + Z85.encoder.encodeBytes(bytes) + "','last':false,'meta':{'name':'x'}}"),
                reply);
        BinaryData read = BinaryData.of(message).orElseThrow();
        assertArrayEquals(bytes, read.bytes());
        assertEquals(Map.of("name", "x"), read.meta());
        assertTrue(BinaryData.of(BayeuxMessage.on("/a").data("text").build()).isEmpty());
        assertThrows(
                ProtocolException.class,
                () -> BinaryData.of(
                        BayeuxMessage.on("/a").data(1).ext(BinaryData.EXT).build()));
        for (int length = 0; length < 20; length++) {
            byte[] some = new byte[length];
            new java.util.Random(length).nextBytes(some);
            BayeuxMessage sent =
                    new BinaryData(some).into(BayeuxMessage.on("/a")).build();
            assertArrayEquals(some, BinaryData.of(sent).orElseThrow().bytes());
            Object text = ((Map<?, ?>) sent.data().orElseThrow().value()).get("data");
            assertEquals(Z85.encoder.encodeBytes(some), text);
        }
    }
}
