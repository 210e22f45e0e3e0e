package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.driver.Driver;
import dev.usher.driver.SocketDriver;
import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.LineFilter;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.network.StreamLink;
import dev.usher.simulation.SimulatedClient;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.ReadWriteBuilder;
import dev.usher.wheel.SocketFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * wheel_readwrite: what its making refuses, events that are switched, marks seen through a driver that counts, input
 * paused and resumed, filters switched, the wheel's id in every event, and first lines that are not lost.
 */
class WheelReadWriteTest extends SuiteCase {
    private static final Event<Opened> OPENED = Event.named("opened", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> INPUT = Event.named("input", String.class);
    private static final Event<String> WRONG_INPUT = Event.named("wrong_input", String.class);
    private static final Event<byte[]> BYTES = Event.named("bytes", byte[].class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);
    private static final Event<IoError> WRONG_ERROR = Event.named("wrong_error", IoError.class);
    private static final Event<Void> FLUSHED = Event.named("flushed");
    private static final Event<Void> LOW = Event.named("low");
    private static final Event<Void> HIGH = Event.named("high");
    private static final Event<Void> WRONG = Event.named("wrong");
    private static final Event<Void> RESUME = Event.named("resume");

    /** What a test does with an event of the wheel. */
    private interface On {
        void on(String event, ReadWrite<String, String> wheel, Context poe) throws Exception;
    }

    /** A driver that moves bytes by another one and counts. */
    private static final class CountingDriver implements Driver {
        private final Driver driver = new SocketDriver();
        private int reads;
        private int writes;

        @Override
        public int read(StreamLink link, Input input) throws IOException {
            reads++;
            return driver.read(link, input);
        }

        @Override
        public int write(StreamLink link, Output output) throws IOException {
            writes++;
            return driver.write(link, output);
        }
    }

    private final SocketFactory[] factory = new SocketFactory[1];
    private ReadWrite<String, String> wheel;
    private On then = (event, wheel, poe) -> {};

    private SimulatedClient serve(UnaryOperator<ReadWriteBuilder<String, String>> shape) {
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> factory[0] = SocketFactory.listen(9000)
                                .successEvent(OPENED)
                                .failureEvent(FAILED)
                                .open(poe))
                        .on(OPENED, (me, poe, opened) -> {
                            wheel = shape.apply(ReadWrite.with(new LineFilter())
                                            .inputEvent(INPUT)
                                            .errorEvent(ERROR)
                                            .flushedEvent(FLUSHED))
                                    .open(poe, opened.link());
                            factory[0].close();
                        })
                        .on(INPUT, (me, poe, line) -> event(poe, line))
                        .on(BYTES, (me, poe, bytes) -> event(poe, "bytes " + bytes.length))
                        .on(ERROR, (me, poe, error) -> event(poe, error.operation() + " " + error.errno()))
                        .on(FLUSHED, (me, poe) -> event(poe, "flushed"))
                        .on(LOW, (me, poe) -> event(poe, "low"))
                        .on(HIGH, (me, poe) -> event(poe, "high"))
                        .on(RESUME, (me, poe) -> wheel.resumeInput())
                        .otherwise((me, poe, missing) -> saw("unexpected " + missing.event()))
                        .stop((me, poe) -> saw("stop")),
                null);
        SimulatedClient client = simulation.connect(9000);
        simulation.runUntilIdle();
        assertTrue(client.isConnected());
        return client;
    }

    private void event(Context poe, String line) throws Exception {
        assertEquals(wheel.id(), poe.wheelId());
        assertSame(poe.session(), poe.sender());
        saw(line);
        then.on(line, wheel, poe);
    }

    private void send(SimulatedClient client, String text) {
        client.send(text);
        simulation.runUntilIdle();
    }

    @Test
    void shouldRefuseMarksThatCannotBe() {
        ReadWriteBuilder<String, String> builder = ReadWrite.with(new LineFilter());

        for (int[] marks : new int[][] {{5, -1}, {-1, 5}, {-1, -1}, {0, 5}, {5, 5}, {8, 3}}) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> builder.marks(marks[0], marks[1], LOW, HIGH))
                    .getMessage();
            assertTrue(message.contains("low " + marks[0] + " and high " + marks[1]), message);
        }
        assertThrows(NullPointerException.class, () -> ReadWrite.with((Filter<String, String>) null));
        assertThrows(IllegalArgumentException.class, () -> new SocketDriver(0));
    }

    @Test
    void shouldTalkInLinesAndTellOfTheEnd() {
        SimulatedClient client = serve(builder -> builder);
        then = (event, wheel, poe) -> {
            if (event.equals("read NONE")) {
                wheel.close();
            } else if (!event.equals("flushed")) {
                wheel.put(event);
            }
        };

        send(client, "one\r\ntwo\r\nrest");
        assertEquals("one\r\ntwo\r\n", client.received());
        client.close();
        simulation.runUntilIdle();

        shows("one", "two", "flushed", "read NONE", "stop"); // one flush for a slice's output; the rest was no line
    }

    @Test
    void shouldNotLoseTheFirstLines() {
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> factory[0] = SocketFactory.listen(9000)
                                .successEvent(OPENED)
                                .failureEvent(FAILED)
                                .open(poe))
                        .on(OPENED, (me, poe, opened) -> {
                            wheel = ReadWrite.with(new LineFilter())
                                    .inputEvent(INPUT)
                                    .errorEvent(ERROR)
                                    .open(poe, opened.link());
                            factory[0].close();
                        })
                        .on(INPUT, (me, poe, line) -> saw(line))
                        .on(ERROR, (me, poe, error) -> wheel.close()),
                null);
        SimulatedClient client = simulation.connect(9000);
        client.send("first\r\n"); // before anybody has accepted
        client.send("second\r\n");
        client.close();

        runShows("first", "second");
    }

    @Test
    void shouldSendToTheEventsItWasSwitchedTo() {
        SimulatedClient client = serve(builder -> builder.inputEvent(WRONG_INPUT)
                .errorEvent(WRONG_ERROR)
                .flushedEvent(WRONG)
                .marks(1, 12, WRONG, WRONG));
        wheel.inputEvent(INPUT);
        wheel.errorEvent(ERROR);
        wheel.flushedEvent(FLUSHED);
        wheel.lowEvent(LOW);
        wheel.highEvent(HIGH);
        then = (event, wheel, poe) -> {
            if (event.equals("go")) {
                assertFalse(wheel.put("LINE 1"));
                assertTrue(wheel.put("LINE 2"));
            } else if (event.startsWith("read")) {
                wheel.close();
            }
        };

        send(client, "go\r\n");
        client.close();
        simulation.runUntilIdle();

        shows("go", "high", "low", "flushed", "read NONE", "stop"); // low goes before flushed
    }

    @Test
    void shouldSendThroughTheGivenDriverAndCountWhatWaits() {
        CountingDriver driver = new CountingDriver();
        SimulatedClient client = serve(builder -> builder.driver(driver).marks(1, 12, LOW, HIGH));
        int[] round = {0};
        then = (event, wheel, poe) -> {
            if (event.equals("flushed") && ++round[0] < 3 || event.equals("go")) {
                wheel.put("LINE 1");
                wheel.put("LINE 2");
                wheel.put("LINE 3");
                assertEquals(24, wheel.octets());
                assertEquals(3, wheel.outMessages());
            } else if (event.equals("flushed")) {
                assertEquals(0, wheel.octets());
                assertEquals(0, wheel.outMessages());
                wheel.shutdownInput();
                wheel.shutdownOutput();
                wheel.close();
            }
        };

        send(client, "go\r\n");

        shows("go", "high", "low", "flushed", "high", "low", "flushed", "high", "low", "flushed", "stop");
        assertEquals("LINE 1\r\nLINE 2\r\nLINE 3\r\n".repeat(3), client.received());
        assertTrue(driver.reads > 0);
        assertEquals(3, driver.writes);
    }

    @Test
    void shouldHoldOutputBackWhileThePeerDoesNotReadAndTellHighAndLowOnceEach() {
        simulation.network().capacity(1_000);
        SimulatedClient client = serve(builder -> builder.marks(2_000, 8_000, LOW, HIGH));
        client.stopReading();
        boolean[] answers = new boolean[10];
        then = (event, wheel, poe) -> {
            if (event.equals("go")) {
                for (int i = 0; i < answers.length; i++) {
                    answers[i] = wheel.put("x".repeat(998));
                }
            }
        };

        send(client, "go\r\n");
        shows("go", "high");
        assertEquals("[false, false, false, false, false, false, false, true, true, true]", Arrays.toString(answers));
        client.resumeReading();
        simulation.runUntilIdle();

        shows("low", "flushed");
        assertEquals(10_000, client.received().length());
        wheel.close();
    }

    @Test
    void shouldChangeTheMarks() {
        SimulatedClient client = serve(builder -> builder.marks(1, 1_000, LOW, HIGH));
        then = (event, wheel, poe) -> {
            if (event.equals("go")) {
                wheel.highMark(10);
                wheel.lowMark(5);
                assertTrue(wheel.put("0123456789"));
            }
        };

        send(client, "go\r\n");

        shows("go", "high", "low", "flushed");
        assertThrows(IllegalArgumentException.class, () -> wheel.lowMark(10));
        assertThrows(IllegalArgumentException.class, () -> wheel.highMark(5));
        wheel.close();
    }

    @Test
    void shouldPauseAndResumeInput() {
        SimulatedClient client = serve(builder -> builder);
        then = (event, wheel, poe) -> {
            if (event.equals("pause")) {
                wheel.pauseInput();
                poe.delay(RESUME, Duration.ofMillis(500));
            }
        };

        send(client, "one\r\npause\r\ntwo\r\n");
        send(client, "three\r\n");
        shows("one", "pause"); // the rest of the burst waits as well, unlike POE's
        simulation.advance(Duration.ofMillis(499));
        shows();
        simulation.advance(Duration.ofMillis(1));

        shows("two", "three");
        wheel.close();
    }

    @Test
    void shouldGoOnWithTheNewFilterInTheMiddleOfABurst() {
        SimulatedClient client = serve(builder -> builder);
        then = (event, wheel, poe) -> {
            if (event.equals("semicolons")) {
                wheel.filter(LineFilter.literal(";"));
            } else if (event.equals("bytes")) {
                wheel.switchTo(new StreamFilter(), BYTES);
            }
        };

        send(client, "a\r\nsemicolons\r\nb;c\r\nd;bytes;raw;raw");

        shows("a", "semicolons", "b", "c\r\nd", "bytes", "bytes 7");
        wheel.close();
    }

    @Test
    void shouldLeaveWhatWasPutBeforeAsTheOldFilterMadeIt() {
        SimulatedClient client = serve(builder -> builder);
        LineFilter semicolons = LineFilter.literal(";");
        then = (event, wheel, poe) -> {
            if (event.equals("go")) {
                wheel.put("old");
                wheel.outputFilter(semicolons);
                assertSame(semicolons, wheel.outputFilter());
                wheel.put("new");
            }
        };

        send(client, "go\r\n");

        assertEquals("old\r\nnew;", client.received());
        shows("go", "flushed");
        wheel.close();
    }

    @Test
    void shouldGiveEveryLivingWheelAnIdOfItsOwn() {
        long[] ids = new long[3];
        for (int i = 0; i < ids.length; i++) {
            SimulatedClient client = serve(builder -> builder);
            ids[i] = wheel.id();
            if (i < 2) {
                send(client, "line\r\n"); // event() compares the id
            }
        }

        assertEquals(3, Arrays.stream(ids).distinct().count());
        shows("line", "line");
    }

    @Test
    void shouldFlushAtOnceWhenAskedTo() {
        SimulatedClient client = serve(builder -> builder.autoFlush(true));
        then = (event, wheel, poe) -> {
            if (event.equals("go")) {
                wheel.put("now");
                assertEquals(0, wheel.octets());
                saw("after put");
            }
        };

        send(client, "go\r\n");

        shows("go", "after put", "flushed"); // POE tells of it inside put
        assertEquals("now\r\n", client.received());
        wheel.close();
    }

    @Test
    void shouldTellOfAnErrorAndDropWhatIsPutAfterwards() {
        SimulatedClient client = serve(builder -> builder);
        client.reset();
        simulation.runUntilIdle();

        assertFalse(wheel.put("never"));
        simulation.runUntilIdle();

        shows("read ECONNRESET", "write EPIPE");
        assertEquals(0, wheel.octets());
        assertTrue(wheel.put("again"), "put says that it is dropped");
        assertEquals(0, wheel.octets());
        wheel.close();
        simulation.runUntilIdle();
        assertFalse(wheel.isOpen());
        assertEquals("stop", seen.get(seen.size() - 1));
    }
}
