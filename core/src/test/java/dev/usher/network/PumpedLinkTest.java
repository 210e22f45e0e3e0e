package dev.usher.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PumpedLinkTest {
    private static final int CAPACITY = 65_536;

    private final Semaphore told = new Semaphore(0);

    private void watch(PumpedLink link, int operations) throws IOException {
        link.watch(operations, () -> {}, told::release);
    }

    /** Waits until a pump has told that the link is ready. */
    private void await(PumpedLink link, int operations) throws InterruptedException {
        while ((link.readiness() & operations) == 0) {
            assertTrue(told.tryAcquire(30, TimeUnit.SECONDS));
            link.heard();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    @Test
    void shouldReadToTheEndAndTellOfIt() throws Exception {
        PumpedLink link = PumpedLink.reading("test", new ByteArrayInputStream("hello".getBytes(US_ASCII)));
        watch(link, Link.READ);

        ByteBuffer into = ByteBuffer.allocate(10);
        int count = 0;
        while (count >= 0) {
            await(link, Link.READ);
            count = link.read(into);
        }

        assertEquals("hello", new String(into.array(), 0, into.position(), US_ASCII));
        assertEquals(-1, link.read(into));
        assertEquals(Link.READ, link.readiness());
        link.close();
    }

    @Test
    void shouldNotReadBeforeSomebodyWantsToNorFurtherAheadThanItHolds() throws Exception {
        AtomicInteger read = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(CAPACITY);
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("byte by byte");
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                read.addAndGet(length);
                for (int i = 0; i < length; i++) {
                    full.countDown();
                }
                return length;
            }
        };
        PumpedLink link = PumpedLink.reading("test", endless);
        assertEquals(0, read.get());
        watch(link, Link.READ);

        assertTrue(full.await(30, TimeUnit.SECONDS));
        await(link, Link.READ);
        assertEquals(CAPACITY, read.get());
        assertEquals(10, link.read(ByteBuffer.allocate(10)));
        while (read.get() < CAPACITY + 10) {
            assertTrue(told.tryAcquire(30, TimeUnit.SECONDS)); // its thread goes on: there is room again
            link.heard();
        }

        assertEquals(CAPACITY + 10, read.get());
        link.close();
    }

    @Test
    void shouldTellWhyReadingFailed() throws Exception {
        PumpedLink link = PumpedLink.reading("test", new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("broken");
            }
        });
        watch(link, Link.READ);
        await(link, Link.READ);

        IOException failure = assertThrows(IOException.class, () -> link.read(ByteBuffer.allocate(1)));

        assertEquals("broken", failure.getMessage());
        link.close();
    }

    @Test
    void shouldWriteAllAndCloseBehindIt() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        ByteArrayOutputStream written = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed.countDown();
            }
        };
        PumpedLink link = PumpedLink.writing("test", written);

        assertEquals(5, link.write(bytes("hello")));
        assertEquals(6, link.write(bytes(" world")));
        link.close();

        assertTrue(closed.await(30, TimeUnit.SECONDS));
        assertEquals("hello world", written.toString(US_ASCII));
        assertFalse(link.isOpen());
        assertThrows(ClosedChannelException.class, () -> link.write(bytes("x")));
    }

    @Test
    void shouldTakeNoMoreThanItHoldsUntilThePeerReads() throws Exception {
        Semaphore mayWrite = new Semaphore(0);
        PumpedLink link = PumpedLink.writing("test", new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] from, int offset, int length) {
                mayWrite.acquireUninterruptibly();
            }
        });
        watch(link, Link.WRITE);

        assertEquals(CAPACITY, link.write(ByteBuffer.allocate(CAPACITY + 1)));
        assertEquals(0, link.write(ByteBuffer.allocate(1)));
        assertEquals(0, link.readiness());
        mayWrite.release();
        await(link, Link.WRITE);

        assertEquals(1, link.write(ByteBuffer.allocate(1)));
        mayWrite.release(1_000);
        link.close();
    }

    @Test
    void shouldTellWhyWritingFailed() throws Exception {
        PumpedLink link = PumpedLink.writing("test", new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        watch(link, Link.WRITE);
        link.write(bytes("x"));

        IOException failure = null;
        while (failure == null) {
            assertTrue(told.tryAcquire(30, TimeUnit.SECONDS));
            link.heard();
            try {
                link.write(ByteBuffer.allocate(0));
            } catch (IOException e) {
                failure = e;
            }
        }

        assertEquals("Broken pipe", failure.getMessage());
        link.close();
    }

    /** An exception that nobody declares would else end the pump, and the link would wait for ever. */
    @Test
    void shouldTellOfAStreamThatIsAtFault() throws Exception {
        PumpedLink link = PumpedLink.of(
                "test",
                new InputStream() {
                    @Override
                    public int read() {
                        throw new IllegalStateException("reading at fault");
                    }
                },
                new OutputStream() {
                    @Override
                    public void write(int octet) {
                        throw new IllegalStateException("writing at fault");
                    }
                });
        watch(link, Link.READ | Link.WRITE);

        await(link, Link.READ);
        IOException reading = assertThrows(IOException.class, () -> link.read(ByteBuffer.allocate(1)));
        IOException writing = assertThrows(IOException.class, () -> {
            while (true) {
                link.write(bytes("x"));
            }
        });

        assertTrue(reading.getMessage().contains("reading at fault"), reading.getMessage());
        assertTrue(writing.getMessage().contains("writing at fault"), writing.getMessage());
        link.close();
    }

    @Test
    void shouldTellItsWatcherWhenItIsClosed() throws Exception {
        PumpedLink link = PumpedLink.of("test", InputStream.nullInputStream(), OutputStream.nullOutputStream());
        AtomicInteger closed = new AtomicInteger();
        link.watch(0, closed::incrementAndGet, told::release);

        link.close();
        link.close();

        assertEquals(1, closed.get());
        assertEquals(0, link.readiness());
        assertThrows(ClosedChannelException.class, () -> watch(link, Link.READ));
    }
}
