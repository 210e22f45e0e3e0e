package dev.usher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TlsBuffersTest {
    private final TlsBuffers buffers = new TlsBuffers();

    @Test
    void shouldKeepTheViewOfAnArray() {
        byte[] bytes = new byte[TlsBuffers.BLOCK];

        ByteBuffer view = buffers.view(bytes, 0, 100);
        ByteBuffer window = buffers.window(bytes, 7);

        assertSame(view, buffers.view(bytes, 100, 50));
        assertEquals(100, view.position());
        assertEquals(150, view.limit());
        assertSame(window, buffers.window(bytes, 9));
        assertEquals(9, window.position());
        assertEquals(bytes.length, window.limit());
    }

    /** A record of 500 MiB was kept until another one was sent. */
    @Test
    void shouldKeepNoViewOfAVeryLongArray() {
        byte[] bytes = new byte[4 * TlsBuffers.BLOCK];

        ByteBuffer view = buffers.view(bytes, bytes.length - 3, 3);
        ByteBuffer window = buffers.window(bytes, bytes.length - 4);

        assertEquals(3, view.remaining());
        assertEquals(4, window.remaining());
        assertNotSame(view, buffers.view(bytes, 0, 3));
        assertNotSame(window, buffers.window(bytes, 0));
    }
}
