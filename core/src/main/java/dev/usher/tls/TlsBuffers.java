package dev.usher.tls;

import java.nio.ByteBuffer;

/**
 * The buffers that all TLS connections of a kernel share: a connection keeps bytes only while a record is incomplete or
 * its link is full. Belongs to the kernel's thread.
 */
public final class TlsBuffers {
    /** Read by one system call at most. */
    static final int BLOCK = 262_144;

    /** A record at its largest: 5 bytes of header, 16 KiB, and what a cipher may add (RFC 5246 §6.2.3: 2 KiB). */
    static final int RECORD = 5 + 16_384 + 2_048;

    /** Of an array as long as this no view is kept: it would keep the array, when nobody else does any more. */
    private static final int LARGEST_VIEWED = 4 * BLOCK;

    /** Off the heap, for the system calls. */
    final ByteBuffer wire = ByteBuffer.allocateDirect(BLOCK);

    /** What came, before it is deciphered: the rest of the time before, and what was read now. */
    final ByteBuffer in = ByteBuffer.allocate(BLOCK + RECORD);

    /** One record, deciphered. */
    final ByteBuffer plain = ByteBuffer.allocate(RECORD);

    /** Records to be sent. On the heap, like all that ciphers work on: they are quicker on arrays. */
    final ByteBuffer out = ByteBuffer.allocate(BLOCK);

    /** Nothing, for messages of the protocol's own. */
    final ByteBuffer none = ByteBuffer.allocate(0);

    private ByteBuffer source = none;
    private ByteBuffer window = none;

    /** Buffers for one kernel. */
    public TlsBuffers() {}

    /** A view of bytes to be sent, the same one again where the array is. */
    ByteBuffer view(byte[] bytes, int from, int length) {
        ByteBuffer view = source;
        if (view.array() != bytes) {
            view = ByteBuffer.wrap(bytes);
            source = kept(view);
        }
        return view.limit(from + length).position(from);
    }

    /** The room of a window behind what is in it, likewise. */
    ByteBuffer window(byte[] bytes, int from) {
        ByteBuffer view = window;
        if (view.array() != bytes) {
            view = ByteBuffer.wrap(bytes);
            window = kept(view);
        }
        return view.clear().position(from);
    }

    private ByteBuffer kept(ByteBuffer view) {
        return view.capacity() < LARGEST_VIEWED ? view : none;
    }
}
