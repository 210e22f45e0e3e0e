package dev.usher.component.http.client;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Content in gzip to what it was (RFC 1952), a block at a time: what is asked for is inflated and no more, so little
 * input that makes much output fills no memory. Several members are one content. Belongs to one answer.
 */
final class Gunzip implements AutoCloseable {
    private static final int BLOCK = 16_384;
    private static final int HEAD = 10; // bytes, before the optional fields
    private static final int TAIL = 8;
    private static final int NAMES = 0x08 | 0x10; // each ends with a NUL
    private static final int EXTRA = 0x04;
    private static final int CHECK = 0x02;
    private static final int RESERVED = 0xE0;

    private enum State {
        HEAD,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        CHECK,
        DATA,
        TAIL
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();
    private final byte[] block = new byte[BLOCK];
    private State state = State.HEAD;
    private byte[] input = {};
    private int position;
    private int limit;
    private int seen; // of the state's bytes
    private int flags;
    private int wanted; // of the extra field
    private int names;
    private long tail;

    /** Bytes to inflate, behind those before, which have all been used. */
    void input(byte[] array, int offset, int length) {
        input = array;
        position = offset;
        limit = offset + length;
    }

    /** Copies what is not used yet, since whoever gave it takes it back. */
    void keepInput() {
        if (position < limit) {
            byte[] rest = new byte[limit - position];
            System.arraycopy(input, position, rest, 0, rest.length);
            input(rest, 0, rest.length);
        }
    }

    /** The output of {@link #inflate}. */
    byte[] block() {
        return block;
    }

    /** Whether a member has begun and not ended: then the content is not whole. */
    boolean isInside() {
        return state != State.HEAD || seen > 0;
    }

    /**
     * Inflates up to a block.
     *
     * @return how many bytes; 0 when more input is needed
     * @throws DataFormatException if it is no gzip, or its sum is another
     */
    int inflate() throws DataFormatException {
        while (true) {
            if (state == State.DATA) {
                int count = data();
                if (count > 0) {
                    return count;
                }
            }
            if (state == State.DATA && inflater.needsInput() && position == limit || position == limit) {
                return 0;
            }
            if (state != State.DATA) {
                step(input[position++] & 0xFF);
            }
        }
    }

    private int data() throws DataFormatException {
        if (inflater.needsInput() && position < limit) {
            inflater.setInput(input, position, limit - position);
            position = limit;
        }
        int count = inflater.inflate(block);
        sum.update(block, 0, count);
        if (inflater.finished()) {
            position = limit - inflater.getRemaining();
            go(State.TAIL);
            tail = 0;
        } else if (count == 0 && inflater.needsDictionary()) {
            throw new DataFormatException("gzip with a dictionary");
        }
        return count;
    }

    private void step(int octet) throws DataFormatException {
        seen++;
        switch (state) {
            case HEAD -> head(octet);
            case EXTRA_LENGTH -> {
                wanted |= octet << 8 * (seen - 1);
                if (seen == 2) {
                    go(State.EXTRA);
                    skipOptional();
                }
            }
            case EXTRA -> {
                if (seen == wanted) {
                    flags &= ~EXTRA;
                    go(State.NAME);
                    skipOptional();
                }
            }
            case NAME -> {
                if (octet == 0) {
                    names--;
                    seen = 0;
                    skipOptional();
                }
            }
            case CHECK -> {
                if (seen == 2) {
                    begin();
                }
            }
            default -> tail(octet);
        }
    }

    private void head(int octet) throws DataFormatException {
        boolean wrong = seen == 1 && octet != 0x1F || seen == 2 && octet != 0x8B || seen == 3 && octet != 8;
        if (wrong || seen == 4 && (octet & RESERVED) != 0) {
            throw new DataFormatException("the content is said to be gzip and is not");
        }
        if (seen == 4) {
            flags = octet;
        }
        if (seen == HEAD) {
            names = Integer.bitCount(flags & NAMES);
            wanted = 0;
            go((flags & EXTRA) != 0 ? State.EXTRA_LENGTH : State.NAME);
            if (state == State.NAME) {
                skipOptional();
            }
        }
    }

    /** Goes past the optional fields that are not there. */
    private void skipOptional() {
        if (state == State.EXTRA && wanted == 0) {
            go(State.NAME);
        }
        if (state == State.NAME && names == 0) {
            if ((flags & CHECK) != 0) {
                go(State.CHECK);
            } else {
                begin();
            }
        }
    }

    private void begin() {
        inflater.reset();
        sum.reset();
        go(State.DATA);
    }

    private void tail(int octet) throws DataFormatException {
        tail |= (long) octet << 8 * (seen - 1);
        if (seen == TAIL) {
            long expected = sum.getValue() | (inflater.getBytesWritten() & 0xFFFF_FFFFL) << 32;
            if (tail != expected) {
                throw new DataFormatException("the sum or the length of gzip content is another than told");
            }
            go(State.HEAD);
        }
    }

    private void go(State next) {
        state = next;
        seen = 0;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
