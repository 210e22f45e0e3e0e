package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that know where they came from. */
class CausesTest {
    private static final Event<Void> ONE = Event.named("one");
    private static final Event<Void> TWO = Event.named("two");
    private static final Event<Void> THREE = Event.named("three");
    private static final Event<Integer> COUNT = Event.named("count", Integer.class);
    private static final Event<SignalInfo> DIED = Event.named("died", SignalInfo.class);
    private static final Event<Opened> ACCEPTED = Event.named("accepted", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);

    @TempDir
    Path folder;

    private final Simulation simulation = Simulation.seeded(1, builder -> builder.trace(Trace.CAUSES));
    private final Kernel kernel = simulation.kernel();
    private final List<Cause> seen = new ArrayList<>();

    private static String names(Cause cause) {
        return cause.chain().stream().map(Cause::event).collect(Collectors.joining(" < "));
    }

    private States<Object> chained(boolean fails) {
        return States.of(Object.class)
                .start((it, poe) -> poe.yield(ONE))
                .on(ONE, (it, poe) -> {
                    simulation.clock().advanceTo(simulation.clock().nowNs() + 2_000_000);
                    poe.delay(TWO, Duration.ofSeconds(1));
                })
                .on(TWO, (it, poe) -> poe.call(poe.session(), THREE))
                .on(THREE, (it, poe) -> {
                    seen.add(poe.cause().orElseThrow());
                    if (fails) {
                        throw new IllegalStateException("boom");
                    }
                });
    }

    @Test
    void shouldKnowTheChainItsLinesAndTimes() {
        kernel.create(chained(false), null);

        kernel.run();

        Cause three = seen.get(0);
        assertEquals("three < two < one < _start", names(three));
        Cause two = three.parent().orElseThrow();
        assertEquals(1, two.destination());
        assertEquals(1, two.sender());
        assertEquals(Optional.of(Duration.ofMillis(1000)), two.waited().map(CausesTest::rounded));
        Cause one = two.parent().orElseThrow();
        assertEquals(Optional.of(Duration.ofMillis(2)), one.ran());
        assertEquals("CausesTest.java", one.line().orElseThrow().getFileName());
        assertEquals(
                List.of("_start", "one", "three", "two"),
                kernel.causes().recent().stream().map(Cause::event).toList());
    }

    private static Duration rounded(Duration time) {
        return Duration.ofMillis(Math.round(time.toNanos() / 1e6 / 10) * 10);
    }

    @Test
    void shouldPrintTheChainWithAnException() {
        kernel.create(chained(true), null);

        IllegalStateException thrown = assertThrows(IllegalStateException.class, kernel::run);

        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        assertTrue(
                text.toString().contains("Suppressed: dev.usher.kernel.CausedBy: event 'two' from session 1"),
                text::toString);
        assertTrue(text.toString().contains("during 'one' from session 1 at CausesTest.java:"), text::toString);
        assertEquals(1, thrown.getSuppressed().length);
        assertEquals("CausesTest.java", thrown.getSuppressed()[0].getStackTrace()[0].getFileName());
    }

    @Test
    void shouldBeKnownToTheDieHandler() {
        kernel.create(
                chained(true)
                        .start((it, poe) -> {
                            poe.sig("DIE", DIED);
                            poe.yield(TWO);
                        })
                        .on(DIED, (it, poe, signal) -> {
                            poe.sigHandled();
                            seen.add(signal.death().cause().orElseThrow());
                        }),
                null);

        kernel.run();

        assertEquals("two < _start", names(seen.get(1)));
    }

    @Test
    void shouldKeepABoundedPartOfAnEndlessChain() {
        kernel.create(
                States.of(Object.class)
                        .start((it, poe) -> poe.yield(COUNT, 1000))
                        .on(COUNT, (it, poe, left) -> {
                            if (left > 0) {
                                poe.yield(COUNT, left - 1);
                            } else {
                                seen.add(poe.cause().orElseThrow());
                            }
                        }),
                null);

        kernel.run();

        int kept = seen.get(0).chain().size();
        assertTrue(kept >= Cause.LONGEST / 2 && kept <= Cause.LONGEST, () -> kept + " are kept");
    }

    @Test
    void shouldBeginAChainWhereALinkIsReady() {
        kernel.create(
                States.of(Object.class)
                        .start((it, poe) -> SocketFactory.listen(9000)
                                .successEvent(ACCEPTED)
                                .failureEvent(FAILED)
                                .open(poe))
                        .on(ACCEPTED, (it, poe, opened) -> seen.add(poe.cause().orElseThrow())),
                null);
        simulation.runUntilIdle();

        SimulatedClient client = simulation.connect(9000);
        simulation.runUntilIdle();

        assertEquals("accepted < select read", names(seen.get(0)));
        client.close();
        kernel.stop();
    }

    @Test
    void shouldWriteAFileThatATraceViewerOpens() throws IOException {
        kernel.create(chained(false), "a \"quoted\" heap");
        kernel.run();
        Path file = folder.resolve("trace.json");

        kernel.causes().writeTraceEvents(file);

        String json = Files.readString(file);
        assertTrue(json.startsWith("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n{\"ph\":\"M\""), json);
        assertTrue(json.contains("\"args\":{\"name\":\"session 1 java.lang.String\"}"), json);
        assertTrue(
                json.contains(
                        "\"ph\":\"X\",\"cat\":\"event\",\"name\":\"one\",\"pid\":1,\"tid\":1,\"ts\":0.000,\"dur\":2000.000"),
                json);
        assertEquals(3, json.split("\"ph\":\"s\"", -1).length - 1, json);
        assertEquals(3, json.split("\"ph\":\"f\"", -1).length - 1, json);
    }

    @Test
    void shouldFollowASignalToItsHandler() {
        kernel.create(
                States.of(Object.class)
                        .start((it, poe) -> {
                            poe.sig("USR", DIED);
                            poe.yield(ONE);
                        })
                        .on(ONE, (it, poe) -> poe.signal(poe.session(), "USR"))
                        .on(DIED, (it, poe, info) -> seen.add(poe.cause().orElseThrow())),
                null);

        kernel.run();

        assertEquals("died < _signal < one < _start", names(seen.get(0)));
    }

    @Test
    void shouldChangeNothingInWhatRandomProgramsDo() {
        for (long seed = 1; seed <= 300; seed++) {
            RandomProgram plain = new RandomProgram(seed);
            RandomProgram traced = new RandomProgram(seed);

            new RealWorld(plain, false).run();
            new RealWorld(
                            traced,
                            builder -> builder.trace(Trace.CAUSES)
                                    .flightEvents()
                                    .watchdog(Duration.ofHours(1), slow -> {}))
                    .run();

            assertEquals(String.join("\n", plain.trace()), String.join("\n", traced.trace()), "seed " + seed);
        }
    }

    @Test
    void shouldSayHowToTraceWhereItIsOff() {
        try (Kernel plain = new Kernel()) {
            String message =
                    assertThrows(IllegalStateException.class, plain::causes).getMessage();

            assertTrue(message.contains("Trace.CAUSES"), message);
            assertFalse(plain.isInHandler());
        }
    }
}
