package dev.usher.filters.websocket;

import dev.usher.filter.Output;
import java.util.zip.Deflater;

/**
 * Compresses one message after another (RFC 7692 §7.2.1). Belongs to one writer. It has native memory inside a message
 * only, or for good if it keeps its context.
 *
 * <p>The JDK compresses with a window of 15 bits and no other. A smaller one is kept by cutting a message into pieces
 * of its size and making the compressor forget behind each: nothing then refers back beyond a piece. Such messages are
 * compressed each by itself.
 */
final class MessageDeflater {
    private static final int TAIL = 4; // 00 00 FF FF, which a flush ends with and a message does not have
    private static final int LEAST_ROOM = 64;

    private final int level;
    private final boolean keepsContext;
    private final int window; // bytes

    private Deflaters deflaters; // of this thread
    private Deflater deflater; // null while none is needed

    MessageDeflater(int level, boolean keepsContext, int windowBits) {
        this.level = level;
        this.keepsContext = keepsContext && windowBits == DeflateParameters.MOST_BITS;
        window = windowBits == DeflateParameters.MOST_BITS ? Integer.MAX_VALUE : 1 << windowBits;
    }

    boolean hasLargestWindow() {
        return window == Integer.MAX_VALUE;
    }

    /** Compresses a message or a part of one. */
    void put(byte[] from, int offset, int length, boolean last, Output out) {
        if (deflater == null) {
            if (deflaters == null) {
                deflaters = Deflaters.ofThisThread();
            }
            deflater = deflaters.take(level);
        }
        int start = out.size();
        int flush = hasLargestWindow() ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH;
        int at = 0;
        do {
            int count = Math.min(window, length - at);
            deflater.setInput(from, offset + at, count);
            int room;
            int wrote;
            do {
                room = Math.max(LEAST_ROOM, count >>> 2);
                int to = out.reserve(room);
                wrote = deflater.deflate(out.array(), to, room, flush);
                out.advance(wrote);
            } while (wrote == room);
            at += count;
        } while (at < length);
        if (last) {
            end(start, out);
        }
    }

    private void end(int start, Output out) {
        if (out.size() > start) {
            out.truncate(out.size() - TAIL);
        } else {
            out.put((byte) 0); // RFC 7692 §7.2.3.6: nothing to flush
        }
        if (!keepsContext) {
            release();
        }
    }

    /** The next message is compressed without regard to those before. */
    void forget() {
        if (deflater != null) {
            deflater.reset();
        }
    }

    /** Whether it has no native memory. */
    boolean isIdle() {
        return deflater == null;
    }

    void release() {
        if (deflater != null) {
            deflaters.giveBack(level, deflater);
            deflater = null;
        }
    }
}
