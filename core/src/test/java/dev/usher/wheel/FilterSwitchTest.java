package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another filter takes what the old one has left, from the next record on. */
class FilterSwitchTest {
    private final Simulation simulation = Simulation.seeded(1);
    private final Recorder server = new Recorder();

    private SimulatedClient connected() {
        server.listen(simulation.kernel(), 9000);
        SimulatedClient client = simulation.connect(9000);
        simulation.runUntilIdle();
        return client;
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void shouldGiveTheRestOfABurstToTheNewInputFilter() {
        server.on("two", poe -> server.wheel().inputFilter(new Pieces(3)));
        SimulatedClient client = connected();

        client.send("one\ntwo\nabcdefg");
        simulation.runUntilIdle();
        server.wheel().inputFilter(new Lines());
        client.send("\nh\n");
        simulation.runUntilIdle();

        assertEquals(List.of("one", "two", "abc", "def", "g", "h"), server.log);
    }

    @Test
    void shouldGiveWhatWaitsToTheNewFilterInTheNextSlice() {
        SimulatedClient client = connected();

        client.send("one\nab");
        simulation.runUntilIdle();
        server.wheel().inputFilter(new Pieces(1));
        List<String> atOnce = server.taken();
        simulation.runUntilIdle();

        assertEquals(List.of("one"), atOnce);
        assertEquals(List.of("a", "b"), server.log);
    }

    @Test
    void shouldHoldWhatWaitsForTheNewFilterWhilePaused() {
        SimulatedClient client = connected();

        client.send("ab");
        simulation.runUntilIdle();
        server.wheel().pauseInput();
        server.wheel().inputFilter(new Pieces(1));
        simulation.runUntilIdle();
        List<String> paused = server.taken();
        server.wheel().resumeInput();
        simulation.runUntilIdle();

        assertEquals(List.of(), paused);
        assertEquals(List.of("a", "b"), server.log);
    }

    @Test
    void shouldChangeBothWaysAndKeepWhatWasPut() {
        Pieces pieces = new Pieces(1);
        server.on("one", poe -> {
            server.wheel().put("old");
            server.wheel().filter(pieces);
            server.wheel().put("new");
        });
        SimulatedClient client = connected();

        client.send("one\nab");
        simulation.runUntilIdle();

        assertEquals(List.of("one", "a", "b"), server.log);
        assertEquals("old\nnew", client.received());
        assertSame(pieces, server.wheel().inputFilter());
        assertSame(pieces, server.wheel().outputFilter());
    }

    @Test
    void shouldSwitchToRecordsOfAnotherTypeInMidBurst() {
        server.on(
                "upgrade",
                poe -> server.wheel().switchTo(new Digits(), Recorder.NUMBER).put(7));
        SimulatedClient client = connected();

        client.send("upgrade\n123");
        simulation.runUntilIdle();
        client.send("4");
        simulation.runUntilIdle();

        assertEquals(List.of("upgrade", "number 1", "number 2", "number 3", "number 4"), server.log);
        assertEquals("7", client.received());
    }

    @Test
    void shouldSwitchBackAndForthInOneBurst() {
        server.on("a", poe -> server.wheel().inputFilter(new Pieces(1)))
                .on("-", poe -> server.wheel().inputFilter(new Lines()));
        SimulatedClient client = connected();

        client.send("a\n12-b\na\n3-c\n");
        simulation.runUntilIdle();

        assertEquals(List.of("a", "1", "2", "-", "b", "a", "3", "-", "c"), server.log);
    }

    @Test
    void shouldChangeNothingOfAClosedWheel() {
        SimulatedClient client = connected();
        client.send("ab");
        simulation.runUntilIdle();

        server.wheel().close();
        server.wheel().filter(new Pieces(1));
        server.wheel().resumeInput();
        server.wheel().inputEvent(Recorder.OTHER);
        simulation.runUntilIdle();

        assertEquals(List.of(), server.log);
    }
}
