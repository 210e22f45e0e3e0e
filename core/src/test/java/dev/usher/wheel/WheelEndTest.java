package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.kernel.Kernel;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A wheel ends when it is closed and with its session at the latest; its buffers come from a common stock. */
class WheelEndTest {
    private final Simulation simulation = Simulation.seeded(1);
    private final Recorder server = new Recorder();
    private SimulatedClient client;

    private ReadWrite<String, String> connected() {
        server.shape = builder -> builder.flushedEvent(Recorder.FLUSHED);
        server.listen(simulation.kernel(), 9000);
        client = simulation.connect(9000);
        simulation.runUntilIdle();
        return server.wheel();
    }

    @AfterEach
    void close() {
        simulation.close();
        assertEquals(0, simulation.network().openLinks());
    }

    @Test
    void shouldWriteWhatTheLinkTakesWhenClosed() {
        ReadWrite<String, String> wheel = connected();

        wheel.put("bye");
        wheel.close();
        wheel.close();
        simulation.runUntilIdle();

        assertEquals("bye\n", client.received());
        assertTrue(client.isClosedByPeer());
        assertFalse(wheel.isOpen());
        assertEquals(List.of(), server.log, "a closed wheel tells nothing");
        assertEquals(0, wheel.octets());
    }

    @Test
    void shouldDropWhatTheLinkDoesNotTakeWhenClosed() {
        ReadWrite<String, String> wheel = connected();
        client.stopReading();
        wheel.put("x".repeat(100_000));
        simulation.runUntilIdle();

        wheel.close();
        client.resumeReading();
        simulation.runUntilIdle();

        assertEquals(65_536, client.received().length());
        assertNull(wheel.out);
    }

    @Test
    void shouldCloseWithItsSessionAndWriteWhatItCan() {
        ReadWrite<String, String> wheel = connected();
        server.survives = false;
        server.on("go", poe -> {
            wheel.put("sorry");
            throw new IllegalStateException("oh");
        });

        client.send("go\nmore\nrest");
        assertThrows(IllegalStateException.class, simulation::runUntilIdle);
        simulation.runUntilIdle();

        assertEquals(List.of("go", "die oh", "stop"), server.log);
        assertEquals("sorry\n", client.received());
        assertFalse(wheel.isOpen());
        assertNull(wheel.rest);
        assertEquals(0, simulation.kernel().counts().watches());
        assertEquals(0, simulation.kernel().counts().sessions());
    }

    @Test
    void shouldCloseInsideAHandlerThatStopsTheKernel() {
        ReadWrite<String, String> wheel = connected();
        server.on("stop it", poe -> poe.kernel().stop());

        client.send("stop it\nmore\n");
        simulation.runUntilIdle();

        assertFalse(wheel.isOpen());
        assertEquals(List.of("stop it", "stop"), server.log);
        assertNull(wheel.rest);
    }

    @Test
    void shouldLetItsSessionEndWhenTheLastWheelIsClosed() {
        ReadWrite<String, String> wheel = connected();
        server.on("go", poe -> {
            server.factory.close();
            wheel.put("bye");
            wheel.close();
        });

        client.send("go\n");
        simulation.runUntilIdle();

        assertEquals(List.of("go", "stop"), server.log);
        assertEquals("bye\n", client.received());
    }

    @Test
    void shouldNotHoldItsSessionWhenItCannotBeOpened() {
        server.opens = false;
        connectedWithoutWheel();
        server.last.link().close();
        Recorder other = new Recorder();
        other.begin = poe -> assertThrows(
                UncheckedIOException.class, () -> ReadWrite.with(new Lines()).open(poe, server.last.link()));

        simulation.kernel().create(Recorder.STATES, other);
        simulation.runUntilIdle();

        assertEquals(List.of("stop"), other.log);
    }

    private void connectedWithoutWheel() {
        server.listen(simulation.kernel(), 9000);
        client = simulation.connect(9000);
        simulation.runUntilIdle();
    }

    @Test
    void shouldShareBuffersAmongWheels() {
        ReadWrite<String, String> one = connected();
        simulation.connect(9000);
        simulation.runUntilIdle();
        ReadWrite<String, String> two = server.wheel();

        one.put("a");
        Outputs used = one.out;
        simulation.runUntilIdle();
        two.put("b");

        assertNull(one.out);
        assertSame(used, two.out);
    }

    @Test
    void shouldKeepNoVeryLargeBuffers() {
        WheelBuffers buffers = WheelBuffers.of(new Kernel());
        Input window = new Input(1 << 20);

        buffers.giveBack(filled(4 << 20));
        buffers.giveBack(window);

        assertTrue(buffers.takeOutput().capacity() < 1 << 16);
        assertTrue(buffers.takeWindow().array().length < 1 << 18);
    }

    @Test
    void shouldKeepFourMegabytesOfBuffersAtMost() {
        WheelBuffers buffers = WheelBuffers.of(new Kernel());

        for (int i = 0; i < 10; i++) {
            buffers.giveBack(filled(1 << 20));
        }

        int kept = 0;
        for (int i = 0; i < 10; i++) {
            kept += buffers.takeOutput().capacity();
        }
        assertTrue(kept >= 2 << 20 && kept <= (4 << 20) + 10 * 1_024, kept + " bytes");
    }

    private static Outputs filled(int bytes) {
        Outputs outputs = new Outputs();
        outputs.last().put(new byte[bytes]);
        return outputs;
    }

    @Test
    void shouldGiveEachWheelAnIdOfItsOwnThatComesWithItsEvents() {
        ReadWrite<String, String> one = connected();
        SimulatedClient other = simulation.connect(9000);
        simulation.runUntilIdle();
        ReadWrite<String, String> two = server.wheel();

        client.send("1\n");
        simulation.runUntilIdle();
        other.send("2\n");
        simulation.runUntilIdle();
        one.put("x");
        simulation.runUntilIdle();
        other.close();
        simulation.runUntilIdle();

        assertEquals(List.of("1", "2", "flushed", "error read NONE"), server.log);
        assertEquals(List.of(one.id(), two.id(), one.id(), two.id()), server.ids);
        assertTrue(one.id() != two.id() && server.factory.id() != one.id());
    }
}
