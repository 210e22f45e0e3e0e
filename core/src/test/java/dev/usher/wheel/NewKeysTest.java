package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.tls.Tls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A peer that asks for new keys (RFC 8446 §4.6.3), or wants to shake hands again (RFC 5246 §7.4.1.1), at bad moments.
 */
class NewKeysTest extends TlsCase {
    private static final int BLOCK = 262_144; // what is enciphered at once
    private static final String LONG = "x".repeat(2 * BLOCK);

    private int before; // bytes that the peer has received, or will before anything else

    private TlsPeer connected(String version) {
        Tls tls = TlsFiles.localhost().protocols(version).define();
        listen(tls);
        return new TlsPeer(simulation, 9000, version).shake();
    }

    /** One that does not read, for which a whole block waits enciphered. */
    private TlsPeer withFullBlock() {
        simulation.network().capacity(1_000);
        TlsPeer peer = connected("TLSv1.3");
        peer.client.stopReading();
        server.wheel().put("x".repeat(20));
        server.wheel().put(LONG);
        simulation.runUntilIdle();
        assertTrue(unwritten() > BLOCK - 30_000, "waits: " + unwritten());
        return peer;
    }

    private int unwritten() {
        return server.wheel().driver.unwritten();
    }

    @Test
    void shouldRefuseAPeerThatAsksForNewKeysAgainAndAgainAndDoesNotRead() {
        TlsPeer peer = withFullBlock();
        int most = 0;

        for (int i = 0; i < 2_000 && server.log.isEmpty(); i++) {
            peer.askForNewKeys();
            simulation.runUntilIdle();
            most = Math.max(most, unwritten());
        }

        assertEquals(List.of("error read EPROTO"), server.log);
        assertTrue(most < BLOCK + 32_768, "kept " + most);
    }

    @Test
    void shouldGiveNewKeysBesideAFullBlockThatWaits() {
        TlsPeer peer = withFullBlock();

        for (int i = 0; i < 10; i++) {
            peer.askForNewKeys();
            simulation.runUntilIdle();
        }
        server.wheel().put("under new keys");
        peer.client.resumeReading();
        simulation.runUntilIdle();

        assertEquals(List.of(), server.log);
        assertEquals("x".repeat(20) + "\n" + LONG + "\nunder new keys\n", peer.heard());
    }

    /** What it asked for at once was all given in one turn: half a second for a block of it. */
    @Test
    void shouldLetOthersHaveTheirTurnsBetweenManyNewKeys() {
        TlsPeer greedy = connected("TLSv1.3");
        TlsPeer other = new TlsPeer(simulation, 9000, "TLSv1.3").shake();

        for (int i = 0; i < 500; i++) {
            greedy.askForNewKeys();
        }
        greedy.say("late\n");
        other.say("early\n");
        simulation.runUntilIdle();

        assertEquals(List.of("early", "late"), server.log);
    }

    /** The answer did not fit into a full link, and nobody waited for that to drain. */
    @Test
    void shouldAnswerWhenTheLinkTakesItThoughNothingElseIsPut() throws IOException {
        TlsPeer peer = withFullLink();

        peer.askForNewKeys();
        simulation.runUntilIdle();
        int waits = unwritten();
        peer.client.resumeReading();
        simulation.runUntilIdle();

        assertTrue(waits > 0, "waits: " + waits);
        assertEquals(0, unwritten());
        assertEquals(before + waits, peer.client.receivedBytes().length);
    }

    /** The end of output waited for an answer that nobody wrote. */
    @Test
    void shouldEndItsOutputBehindAnAnswerThatWaits() throws IOException {
        TlsPeer peer = withFullLink();

        peer.askForNewKeys();
        simulation.runUntilIdle();
        server.wheel().shutdownOutput();
        peer.client.resumeReading();
        simulation.runUntilIdle();

        assertEquals(List.of(), server.log);
        assertTrue(peer.client.isClosedByPeer());
        assertTrue(peer.client.receivedBytes().length > before + 2 * 22, "an answer and close_notify");
    }

    /** Past the driver: the peer need not understand that. */
    private TlsPeer withFullLink() throws IOException {
        TlsPeer peer = connected("TLSv1.3");
        peer.client.stopReading();
        ByteBuffer anything = ByteBuffer.allocate(BLOCK);
        while (server.wheel().link().write(anything) > 0) {
            // it takes more
        }
        before = peer.client.receivedBytes().length + anything.position();
        return peer;
    }

    @Test
    void shouldTakeNewKeysAfterTheEndOfItsOutput() {
        TlsPeer peer = connected("TLSv1.3");
        server.wheel().shutdownOutput();
        simulation.runUntilIdle();

        peer.askForNewKeys();
        simulation.runUntilIdle();

        assertEquals(List.of(), server.log);
    }

    /** The engine takes nothing more from then on: the wheel asked it for ever. */
    @Test
    void shouldNotWriteToAPeerThatWantsToShakeHandsAgain() {
        TlsPeer peer = connected("TLSv1.2");
        server.on("error", poe -> {
            server.wheel().put("bye");
            server.actions.clear();
        });

        peer.askForNewKeys();
        simulation.runUntilIdle();

        assertEquals(List.of("error read EPROTO", "error write EPROTO"), server.log);
    }

    @Test
    void shouldCloseWithOutputForAPeerThatWantsToShakeHandsAgain() {
        TlsPeer peer = connected("TLSv1.2");
        server.on("error", poe -> {
            server.wheel().put("bye");
            server.wheel().close();
        });

        peer.askForNewKeys();
        simulation.runUntilIdle();

        assertEquals(List.of("error read EPROTO"), server.log);
        assertTrue(peer.client.isClosedByPeer());
    }
}
