package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that vanish, in whatever state, leave nothing behind. */
class LeaksTest extends BayeuxCase {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "never connected",
                "connected once",
                "held",
                "held half-closed",
                "queue full of messages",
                "asking while a decision is deferred",
                "answer half written",
                "socket handshaken",
                "socket held",
                "socket slow"
            })
    void shouldForgetEverything(String state) {
        List<Incoming> deferred = new ArrayList<>();
        server().messageAcl((poe, client, message) -> {
                    if (message.message().channel().equals("/deferred")) {
                        message.defer();
                        deferred.add(message);
                    }
                })
                .limits(BayeuxLimits.DEFAULT.withQueue(5))
                .start(kernel);
        run();
        int before = kernel.counts().sessions();
        Caller publisher = client();

        vanish(state, publisher);
        publisher.publish("/a", "'" + "x".repeat(1_000) + "'");
        publisher.disconnect();
        publisher.socket.close();
        advance(120);

        assertEquals(0, running().clients().size());
        assertEquals(0, running().pollsOpen());
        assertEquals(0, running().channelCount());
        assertTrue(running().polls().isEmpty());
        assertEquals(0, running().polls().browsers());
        assertEquals(before, kernel.counts().sessions());
        deferred.forEach(Incoming::allow);
        run();
        assertEquals(before, kernel.counts().sessions());
    }

    private void vanish(String state, Caller publisher) {
        if (state.startsWith("socket")) {
            Talker talker = talker().handshake();
            if (!state.endsWith("handshaken")) {
                talker.connect();
                talker.subscribe("/a");
                talker.connect();
            }
            if (state.endsWith("slow")) {
                talker.socket.stopReading();
                for (int i = 0; i < 40; i++) {
                    publisher.publish("/a", "'" + "x".repeat(100_000) + "'");
                }
            }
            talker.socket.reset();
            return;
        }
        Caller caller = caller();
        caller.handshake();
        if (!state.startsWith("never")) {
            caller.connect();
            caller.subscribe("/a");
        }
        switch (state) {
            case "held" -> caller.connect();
            case "held half-closed" -> {
                caller.connect();
                caller.socket.halfClose();
                run();
            }
            case "queue full of messages" -> {
                for (int i = 0; i < 20; i++) {
                    publisher.publish("/a", "1");
                }
            }
            case "asking while a decision is deferred" -> caller.publish("/deferred", "1");
            case "answer half written" -> {
                caller.connect();
                caller.socket.stopReading();
                publisher.publish("/a", "'" + "x".repeat(900_000) + "'");
            }
            default -> {
                // It is as it is.
            }
        }
        caller.socket.reset();
        run();
    }
}
