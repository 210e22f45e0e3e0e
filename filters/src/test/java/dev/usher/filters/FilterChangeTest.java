package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A wheel whose filter is changed in the middle of a burst, from each kind to the next. */
class FilterChangeTest {
    private static final Event<Opened> OPENED = Event.named("opened", Opened.class);
    private static final Event<String> LINE = Event.named("line", String.class);
    private static final Event<byte[]> BLOCK = Event.named("block", byte[].class);
    private static final Event<Object> VALUE = Event.named("value", Object.class);
    private static final Event<String> STACKED = Event.named("stacked", String.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);

    private static final String BURST = "one\r\nblocks\r\n"
            + "3\0two6\0values"
            + "5\0[3,4]7\0\"stack\""
            + "8\0\nfour\n\n\n" + "6\0lines\n"
            + "five\r\nblocks\r\n"
            + "bad3\0six1";

    private static final List<String> GIVEN = List.of(
            "line one",
            "line blocks",
            "block two",
            "block values",
            "value [3, 4]",
            "value stack",
            "stacked four",
            "stacked lines",
            "line five",
            "line blocks",
            "error filter EPROTO",
            "block six");

    private final Simulation simulation = Simulation.seeded(1);
    private final List<String> log = new ArrayList<>();
    private ReadWrite<?, ?> wheel;

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void shouldGiveEachFilterExactlyItsBytesOfOneBurst() {
        SimulatedClient client = connected();

        client.send(BURST);
        simulation.runUntilIdle();

        assertEquals(GIVEN, log);
        assertEquals("1", FilterCases.text(wheel.pending()));
    }

    @Test
    void shouldGiveEachFilterExactlyItsBytesWhenTheyComeOneByOne() {
        SimulatedClient client = connected();

        for (String each : BURST.split("")) {
            client.send(each);
            simulation.runUntilIdle();
        }

        assertEquals(GIVEN, log);
        assertEquals("1", FilterCases.text(wheel.pending()));
    }

    private SimulatedClient connected() {
        simulation
                .kernel()
                .create(
                        States.of(FilterChangeTest.class)
                                .start((me, poe) -> SocketFactory.listen(new InetSocketAddress("127.0.0.1", 9000))
                                        .successEvent(OPENED)
                                        .failureEvent(ERROR)
                                        .open(poe))
                                .on(OPENED, FilterChangeTest::opened)
                                .on(LINE, (me, poe, line) -> me.got("line", line))
                                .on(BLOCK, (me, poe, block) -> me.got("block", FilterCases.text(block)))
                                .on(VALUE, (me, poe, value) -> me.got("value", value.toString()))
                                .on(STACKED, (me, poe, line) -> me.got("stacked", line))
                                .on(
                                        ERROR,
                                        (me, poe, error) ->
                                                me.log.add("error " + error.operation() + " " + error.errno())),
                        this);
        SimulatedClient client = simulation.connect(9000);
        simulation.runUntilIdle();
        return client;
    }

    private void opened(Context poe, Opened opened) {
        wheel = ReadWrite.with(LineFilter.literal("\r\n"))
                .inputEvent(LINE)
                .errorEvent(ERROR)
                .open(poe, opened.link());
    }

    private void got(String kind, String text) {
        log.add(kind + " " + text);
        wheel = switch (text) {
            case "blocks" -> wheel.switchTo(new BlockFilter(), BLOCK);
            case "values" -> wheel.switchTo(ReferenceFilter.of(Object.class), VALUE);
            case "stack" ->
                wheel.switchTo(
                        StackableFilter.of(new BlockFilter(), LineFilter.literal("\n"))
                                .push(lines -> GrepFilter.of(lines, line -> !line.isEmpty())),
                        STACKED);
            case "lines" -> wheel.switchTo(LineFilter.literal("\r\n"), LINE);
            default -> wheel;
        };
    }
}
