package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.Seeds;
import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import dev.usher.simulation.Faults;
import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client that acknowledges gets each message once and in order, whatever is lost on the way: 500 seeds, and with
 * {@code -Dusher.nightly=true} 10,000. {@code -Dusher.seed=N} runs one.
 */
class AcknowledgeTest {
    private static final int MESSAGES = 30;
    private static final int PORT = 8080;
    private static final int STEPS = 120;
    private static final Event<Boolean> CUT = Event.named("cut", Boolean.class);

    private int lost; // runs that have lost a connect

    /** One run: a server, a client, and a network that fails. */
    private static final class Run implements AutoCloseable {
        final long seed;
        final Random random;
        final Simulation simulation;
        final List<Integer> heard = new ArrayList<>();
        final BayeuxConnection client;
        final List<BayeuxState> states = new ArrayList<>();

        Run(long seed, boolean acknowledge, Transport... transports) {
            this.seed = seed;
            random = new Random(seed);
            simulation = Simulation.seeded(seed);
            BayeuxServer.at(PORT)
                    .random(new Random(seed))
                    .timeout(Duration.ofSeconds(5 + random.nextInt(30)))
                    .maxInterval(Duration.ofDays(1))
                    .start(simulation.kernel());
            client = BayeuxClient.to("http://127.0.0.1:" + PORT)
                    .transports(transports.length > 0 ? transports : anyTransports())
                    .acknowledge(acknowledge)
                    .onState((connection, poe, state) -> states.add(state))
                    .start(simulation.kernel());
        }

        private Transport[] anyTransports() {
            return switch (random.nextInt(3)) {
                case 0 -> new Transport[] {Transport.LONG_POLLING};
                case 1 -> new Transport[] {Transport.WEBSOCKET};
                default -> new Transport[] {Transport.WEBSOCKET, Transport.LONG_POLLING};
            };
        }

        BayeuxListener server() {
            return (BayeuxListener)
                    simulation.kernel().aliasResolve("bayeux").orElseThrow().heap();
        }

        /** Some runs only break connections, some are so slow that answers come too late. */
        Faults faults() {
            Faults faults = Faults.none()
                    .resets(random.nextDouble() * 0.2)
                    .refusedConnects(random.nextDouble() * 0.2)
                    .shortReads(0.2)
                    .shortWrites(0.2);
            int slow = random.nextInt(3);
            return slow == 0 ? faults : faults.delay(Duration.ZERO, Duration.ofMillis(slow == 1 ? 300 : 3_500));
        }

        void ask() {
            client.subscribe(
                    "/a",
                    (connection, poe, message) ->
                            heard.add(message.data().orElseThrow().as(Integer.class)));
            client.init();
        }

        void untilSubscribed(Duration step) {
            for (int i = 0; i < 1_000 && server().subscribers("/a") == 0; i++) {
                simulation.advance(step);
            }
            assertEquals(1, server().subscribers("/a"), "seed " + seed);
        }

        /** Loses whatever is sent from a time on, for a while. */
        void cut(Duration from, Duration time, Faults otherwise) {
            simulation
                    .kernel()
                    .create(
                            States.of(Object.class)
                                    .start((me, poe) -> poe.delaySet(CUT, from, true))
                                    .on(CUT, (me, poe, on) -> {
                                        simulation.faults(on ? otherwise.resets(1) : otherwise);
                                        if (on) {
                                            poe.delaySet(CUT, time, false);
                                        }
                                    }),
                            null);
        }

        void publish() {
            simulation.faults(faults());
            untilSubscribed(Duration.ofSeconds(10));
            for (int i = 1; i <= MESSAGES; i++) {
                server().publish(new Publish("/a", i));
                simulation.advance(Duration.ofMillis(random.nextInt(4) * random.nextInt(4_000)));
                if (random.nextInt(10) == 0) {
                    simulation.faults(faults());
                }
            }
        }

        void settle() {
            simulation.faults(Faults.none());
            simulation.advance(Duration.ofMinutes(10));
        }

        @Override
        public void close() {
            simulation.close();
        }
    }

    @Test
    @Row({"B130", "BC39"})
    void shouldDeliverEachMessageOnceAndInOrderWhateverIsLost() {
        int seeds = Boolean.getBoolean("usher.nightly") ? 10_000 : 500;

        Seeds.each(seeds, this::lose);

        assertTrue(Seeds.isOne() || lost > seeds / 2, "only " + lost + " runs have lost a connect");
    }

    private void lose(long seed) {
        try (Run run = new Run(seed, true)) {
            run.ask();
            run.publish();
            run.settle();

            assertEquals(IntStream.rangeClosed(1, MESSAGES).boxed().toList(), run.heard, () -> run.states.toString());
            lost += run.states.contains(BayeuxState.UNCONNECTED) ? 1 : 0;
        }
    }

    /** Each step of a conversation takes a tenth of a second each way: whatever is sent in one of them is lost. */
    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row({"B130", "BC39"})
    void shouldDeliverEachMessageOnceAndInOrderWhicheverStepIsLost(Transport transport) {
        Duration step = Duration.ofMillis(50);
        Faults slow = Faults.none().delay(Duration.ofMillis(100), Duration.ofMillis(100));
        int lost = 0;
        for (int at = 0; at < STEPS; at++) {
            try (Run run = new Run(1, true, transport)) {
                run.simulation.faults(slow);
                run.cut(step.multipliedBy(at), step, slow);
                run.ask();
                run.untilSubscribed(Duration.ofMillis(100));
                for (int i = 1; i <= MESSAGES; i++) {
                    run.server().publish(new Publish("/a", i));
                    run.simulation.advance(Duration.ofMillis(130));
                }
                run.simulation.advance(Duration.ofMinutes(5));

                assertEquals(
                        IntStream.rangeClosed(1, MESSAGES).boxed().toList(),
                        run.heard,
                        "step " + at + " " + run.states);
                lost += run.states.contains(BayeuxState.UNCONNECTED) ? 1 : 0;
            }
        }
        assertTrue(lost > STEPS / 10, "only " + lost + " runs have lost a connect");
    }

    @Test
    @Row("B130")
    void shouldLoseSomeOfThemWithoutAcknowledging() {
        int whole = 0;
        for (long seed = 1; seed <= 20; seed++) {
            try (Run run = new Run(seed, false)) {
                run.ask();
                run.publish();
                run.settle();
                whole += run.heard.size() == MESSAGES ? 1 : 0;
            }
        }
        assertTrue(whole < 20, "nothing was lost: the network is too good for this test");
    }
}
