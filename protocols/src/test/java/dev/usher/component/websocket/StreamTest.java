package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.usher.component.Row;
import dev.usher.filters.websocket.Binary;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.filters.websocket.Ping;
import dev.usher.filters.websocket.Pong;
import dev.usher.filters.websocket.Text;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages in parts, reading by hand, and pings that somebody waits for. */
class StreamTest extends WebSocketCase {
    private static final int PART = 32_768;

    private long heard;

    @Test
    @Row("W61")
    void shouldTellPartsAsTheyComeAndControlFramesBetweenThem() {
        server().onPart((connection, poe, part) -> log.add("part " + part.isFirst() + " " + part.isLast() + " "
                        + (part instanceof Text text ? text.text() : part.length())))
                .start(kernel);
        Peer peer = peer();
        log.clear();

        peer.send(Text.part("a\u20ac"), Ping.of("p".getBytes()), Text.of("b"), Binary.of(new byte[3]));

        assertLog("part true false a\u20ac", "ping p", "part false true b", "part true true 3");
        assertEquals(List.of("pong p"), peer.frames());
        assertEquals(2, server.count().in().messages());
    }

    /** A gibibyte in the nightly build. */
    @Test
    @Row("W61")
    void shouldTakeAMessageThatIsLargerThanItsMemory() {
        int parts = (Boolean.getBoolean("usher.nightly") ? 1 << 30 : 1 << 25) / PART;
        server().limits(new FrameLimits(PART, Long.MAX_VALUE >> 1, Integer.MAX_VALUE))
                .onPart((connection, poe, part) -> {
                    heard += part.length();
                    if (part.isLast()) {
                        connection.sendUtf8("all " + heard);
                    }
                })
                .start(kernel);
        Peer peer = peer();
        byte[] part = Peer.bytes(Binary.part(new byte[PART]));
        byte[] following = part.clone();
        following[0] = 0;
        peer.client.send(part);
        run();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 1; i < parts; i++) {
            if (i == 100) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            peer.client.send(following);
            run();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        following[0] = (byte) 0x80;
        peer.sendRaw(following);

        assertEquals(List.of("all " + (parts + 1L) * PART), peer.frames());
        long copied = 2 * (parts - 100L) * following.length; // by the client, and by the simulated network
        assertTrue(allocated < copied + copied / 10, allocated + " bytes, of which " + copied + " are the test's");
    }

    @Test
    @Row("W61")
    void shouldSendAMessageInPartsWithPingsBetween() {
        keeping().start(kernel);
        Peer peer = peer();

        connections.get(0).sendFragment(Text.part("one "));
        connections.get(0).ping();
        assertFalse(connections.get(0).sendUtf8("no other message can begin"));
        connections.get(0).sendFragment(Text.of("two"));
        run();

        assertEquals(List.of("ping ", "one two"), peer.frames());
    }

    @Test
    @Row({"W59", "W60"})
    void shouldReadAllThatIsThereWhenToldTo() {
        keeping()
                .onUtf8((connection, poe, text) -> {
                    log.add(text);
                    if (text.equals("read")) {
                        connections.get(1).recv();
                        connections.get(2).recv();
                        log.add("read so far");
                    }
                })
                .start(kernel);
        Peer one = peer();
        Peer other = peer();
        Peer paused = peer();
        connections.get(2).pause();
        log.clear();

        one.client.send(Peer.bytes(Text.of("read")));
        other.client.send(Peer.bytes(Stream.generate(() -> Text.of("x".repeat(100)))
                .limit(200) // more than the manual's 8192 bytes at a time
                .toArray(Text[]::new)));
        paused.client.send(Peer.bytes(Text.of("waits")));
        run();

        assertEquals("read", log.get(0));
        assertEquals(201, log.indexOf("read so far"));
        assertEquals(202, log.size());
    }

    @Test
    @Row("W64")
    void shouldTellHowLongAPingHasTaken() {
        keeping().start(kernel);
        Peer peer = peer();
        WebSocketConnection connection = connections.get(0);
        log.clear();

        for (String name : new String[] {"1", "2", "3"}) {
            assertTrue(connection.ping(
                    name.getBytes(),
                    Duration.ofSeconds(2),
                    (own, poe, time) -> log.add(name + " " + time + " " + (own == connection))));
        }
        run();
        assertEquals(List.of("ping 1", "ping 2", "ping 3"), peer.frames());
        advance(0.25);
        peer.send(Pong.of("other".getBytes()), Pong.of("2".getBytes()));
        advance(3);

        assertLog(
                "pong other",
                "1 Optional[PT0.25S] true",
                "2 Optional[PT0.25S] true",
                "pong 2",
                "3 Optional.empty true");
        assertThrows(
                IllegalArgumentException.class,
                () -> connection.ping(new byte[126], Duration.ZERO, (own, poe, t) -> {}));
    }

    @Test
    @Row("W64")
    void shouldTellOfAPingThatCannotComeBack() {
        keeping().start(kernel);
        Peer peer = peer();
        log.clear();

        connections.get(0).ping(new byte[0], Duration.ZERO, (own, poe, time) -> log.add("ping " + time));
        run();
        peer.client.reset();
        run();

        assertLog("disconnect 1006  NETWORK", "ping Optional.empty");
        assertFalse(connections.get(0).ping(new byte[0], Duration.ZERO, (own, poe, time) -> log.add("never")));
    }

    @Test
    void shouldPassPartsOnAsTheyAre() {
        server().onPart((connection, poe, part) -> connection.sendFragment(part))
                .start(kernel);

        byte[] bytes = new byte[10];
        Peer peer = peer().send(Binary.part(bytes), Binary.of(bytes));

        assertArrayEquals(new String[] {"binary 20"}, peer.frames().toArray());
    }
}
