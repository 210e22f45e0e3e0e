package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Source;
import dev.usher.filter.SourceException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A peer must be able to tell a whole stream from one that was cut off: by close_notify (RFC 8446 §6.1). */
class TlsEndTest extends TlsCase {
    private static final String LONG = "x".repeat(600_000);

    private TlsPeer connected() {
        listen(TlsFiles.localhost().define());
        return new TlsPeer(simulation, 9000, "TLSv1.3").shake();
    }

    @Test
    void shouldSayThatNothingIsMissing() {
        TlsPeer peer = connected();

        server.wheel().put("all");
        server.wheel().close();
        simulation.runUntilIdle();

        assertEquals("all\n", peer.heard());
        assertTrue(peer.hasHeardTheEnd());
    }

    @Test
    void shouldNotSaySoWhenItClosesOverWhatThePeerDidNotTake() {
        simulation.network().capacity(1_000);
        TlsPeer peer = connected();
        peer.client.stopReading();

        server.wheel().put(LONG);
        server.wheel().close();
        peer.client.resumeReading();
        simulation.runUntilIdle();

        assertTrue(peer.client.isClosedByPeer());
        assertFalse(peer.hasHeardTheEnd());
    }

    @Test
    void shouldNotSaySoWhenTooMuchHasWaited() {
        server.shape = builder -> builder.errorEvent(Recorder.ERROR).maxOutput(100_000);
        simulation.network().capacity(1_000);
        TlsPeer peer = connected();
        peer.client.stopReading();

        server.wheel().put(LONG);
        simulation.runUntilIdle();
        peer.client.resumeReading();
        simulation.runUntilIdle();
        server.wheel().close();
        simulation.runUntilIdle();

        assertEquals(List.of("error write ENOBUFS"), server.log);
        assertTrue(peer.client.isClosedByPeer());
        assertFalse(peer.hasHeardTheEnd());
    }

    @Test
    void shouldNotSaySoBehindASourceThatCouldNotBeRead() {
        Wire wire = new Wire(new byte[0]);
        wire.source = Unreadable::new;
        server.filter = () -> wire;
        server.shape = builder -> builder.errorEvent(Recorder.ERROR);
        TlsPeer peer = connected();

        server.wheel().put("source");
        simulation.runUntilIdle();
        server.wheel().close();
        simulation.runUntilIdle();

        assertEquals(List.of("error sendfile EIO"), server.log);
        assertTrue(peer.client.isClosedByPeer());
        assertFalse(peer.hasHeardTheEnd());
    }

    @Test
    void shouldNotSaySoWhenItClosesInTheMiddleOfASource() {
        Wire wire = new Wire(new byte[0]);
        wire.source = Zeros::new;
        server.filter = () -> wire;
        simulation.network().capacity(2_000_000);
        TlsPeer peer = connected();

        server.wheel().put("source");
        server.wheel().close();
        simulation.runUntilIdle();

        int heard = peer.heard().length();
        assertTrue(heard > 0 && heard < Zeros.LENGTH, "heard " + heard);
        assertFalse(peer.hasHeardTheEnd());
    }

    /** Of a file that somebody has made shorter, say. */
    private static final class Unreadable implements Source {
        @Override
        public long remaining() {
            return 1_000;
        }

        @Override
        public void copyTo(ByteBuffer into) throws SourceException {
            throw new SourceException("there is nothing any more");
        }

        @Override
        public void skip(long count) {
            throw new AssertionError("nothing was taken");
        }

        @Override
        public void close() {
            // it has nothing
        }
    }

    /** More than a wheel writes in a turn. */
    private static final class Zeros implements Source {
        static final int LENGTH = 1_000_000;

        private int left = LENGTH;

        @Override
        public long remaining() {
            return left;
        }

        @Override
        public void copyTo(ByteBuffer into) {
            into.put(new byte[Math.min(into.remaining(), left)]);
        }

        @Override
        public void skip(long count) {
            left -= (int) count;
        }

        @Override
        public void close() {
            // it has nothing
        }
    }
}
