package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records in, one after another, as long as they are wanted. */
class InputTest {
    private final Simulation simulation = Simulation.seeded(1);
    private final CountingDriver driver = new CountingDriver();
    private final Recorder server = new Recorder();

    private SimulatedClient connected() {
        server.shape = builder -> builder.driver(driver);
        server.listen(simulation.kernel(), 9000);
        SimulatedClient client = simulation.connect(9000);
        simulation.runUntilIdle();
        return client;
    }

    private List<String> after(SimulatedClient client, String sent) {
        client.send(sent);
        simulation.runUntilIdle();
        return server.taken();
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void shouldDeliverTheRecordsOfABurstInOrderWithOneRead() {
        SimulatedClient client = connected();

        List<String> log = after(client, "one\ntwo\nthree\n");

        assertEquals(List.of("one", "two", "three"), log);
        assertEquals(1, driver.reads);
        assertNull(server.wheel().rest, "an idle wheel holds no buffer");
    }

    @Test
    void shouldKeepAHalfRecordUntilItIsWhole() {
        SimulatedClient client = connected();

        List<String> first = after(client, "one\ntw");
        byte[] pending = server.wheel().pending();
        List<String> second = after(client, "o\nthree\nfo");
        List<String> third = after(client, "ur\n");

        assertEquals(List.of("one"), first);
        assertArrayEquals(new byte[] {'t', 'w'}, pending);
        assertEquals(List.of("two", "three"), second);
        assertEquals(List.of("four"), third);
        assertNull(server.wheel().rest);
    }

    @Test
    void shouldDeliverTheSameByteByByte() {
        SimulatedClient client = connected();

        for (char c : "one\n\ntwo\nthree\n".toCharArray()) {
            client.send(String.valueOf(c));
            simulation.runUntilIdle();
        }

        assertEquals(List.of("one", "", "two", "three"), server.log);
    }

    @Test
    void shouldStopInMidBurstWhenPausedAndDeliverTheRestFirstWhenResumed() {
        server.on("two", poe -> server.wheel().pauseInput());
        SimulatedClient client = connected();

        List<String> paused = after(client, "one\ntwo\nthree\nfour\n");
        List<String> meanwhile = after(client, "five\n");
        server.wheel().resumeInput();
        simulation.runUntilIdle();

        assertEquals(List.of("one", "two"), paused);
        assertEquals(List.of(), meanwhile);
        assertEquals(List.of("three", "four", "five"), server.log);
    }

    /** Lines that take as much work as ten others. */
    private static final class Laborious implements Filter<String, String> {
        private final Lines lines = new Lines();
        private int work = 10;
        private boolean worked;

        @Override
        public String next(Input input) {
            worked = work-- > 0;
            if (worked) {
                return null;
            }
            String line = lines.next(input);
            work = line == null ? 0 : 10;
            return line;
        }

        @Override
        public boolean wantsTurn() {
            return worked;
        }

        @Override
        public void put(String line, Output out) {
            lines.put(line, out);
        }

        @Override
        public Laborious fresh() {
            return new Laborious();
        }
    }

    @Test
    void shouldLetOthersHaveTheirTurnsWhenAFilterSaysSo() {
        server.filter = Laborious::new;
        SimulatedClient first = connected();
        server.filter = Lines::new;
        SimulatedClient second = simulation.connect(9000);
        simulation.runUntilIdle();

        first.send("long\nlonger\n");
        second.send("short\n");
        simulation.runUntilIdle();

        assertEquals(List.of("short", "long", "longer"), server.log);
        assertEquals(List.of("more"), after(first, "more\n").subList(3, 4));
    }

    @Test
    void shouldGoOnWhenPausedAndResumedInOneHandler() {
        server.on("one", poe -> {
            server.wheel().pauseInput();
            server.wheel().resumeInput();
        });
        SimulatedClient client = connected();

        List<String> log = after(client, "one\ntwo\n");

        assertEquals(List.of("one", "two"), log);
    }

    @Test
    void shouldAskTheFilterAgainAfterAPauseAlthoughNoByteIsLeft() {
        boolean[] owes = {false};
        server.filter = () -> new Filter<>() {
            private final Lines lines = new Lines();

            @Override
            public String next(Input input) {
                if (owes[0]) {
                    owes[0] = false;
                    return "owed";
                }
                String line = lines.next(input);
                owes[0] = line != null;
                return line;
            }

            @Override
            public void put(String item, Output out) {
                lines.put(item, out);
            }

            @Override
            public Filter<String, String> fresh() {
                return this;
            }
        };
        server.on("one", poe -> server.wheel().pauseInput());
        SimulatedClient client = connected();

        List<String> paused = after(client, "one\n");
        server.wheel().resumeInput();
        simulation.runUntilIdle();

        assertEquals(List.of("one"), paused);
        assertEquals(List.of("owed"), server.log);
    }

    @Test
    void shouldDeliverNothingOfABurstAfterClose() {
        server.on("two", poe -> server.wheel().close());
        SimulatedClient client = connected();

        List<String> log = after(client, "one\ntwo\nthree\nfour\n");

        assertEquals(List.of("one", "two"), log);
        assertTrue(client.isClosedByPeer());
        assertNull(server.wheel().rest);
        assertEquals(1, simulation.kernel().counts().watches());
    }

    @Test
    void shouldReadNothingAfterShutdownInputAndStillWrite() {
        server.on("two", poe -> server.wheel().shutdownInput());
        SimulatedClient client = connected();

        after(client, "one\ntwo\nthree\n");
        client.send("lost\n");
        server.wheel().put("still");
        simulation.runUntilIdle();

        assertEquals(List.of(), server.log);
        assertEquals("still\n", client.received());
        assertEquals(0, server.wheel().pending().length);
        assertNull(server.wheel().rest);
    }

    @Test
    void shouldReadNothingWithoutAnInputEventAndGoOnWithTheNext() {
        server.on("one", poe -> server.wheel().inputEvent(null));
        SimulatedClient client = connected();

        List<String> off = after(client, "one\ntwo\n");
        after(client, "three\n");
        int reads = driver.reads;
        server.wheel().inputEvent(Recorder.OTHER);
        simulation.runUntilIdle();

        assertEquals(List.of("one"), off);
        assertEquals(1, reads);
        assertEquals(List.of("other two", "other three"), server.log);
    }

    @Test
    void shouldShowWhatIsPendingAlsoInsideABurst() {
        byte[][] pending = new byte[1][];
        server.on("one", poe -> pending[0] = server.wheel().pending());
        SimulatedClient client = connected();

        after(client, "one\ntwo");

        assertArrayEquals("two".getBytes(), pending[0]);
    }

    @Test
    void shouldDeliverTheRestOfABurstInTheNextSliceWhenAHandlerThrows() {
        server.on("two", poe -> {
            throw new IllegalStateException("oh");
        });
        SimulatedClient client = connected();

        List<String> log = after(client, "one\ntwo\nthree\nfo");

        assertEquals(List.of("one", "two", "die oh", "three"), log);
        assertEquals("fo", new String(server.wheel().pending()));
    }

    @Test
    void shouldNotTakeAHandlersIoExceptionForAReadError() {
        server.on("one", poe -> {
            throw new IOException("of the handler");
        });
        SimulatedClient client = connected();

        List<String> log = after(client, "one\ntwo\n");

        assertEquals(List.of("one", "die of the handler", "two"), log);
    }

    @Test
    void shouldLetOtherWheelsReadInATimesliceInsideAHandler() {
        SimulatedClient[] other = new SimulatedClient[1];
        server.on("nest", poe -> {
            server.actions.remove("nest");
            other[0].send("inner\n");
            while (!server.log.contains("inner")) {
                poe.kernel().runOneTimeslice();
            }
        });
        SimulatedClient client = connected();
        other[0] = simulation.connect(9000);
        simulation.runUntilIdle();

        List<String> log = after(client, "one\nnest\nthree\n");

        assertEquals(List.of("one", "nest", "inner", "three"), log);
    }

    /** What the other wheel had left was to come behind that handler, which waited for it. */
    @Test
    void shouldDeliverWhatAnotherWheelHasLeftInATimesliceInsideAHandler() {
        SimulatedClient client = connected();
        ReadWrite<String, String> first = server.wheel();
        SimulatedClient other = simulation.connect(9000);
        simulation.runUntilIdle();
        server.on("pause", poe -> (poe.wheelId() == first.id() ? first : server.wheel()).pauseInput());
        server.on("nest", poe -> {
            long now = simulation.clock().nowNs();
            server.on("inner", inner -> assertEquals(now, simulation.clock().nowNs(), "it does not sleep before"));
            poe.delay(Recorder.DO, Duration.ofMillis(5), later -> {});
            for (int i = 0; i < 10; i++) {
                poe.kernel().runOneTimeslice();
            }
            server.log.add("nested");
        });
        client.send("pause\nnest\n");
        other.send("pause\ninner\n");
        simulation.runUntilIdle();

        first.resumeInput();
        server.wheel().resumeInput();
        simulation.advance(Duration.ofSeconds(1));

        assertEquals(List.of("pause", "pause", "nest", "inner", "nested"), server.log);
    }

    @Test
    void shouldSleepInATimesliceInsideAHandlerAlthoughItsOwnLinkCanBeRead() {
        SimulatedClient[] client = new SimulatedClient[1];
        server.on("nest", poe -> {
            client[0].send("later\n");
            poe.delay(Recorder.DO, Duration.ofMillis(5), inner -> server.log.add("timer"));
            for (int slices = 0; slices < 10 && !server.log.contains("timer"); slices++) {
                poe.kernel().runOneTimeslice();
            }
        });
        client[0] = connected();
        client[0].send("nest\nnow\n");

        simulation.advance(Duration.ofSeconds(1));

        assertEquals(List.of("nest", "timer", "now", "later"), server.log);
    }

    @Test
    void shouldReadALargeRecordInLinearWorkAndLetItsBufferGo() {
        Lines lines = new Lines();
        server.filter = () -> lines;
        server.quiet = true;
        SimulatedClient client = connected();

        client.send("x".repeat(1 << 20) + "\nrest");
        simulation.runUntilIdle();

        assertEquals(1 << 20, server.octets);
        assertTrue(lines.looked < (1 << 20) + 100, "no byte is looked at twice: " + lines.looked);
        assertEquals("rest", new String(server.wheel().pending()));
        assertTrue(server.wheel().rest.array().length <= 1024, "a small rest has a small buffer");
    }

    @Test
    void shouldMakeNoNewBufferForEachHalfRecord() {
        SimulatedClient client = connected();
        after(client, "on");
        Object rest = server.wheel().rest;

        List<String> log = after(client, "e\ntwo\nth");

        assertEquals(List.of("one", "two"), log);
        assertEquals(rest, server.wheel().rest);
    }

    @Test
    void shouldKeepTwoWheelsApart() {
        SimulatedClient one = connected();
        SimulatedClient two = simulation.connect(9000);
        simulation.runUntilIdle();

        one.send("a");
        two.send("1");
        simulation.runUntilIdle();
        two.send("2\n");
        one.send("b\n");
        simulation.runUntilIdle();

        assertEquals(List.of("12", "ab"), server.log.stream().sorted().toList());
        long first = server.wheels.get(0).id();
        long second = server.wheels.get(1).id();
        assertEquals(List.of(first, second), server.ids.stream().sorted().toList());
    }
}
