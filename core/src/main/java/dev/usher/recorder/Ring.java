package dev.usher.recorder;

/**
 * The last records, as many as fit. Whole ones only: the oldest go when a new one needs their room. One thread.
 *
 * <p>A record is its length, its kind, its check and its body; the length counts all behind it.
 */
final class Ring {
    private static final int HEAD = 1 + Integer.BYTES;

    private final byte[] bytes;
    private long head; // counts up for ever, as does the tail
    private long tail;
    private long kept;
    private long dropped;
    private final Times base;
    private final Output frame = new Output();

    /**
     * @param size in bytes
     * @param base told of the times that are dropped, since those that follow are counted from them
     */
    Ring(int size, Times base) {
        bytes = new byte[size];
        this.base = base;
    }

    long dropped() {
        return dropped;
    }

    long kept() {
        return kept;
    }

    void add(Kind kind, int check, Output body) {
        frame.clear();
        frame.number(HEAD + body.size());
        frame.octet(kind.ordinal());
        frame.int32(check);
        long size = (long) frame.size() + body.size();
        while (kept > 0 && bytes.length - (tail - head) < size) {
            dropFirst();
        }
        if (size > bytes.length) {
            dropped++; // too large for the ring: that it was there is all that is known
            base.pass(kind, new Input(body.array(), 0, body.size()));
            return;
        }
        put(frame);
        put(body);
        kept++;
    }

    private void put(Output from) {
        int at = (int) (tail % bytes.length);
        int first = Math.min(from.size(), bytes.length - at);
        System.arraycopy(from.array(), 0, bytes, at, first);
        System.arraycopy(from.array(), first, bytes, 0, from.size() - first);
        tail += from.size();
    }

    private void dropFirst() {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int octet = next();
            length |= (octet & 0x7F) << shift;
            if (octet < 0x80) {
                break;
            }
        }
        long behind = head + length;
        Kind kind = Kind.of(next());
        if (kind == Kind.NANO_TIME || kind == Kind.WALL_TIME) {
            head += Integer.BYTES;
            byte[] body = new byte[(int) (behind - head)];
            for (int i = 0; i < body.length; i++) {
                body[i] = (byte) next();
            }
            base.pass(kind, new Input(body, 0, body.length));
        }
        head = behind;
        kept--;
        dropped++;
    }

    private int next() {
        return bytes[(int) (head++ % bytes.length)] & 0xFF;
    }

    /** A copy of all records, in order. */
    byte[] copy() {
        byte[] copy = new byte[(int) (tail - head)];
        int at = (int) (head % bytes.length);
        int first = Math.min(copy.length, bytes.length - at);
        System.arraycopy(bytes, at, copy, 0, first);
        System.arraycopy(bytes, 0, copy, first, copy.length - first);
        return copy;
    }
}
