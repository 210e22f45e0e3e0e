package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.BinaryData;
import dev.usher.simulation.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The extensions of which a client and a server of this house each have a half. */
class ClientExtensionsTest extends BayeuxCase {
    private final List<String> heard = new ArrayList<>();
    private final List<BayeuxMessage> messages = new ArrayList<>();

    private BayeuxClientBuilder wanted(Transport... transports) {
        return BayeuxClient.to("http://127.0.0.1:" + PORT).transports(transports);
    }

    private BayeuxConnection begun(BayeuxClientBuilder wanted) {
        BayeuxConnection client = wanted.alias("").start(kernel);
        client.subscribe("/a", hears());
        client.init();
        run();
        return client;
    }

    private MessageHook hears() {
        return (client, poe, message) -> {
            heard.add(message.channel() + " " + message.data().orElseThrow());
            messages.add(message);
        };
    }

    @Test
    @Row({"B133", "BC39"})
    void shouldTakeThePlaceOfAClientThatIsLoadedAgain() {
        server().start(kernel);
        BayeuxConnection old = wanted(Transport.LONG_POLLING).start(kernel);
        old.subscribe("/a", hears());
        old.init();
        run();
        Reload left = old.reload().orElseThrow();
        run();
        running().publish(new Publish("/a", "meanwhile"));
        run();

        BayeuxConnection next = wanted(Transport.LONG_POLLING).reload(left).start(kernel);
        next.subscribe("/a", hears());
        next.init();
        run();

        assertEquals(List.of("/a \"meanwhile\""), heard);
        assertEquals(Optional.of(left.clientId()), next.clientId());
        assertEquals(1, running().clients().size());
    }

    /** A tenth of a second each way. */
    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row({"B132", "BC39"})
    void shouldLearnTheServersTimeAndThenAskNoMore(Transport transport) {
        server().extend(new TimesyncExtension()).start(kernel);
        simulation.faults(Faults.none().delay(Duration.ofMillis(100), Duration.ofMillis(100)));
        ClockSync clock = new ClockSync();
        BayeuxConnection client = begun(wanted(transport).extend(clock));
        advance(900); // the first replies were late, since a connection had to be opened for them

        assertEquals(BayeuxState.CONNECTED, client.state());
        assertTrue(clock.samples() > 0);
        int samples = clock.samples();
        advance(300);
        assertEquals(samples, clock.samples());
        assertTrue(Math.abs(clock.offset().toMillis()) <= 25, clock.offset().toString());
        assertTrue(Math.abs(clock.lag().toMillis() - 100) <= 75, clock.lag().toString());
        assertEquals(clock.offset(), Duration.between(client.clock().wallTime(), clock.serverTime(client)));
    }

    @Test
    @Row({"B132", "BC39"})
    void shouldTakeTheAverageOfTheLastTen() {
        server().start(kernel);
        BayeuxConnection client = begun(wanted(Transport.WEBSOCKET));
        ClockSync clock = new ClockSync();
        long now = client.clock().wallTime().toEpochMilli();

        for (int i = 0; i < 15; i++) {
            // sent 40 ms ago, kept for 20 ms: 10 ms each way; the server is i seconds ahead
            Map<String, Object> said = Map.of("tc", now - 40, "ts", now - 30 + i * 1_000, "p", 20, "a", 0);
            clock.incoming(
                    client,
                    BayeuxMessage.on("/meta/connect")
                            .ext(Map.of("timesync", said))
                            .build());
        }

        assertEquals(15, clock.samples());
        assertEquals(Duration.ofMillis(10), clock.lag());
        assertEquals(Duration.ofMillis(9_500), clock.offset()); // of 5 to 14
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row({"B133", "BC39"})
    void shouldSayWhenEachMessageIsSent(Transport transport) {
        List<String> times = new ArrayList<>();
        server().extend(new BayeuxExtension() {
                    @Override
                    public Optional<BayeuxMessage> incoming(Client from, BayeuxMessage message) {
                        times.add(message.timestamp().orElse("none"));
                        return Optional.of(message);
                    }
                })
                .start(kernel);
        String now = kernel.clock().wallTime().toString();

        begun(wanted(transport).extend(new TimestampExtension())).publish("/a", 1);
        run();

        assertTrue(times.size() >= 4, times.toString());
        times.forEach(time -> assertTrue(now.startsWith(time.substring(0, 19)), time));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row({"B133", "BC39"})
    void shouldLeaveAServerThatForgetsWhoSaysNothing(Transport transport) {
        server().timeout(Duration.ofSeconds(10))
                .extend(new ActivityExtension(Duration.ofSeconds(60)))
                .start(kernel);
        BayeuxConnection idle = begun(wanted(transport));
        BayeuxConnection busy = begun(wanted(transport));
        for (int i = 0; i < 4; i++) {
            advance(29);
            busy.publish("/b", i);
            run();
        }

        assertEquals(BayeuxState.DISCONNECTED, idle.state());
        assertEquals(BayeuxState.CONNECTED, busy.state());
        assertEquals(1, running().clients().size());
        advance(300);
        assertEquals(0, running().clients().size());
        assertEquals(BayeuxState.DISCONNECTED, busy.state());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row({"B133", "BC39"})
    void shouldPassBytesOnBothWays(Transport transport) {
        byte[] bytes = {0, -1, 2, 3, 127, -128, 9};
        server().start(kernel);
        BayeuxConnection client = begun(wanted(transport));

        client.publish("/a", new BinaryData(bytes, false, Map.of("name", "x")));
        run();
        running().publish(new Publish("/a", new BinaryData(bytes)));
        running()
                .publish(new Publish(
                        "/a",
                        new BinaryData(bytes),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Map.of("mine", 1)),
                        Optional.empty(),
                        false));
        run();

        assertEquals(3, messages.size());
        for (BayeuxMessage message : messages) {
            assertArrayEquals(bytes, BinaryData.of(message).orElseThrow().bytes());
        }
        BinaryData first = BinaryData.of(messages.get(0)).orElseThrow();
        assertEquals(Map.of("name", "x"), first.meta());
        assertEquals(false, first.last());
        assertEquals(Optional.of(1), messages.get(2).ext("mine"));
    }
}
