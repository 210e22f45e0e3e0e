package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of input, and what goes wrong on the way. */
class InputEndTest {
    private final Simulation simulation = Simulation.seeded(1);
    private final CountingDriver driver = new CountingDriver();
    private final Recorder server = new Recorder();

    private SimulatedClient connected() {
        return connected(true);
    }

    private SimulatedClient connected(boolean told) {
        server.shape = builder -> builder.driver(driver).errorEvent(told ? Recorder.ERROR : null);
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
    void shouldTellTheEndOnceAndThenReadNoMore() {
        SimulatedClient client = connected();

        client.send("one\nrest");
        client.halfClose();
        simulation.runUntilIdle();

        assertEquals(List.of("one", "error read NONE"), server.log);
        assertEquals(2, driver.reads);
        assertEquals("rest", new String(server.wheel().pending()));
    }

    @Test
    void shouldMakeAFaultOfTheDriverAnErrorOfItsConnection() {
        SimulatedClient client = connected();
        SimulatedClient other = simulation.connect(9000);
        simulation.runUntilIdle();

        driver.fault = new IllegalStateException("a bug");
        client.send("lost\n");
        simulation.runUntilIdle();
        server.wheel().put("never written");
        driver.fault = null;
        other.send("another\n");
        simulation.runUntilIdle();

        assertEquals(List.of("error read EIO", "another"), server.log);
    }

    @Test
    void shouldCloseThoughTheDriverIsAtFault() {
        connected();
        server.wheel().put("waits");

        driver.fault = new IllegalStateException("a bug");
        server.wheel().close();

        assertEquals(1, simulation.network().openLinks(), "the listener is left");
    }

    @Test
    void shouldMakeAFaultOfTheDriverInWritingAnErrorOfItsConnection() {
        connected();
        server.wheel().put("waits");

        driver.fault = new IllegalStateException("a bug");
        simulation.runUntilIdle();

        assertEquals(List.of("error write EIO"), server.log);
        assertEquals(true, server.wheel().put("more"));
    }

    @Test
    void shouldTellAFaultOfTheDriverThatDoesNotComeAgain() {
        connected();
        server.wheel().put("waits");

        driver.fault = new IllegalStateException("a bug");
        server.wheel().flush();
        driver.fault = null;
        boolean dropped = server.wheel().put("more");
        simulation.runUntilIdle();

        assertTrue(dropped);
        assertEquals(List.of("error write EIO"), server.log);
    }

    @Test
    void shouldTellWhyWritingFailedFirst() {
        connected();
        server.wheel().put("waits");

        driver.writeFailure = new SocketException("Connection reset");
        server.wheel().flush();
        driver.writeFailure = new IOException("Broken pipe");
        simulation.runUntilIdle();

        assertEquals(List.of("error write ECONNRESET"), server.log);
    }

    @Test
    void shouldTellOnceWhatFailedWhenTooMuchWaits() {
        server.shape =
                builder -> builder.driver(driver).errorEvent(Recorder.ERROR).maxOutput(10);
        server.listen(simulation.kernel(), 9000);
        simulation.connect(9000);
        simulation.runUntilIdle();

        driver.writeFailure = new SocketException("Connection reset");
        boolean dropped = server.wheel().put("more than ten bytes");
        simulation.runUntilIdle();

        assertTrue(dropped);
        assertEquals(List.of("error write ECONNRESET"), server.log);
    }

    /** What the driver had left was tried once more after that, and its failure told too. */
    @Test
    void shouldTellOnceThatTooMuchWaitsWhenTheHighEventPutsIt() {
        server.shape = builder -> builder.driver(driver)
                .errorEvent(Recorder.ERROR)
                .maxOutput(10)
                .marks(1, 4, Recorder.LOW, Recorder.HIGH);
        server.listen(simulation.kernel(), 9000);
        simulation.connect(9000);
        simulation.runUntilIdle();
        server.on("high", poe -> {
            driver.most = 0;
            server.wheel().put("more than ten bytes");
            driver.unwritten = 5;
            driver.writeFailure = new IOException("Broken pipe");
        });

        server.wheel().put("much");
        simulation.runUntilIdle();

        assertEquals(List.of("high", "error write ENOBUFS"), server.log);
    }

    /** What it had read was lost, and the records behind it were delivered as if nothing had been. */
    @Test
    void shouldReadNoMoreWhenAnErrorStopsTheDriver() {
        SimulatedClient client = connected();

        driver.error = new LinkageError("no room");
        client.send("lo");
        simulation.runUntilIdle();
        driver.error = null;
        client.send("st\nmore\n");
        simulation.runUntilIdle();

        assertEquals(List.of("die no room", "error read EIO"), server.log);
        assertTrue(server.wheel().put("dropped"));
    }

    @Test
    void shouldTellNothingOfAFailureToWhoClosesInTheSameSlice() {
        connected();
        server.wheel().put("waits");

        driver.writeFailure = new IOException("Broken pipe");
        server.wheel().flush();
        server.wheel().close();
        simulation.runUntilIdle();

        assertEquals(List.of(), server.log);
        assertTrue(WheelBuffers.of(simulation.kernel()).failures.isEmpty());
    }

    @Test
    void shouldNotSpinAfterAnEndThatNobodyWantsToKnow() {
        SimulatedClient client = connected(false);

        client.halfClose();
        simulation.runUntilIdle();

        assertEquals(List.of(), server.log);
        assertEquals(1, driver.reads);
    }

    @Test
    void shouldWriteAfterTheEndOfInput() {
        server.on("error", poe -> server.wheel().put("bye"));
        SimulatedClient client = connected();

        client.halfClose();
        simulation.runUntilIdle();
        server.wheel().put("more");
        simulation.runUntilIdle();

        assertEquals("bye\nmore\n", client.received());
        assertTrue(server.wheel().isOpen());
    }

    @Test
    void shouldTellTheEndOnceWhenItsHandlerRunsATimeslice() {
        server.on("error", poe -> {
            poe.yield(Recorder.DO, inner -> server.log.add("inner"));
            poe.kernel().runOneTimeslice();
        });
        SimulatedClient client = connected();

        client.halfClose();
        simulation.runUntilIdle();

        assertEquals(List.of("error read NONE", "inner"), server.log);
    }

    @Test
    void shouldTellTheEndOnceWhenItsHandlerThrows() {
        server.on("error", poe -> {
            throw new IllegalStateException("oh");
        });
        SimulatedClient client = connected();

        client.halfClose();
        simulation.runUntilIdle();

        assertEquals(List.of("error read NONE", "die oh"), server.log);
        assertEquals(1, driver.reads);
    }

    @Test
    void shouldTellTheEndBehindWhatAPauseHeldBack() {
        server.on("one", poe -> server.wheel().pauseInput());
        SimulatedClient client = connected();

        client.send("one\ntwo\n");
        client.halfClose();
        simulation.runUntilIdle();
        List<String> paused = server.taken();
        server.wheel().resumeInput();
        simulation.runUntilIdle();

        assertEquals(List.of("one"), paused);
        assertEquals(List.of("two", "error read NONE"), server.log);
    }

    @Test
    void shouldTellAReadErrorOnce() {
        SimulatedClient client = connected();
        driver.readFailure = new IOException("Connection timed out");

        client.send("one\n");
        simulation.runUntilIdle();

        assertEquals(List.of("error read ETIMEDOUT"), server.log);
        assertEquals(1, driver.reads);
    }

    @Test
    void shouldTellAReset() {
        SimulatedClient client = connected();

        client.reset();
        simulation.runUntilIdle();

        assertEquals(List.of("error read ECONNRESET"), server.log);
    }

    @Test
    void shouldGoOnBehindARefusedRecord() {
        SimulatedClient client = connected();

        client.send("one\nbad\ntwo\n");
        simulation.runUntilIdle();

        assertEquals(List.of("one", "error filter EPROTO", "two"), server.log);
    }

    @Test
    void shouldDieOfARefusedRecordWithoutAnErrorEventAndGoOn() {
        SimulatedClient client = connected(false);

        client.send("one\nbad\ntwo\n");
        simulation.runUntilIdle();

        assertEquals(List.of("one", "die bad line", "two"), server.log);
    }

    @Test
    void shouldReadNoMoreWhenTheFilterCannotGoOn() {
        SimulatedClient client = connected();

        client.send("one\nstuck\ntwo\n");
        simulation.runUntilIdle();
        client.send("three\n");
        simulation.runUntilIdle();

        assertEquals(List.of("one", "error filter EPROTO"), server.log);
        assertEquals(1, driver.reads);
        assertNull(server.wheel().rest);
    }

    @Test
    void shouldReadNoMoreWhenTheFilterCannotGoOnAndNobodyIsTold() {
        SimulatedClient client = connected(false);

        client.send("one\nstuck\ntwo\n");
        simulation.runUntilIdle();

        assertEquals(List.of("one", "die stuck"), server.log);
    }

    /** A filter on a filter may refuse a record of bytes that it took from the window long before. */
    @Test
    void shouldAskOnWhenTheFilterTookNothingAndCanGoOnNevertheless() {
        server.filter = LinesOfHeldBytes::new;
        SimulatedClient client = connected();

        client.send("one\nbad\nbad\ntwo\nstuck\nlost\n");
        simulation.runUntilIdle();

        assertEquals(
                List.of("one", "error filter EPROTO", "error filter EPROTO", "two", "error filter EPROTO"), server.log);
        assertEquals(1, driver.reads);
    }

    @Test
    void shouldDieOnceOfAFiltersOwnFault() {
        SimulatedClient client = connected();

        client.send("one\nbug\ntwo\n");
        simulation.runUntilIdle();

        assertEquals(List.of("one", "die a fault of the filter"), server.log);
        assertEquals(1, driver.reads);
    }

    @Test
    void shouldStopBehindARefusalWhoseHandlerPauses() {
        server.on("error", poe -> server.wheel().pauseInput());
        SimulatedClient client = connected();

        client.send("bad\ntwo\n");
        simulation.runUntilIdle();
        List<String> paused = server.taken();
        server.wheel().resumeInput();
        simulation.runUntilIdle();

        assertEquals(List.of("error filter EPROTO"), paused);
        assertEquals(List.of("two"), server.log);
    }

    @Test
    void shouldDeliverNothingBehindARefusalWhoseHandlerCloses() {
        server.on("error", poe -> server.wheel().close());
        SimulatedClient client = connected();

        client.send("bad\ntwo\n");
        simulation.runUntilIdle();

        assertEquals(List.of("error filter EPROTO"), server.log);
        assertTrue(client.isClosedByPeer());
    }

    @Test
    void shouldHoldNoBufferAfterCloseInTheEndsHandler() {
        server.on("error", poe -> server.wheel().close());
        SimulatedClient client = connected();

        client.send("rest");
        client.halfClose();
        simulation.runUntilIdle();

        assertNull(server.wheel().rest);
        assertEquals(1, simulation.network().openLinks());
    }

    /** Takes all that comes before it looks for lines. */
    private static final class LinesOfHeldBytes implements Filter<String, String> {
        private final Lines lines = new Lines();
        private final Input held = new Input(64);
        private int before;

        @Override
        public String next(Input input) {
            held.append(input.array(), input.position(), input.remaining());
            input.skip(input.remaining());
            before = held.remaining();
            return lines.next(held);
        }

        @Override
        public void put(String item, Output out) {
            lines.put(item, out);
        }

        @Override
        public boolean canGoOn() {
            return held.remaining() < before;
        }

        @Override
        public LinesOfHeldBytes fresh() {
            return new LinesOfHeldBytes();
        }
    }
}
