package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filters.websocket.Binary;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.filters.websocket.Ping;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Silence, pings, floods and peers that do not take what they are sent. */
class LivenessTest extends WebSocketCase {

    @Test
    @Row({"W83", "W121"})
    void shouldAnswerPingsAndLimitThem() {
        server().rates(0, 0, 3).start(kernel);
        Peer peer = peer();

        peer.send(Ping.of("1".getBytes()), Ping.of("2".getBytes()), Ping.of("3".getBytes()));
        assertEquals(List.of("pong 1", "pong 2", "pong 3"), peer.frames());
        peer.send(Ping.of("4".getBytes()));

        assertEquals(List.of("close 1008 too many control frames"), peer.frames());
        assertTrue(log.contains("ping 3") && !log.contains("ping 4"));
    }

    @Test
    @Row("W120")
    void shouldLimitMessagesAndBytes() {
        server().rates(2, 0, 0).start(kernel);
        Peer peer = peer();

        peer.send("1").send("2");
        advance(1);
        peer.send("3").send("4").send("5");

        assertEquals(List.of("1", "2", "3", "4", "close 1008 too much at once"), peer.frames());
    }

    @Test
    @Row({"W5", "W6", "W7", "W82"})
    void shouldPingWhoIsSilentAndGiveUpWhoDoesNotAnswer() {
        server().start(kernel);
        Peer chatting = peer();
        Peer dead = peer();
        log.clear();

        for (int second = 0; second < 20; second++) {
            advance(1);
            chatting.send("x");
        }
        assertFalse(chatting.frames().contains("ping "));
        assertEquals("ping ", dead.frames().get(0));
        for (int second = 0; second < 30; second++) {
            advance(1);
            chatting.send("x");
        }

        assertTrue(log.contains("disconnect 1001 no pong TIMEOUT"), log.toString());
        assertTrue(chatting.send("there").frames().contains("there"));
    }

    @ParameterizedTest
    @EnumSource(names = "BLOCK", mode = EnumSource.Mode.EXCLUDE)
    @Row({"W62", "W58"})
    void shouldTreatSlowConsumersAsSaid(SlowConsumer policy) {
        keeping()
                .slowConsumer(policy)
                .marks(1_000, 2_000)
                .maxBuffered(1 << 20, 2)
                .maxSendSize(1 << 20)
                .onDrain((connection, poe, waiting) -> log.add("drain"))
                .start(kernel);
        Peer peer = peer();
        WebSocketConnection connection = connections.get(0);
        peer.client.stopReading();

        connection.sendUtf8("x".repeat(500_000));
        run();
        assertTrue(connection.bufferedAmount() > 2_000);
        for (int i = 1; i <= 3; i++) {
            connection.sendLatest(dev.usher.filters.websocket.EncodedMessage.text("n" + i), "key");
        }
        peer.client.resumeReading();
        run();

        List<String> frames = peer.frames();
        assertEquals(500_000, frames.get(0).length());
        List<String> rest = frames.subList(1, frames.size());
        assertEquals(
                switch (policy) {
                    case DROP_OLDEST -> List.of("n2", "n3");
                    case CONFLATE -> List.of("n3");
                    case CLOSE -> List.of("close 1013 messages are not taken fast enough");
                    default -> List.of();
                },
                rest);
        assertEquals(policy != SlowConsumer.CLOSE, log.contains("drain"));
    }

    @Test
    @Row("W62")
    void shouldReadNothingFromWhoDoesNotRead() {
        server().limits(new FrameLimits(1 << 20, 1 << 20, 9))
                .maxSendSize(1 << 20)
                .start(kernel);
        Peer peer = peer();
        peer.client.stopReading();

        for (int i = 0; i < 20; i++) {
            peer.send(Binary.of(new byte[200_000]));
        }
        long heard = log.stream().filter(line -> line.startsWith("binary")).count();
        peer.client.resumeReading();
        run();

        assertTrue(heard < 10, heard + " messages");
        assertEquals(20, peer.frames().size());
    }

    @Test
    @Row("W63")
    void shouldReadNothingWhilePaused() {
        keeping().start(kernel);
        Peer peer = peer();

        connections.get(0).pause();
        assertEquals(List.of(), peer.send("waits").frames());
        connections.get(0).resume();
        run();

        assertEquals(List.of("waits"), peer.frames());
    }

    @Test
    void shouldMeasureHowLongAPingTakes() {
        keeping().start(kernel);
        Peer peer = peer();

        assertTrue(connections.get(0).ping());
        advance(0.25);
        peer.send(new dev.usher.filters.websocket.Pong());

        assertEquals(Duration.ofMillis(250), connections.get(0).rtt().orElseThrow());
    }
}
