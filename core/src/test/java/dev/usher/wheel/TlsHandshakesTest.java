package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Errno;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Handshakes that never end or come in floods, and what they cost those who are honest. */
class TlsHandshakesTest extends TlsCase {
    @Test
    void shouldCloseCleanlyWhenPlainTextComes() {
        listen(TlsFiles.localhost().define());
        SimulatedClient client = simulation.connect(9000);

        client.send("GET / HTTP/1.1\r\n\r\n");
        simulation.runUntilIdle();

        assertEquals("", client.received());
        assertTrue(client.isClosedByPeer());
        assertFalse(client.isReset());
        assertEquals(
                "this is no TLS: the peer began with 'GET / HTTP/1.1....'",
                broken.get(0).text());
        assertEquals(0, server.factory.handshakes());
    }

    @Test
    void shouldGiveUpAHandshakeThatTakesTooLong() {
        listen(TlsFiles.localhost().handshakeTimeout(Duration.ofSeconds(3)).define());
        SimulatedClient early = simulation.connect(9000);
        simulation.advance(Duration.ofSeconds(2));
        SimulatedClient late = simulation.connect(9000);

        simulation.advance(Duration.ofMillis(1_500));
        boolean lateGone = late.isClosedByPeer();
        simulation.advance(Duration.ofMillis(1_500));

        assertTrue(early.isClosedByPeer());
        assertFalse(lateGone);
        assertTrue(late.isClosedByPeer());
        assertEquals(Errno.ETIMEDOUT, broken.get(0).errno());
        assertEquals(2, broken.size());
    }

    @Test
    void shouldServeHonestClientsInAFloodOfSilentOnes() {
        listen(TlsFiles.localhost().mostHandshakes(10).define());
        List<SimulatedClient> silent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            silent.add(simulation.connect(9000));
        }
        simulation.runUntilIdle();
        int waiting = server.factory.handshakes();

        Recorder client = connect(TlsFiles.trusting());

        assertEquals(10, waiting);
        assertEquals(1, client.wheels.size());
        assertTrue(silent.get(0).isClosedByPeer());
        assertFalse(silent.get(49).isClosedByPeer());
    }

    @Test
    void shouldNotHoldUpThoseWhoAreConnectedInAFloodOfHandshakes() {
        listen(TlsFiles.localhost().define());
        server.on("ping", poe -> server.wheels.get(0).put("pong"));
        Recorder honest = connect(TlsFiles.trusting());
        List<Recorder> flood = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            flood.add(begin(TlsFiles.trusting().define(), "localhost"));
        }

        honest.wheel().put("ping");
        long slices = 0;
        while (honest.log.isEmpty()) {
            kernel.runOneTimeslice();
            slices++;
        }
        long done = flood.stream().filter(client -> !client.wheels.isEmpty()).count();
        simulation.runUntilIdle();

        assertTrue(slices < 10, slices + " slices");
        assertTrue(done < 10, done + " handshakes");
        assertEquals(
                20, flood.stream().filter(client -> !client.wheels.isEmpty()).count());
    }

    @Test
    void shouldTellOfNothingNewWhilePaused() {
        listen(TlsFiles.localhost().define());
        SimulatedClient silent = simulation.connect(9000);
        begin(TlsFiles.trusting().define(), "localhost");
        kernel.runOneTimeslice();
        kernel.runOneTimeslice();

        server.factory.pauseAccept();
        simulation.runUntilIdle();
        int paused = server.wheels.size();
        server.factory.resumeAccept();
        simulation.runUntilIdle();

        assertEquals(0, paused);
        assertEquals(1, server.wheels.size());
        assertTrue(silent.isConnected());
    }

    @Test
    void shouldLetGoOfAllWhenItIsClosed() {
        listen(TlsFiles.localhost().reloadEvery(Duration.ofSeconds(1)).define());
        SimulatedClient silent = simulation.connect(9000);
        simulation.runUntilIdle();

        server.factory.close();
        simulation.runUntilIdle();

        assertTrue(silent.isClosedByPeer());
        assertEquals(List.of("stop"), server.log);
    }
}
