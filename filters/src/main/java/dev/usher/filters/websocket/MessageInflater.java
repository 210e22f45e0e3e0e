package dev.usher.filters.websocket;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates one message after another (RFC 7692 §7.2.2). Belongs to one reader. It has native memory inside a message
 * only, or for good if the peer keeps its context.
 */
final class MessageInflater {
    /** What the sender has taken away from the end of each message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    /** An empty last block: where nothing else may be open, the stream ends with it. */
    private static final byte[] LAST_BLOCK = {3, 0};

    private static final String CUT = "compressed data that end too early (RFC 7692 §7.2.2)";

    private final boolean keepsContext;
    private final byte[] nothing = new byte[1];

    private Inflaters inflaters; // of this thread
    private Inflater inflater; // null while none is needed
    private boolean ended; // a final block has come, and nothing behind it
    private boolean begun; // something of the message has come
    private boolean broken;
    private int consumed;
    private long taken; // of the message

    MessageInflater(boolean keepsContext) {
        this.keepsContext = keepsContext;
    }

    void begin() {
        ended = false;
        begun = false;
        broken = false;
        taken = 0;
        if (inflater == null) {
            if (inflaters == null) {
                inflaters = Inflaters.ofThisThread();
            }
            inflater = inflaters.take();
        }
    }

    /** How many bytes the last call has used; the others must be given again. */
    int consumed() {
        return consumed;
    }

    /** How many bytes of the message were used. */
    long taken() {
        return taken;
    }

    /**
     * Inflates until the room is full or the bytes are used up. What it answers must be looked at before
     * {@link #check}, since it stands before whatever is broken.
     *
     * @return bytes written
     */
    int inflate(byte[] from, int offset, int length, byte[] to, int at, int room) {
        int used = 0;
        int wrote = 0;
        do {
            if (length > used) {
                ended = false;
                begun = true;
            }
            wrote += step(from, offset + used, length - used, to, at + wrote, room - wrote);
            used += consumed;
        } while (ended && used < length && wrote < room && !broken);
        consumed = used;
        taken += used;
        return wrote;
    }

    private int step(byte[] from, int offset, int length, byte[] to, int at, int room) {
        inflater.setInput(from, offset, length);
        long before = inflater.getBytesWritten();
        int wrote;
        try {
            wrote = inflater.inflate(to, at, room);
        } catch (DataFormatException e) {
            broken = true;
            consumed = length;
            return (int) (inflater.getBytesWritten() - before);
        }
        consumed = length - inflater.getRemaining();
        if (inflater.finished()) {
            // RFC 7692 §7.2.3.4. The JDK forgets the window with it: nobody refers back beyond a final block.
            inflater.reset();
            ended = true;
        }
        return wrote;
    }

    void check() {
        if (broken) {
            throw Fault.invalid("compressed data that cannot be inflated (RFC 7692 §7.2.2)");
        }
    }

    /** The message has ended: puts back what the sender took away, with which nothing more may come out. */
    void finish() {
        if (!begun) {
            throw Fault.invalid(CUT);
        }
        if (!ended) {
            boolean silent = step(TAIL, 0, TAIL.length, nothing, 0, 1) == 0;
            check();
            if (!silent || consumed < TAIL.length) {
                throw Fault.invalid(CUT);
            }
            if (!keepsContext && !ended) {
                silent = step(LAST_BLOCK, 0, LAST_BLOCK.length, nothing, 0, 1) == 0;
                if (!silent || broken || !ended) {
                    throw Fault.invalid(CUT);
                }
            }
        }
        if (!keepsContext) {
            release();
        }
    }

    /** Whether it has no native memory. */
    boolean isIdle() {
        return inflater == null;
    }

    void release() {
        if (inflater != null) {
            inflaters.giveBack(inflater);
            inflater = null;
        }
    }
}
