package dev.usher.filter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * A window on received bytes: {@code array[position .. limit)} has been received and not yet taken. Not thread-safe;
 * its owner, usually a wheel, fills it and a filter takes from it.
 *
 * <p>Offsets that a filter gives or gets are relative to the position, so they stay true when the owner moves the bytes
 * or appends more.
 */
public final class Input {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private static final byte[] NONE = {};

    private byte[] array;
    private int position;
    private int limit;
    private int expected; // bytes from the position on that make the next item; 0 if nobody has said
    private boolean grown; // the array was made for just the item that was expected

    /**
     * An empty window.
     *
     * @param capacity bytes of room to begin with; it grows as needed
     */
    public Input(int capacity) {
        array = new byte[capacity];
    }

    /**
     * A window on a copy of bytes.
     *
     * @param bytes what it holds
     * @return the window
     */
    public static Input of(byte[] bytes) {
        Input input = new Input(bytes.length);
        input.append(bytes, 0, bytes.length);
        return input;
    }

    /** @return the array under the window; read it only between {@link #position} and {@link #limit} */
    public byte[] array() {
        return array;
    }

    /** @return index in {@link #array} of the first byte not yet taken */
    public int position() {
        return position;
    }

    /** @return index in {@link #array} behind the last byte received */
    public int limit() {
        return limit;
    }

    /** @return number of bytes received and not yet taken */
    public int remaining() {
        return limit - position;
    }

    /** @return whether every byte has been taken */
    public boolean isEmpty() {
        return limit == position;
    }

    /**
     * One byte, without taking it.
     *
     * @param offset from the position, 0 to remaining - 1
     * @return the byte
     */
    public byte at(int offset) {
        assert offset >= 0 && offset < remaining() : "no byte " + offset + " in a window of " + remaining();
        return array[position + offset];
    }

    /**
     * Takes bytes away.
     *
     * @param count how many, 0 to remaining
     */
    public void skip(int count) {
        if (count < 0 || count > limit - position) {
            throw new IllegalArgumentException("cannot take " + count + " bytes of " + remaining());
        }
        position += count;
    }

    /**
     * Takes bytes away as an array of their own.
     *
     * @param count how many, 0 to remaining
     * @return a copy; or, if the window was grown for just these bytes, its array, which leaves it without
     */
    public byte[] take(int count) {
        int from = position;
        skip(count);
        if (grown && count == array.length) {
            byte[] whole = array;
            array = NONE;
            clear();
            return whole;
        }
        return Arrays.copyOfRange(array, from, from + count);
    }

    /**
     * Takes bytes away as text.
     *
     * @param count how many bytes, 0 to remaining
     * @param charset how to read them
     * @return the text
     */
    public String take(int count, Charset charset) {
        int from = position;
        skip(count);
        return new String(array, from, count, charset);
    }

    /**
     * For a filter that knows how many bytes the next item takes and needs more of them: once an eighth has come, the
     * window grows to that at once instead of by doubling. A peer that only announces much gets no room for it.
     *
     * @param count bytes from the position on; 0 when the item is taken
     */
    public void expect(int count) {
        expected = count;
    }

    /**
     * For a driver: how much to read at once.
     *
     * @return number of bytes up to the end of the item that the filter expects, if it is a large one; else as many as
     *     an int holds
     */
    public int wanted() {
        int missing = expected - (limit - position);
        return grown && missing > 0 ? missing : Integer.MAX_VALUE;
    }

    /**
     * Finds a byte, eight at a time.
     *
     * @param value the byte to find
     * @param from offset from the position to begin at; remember how far was searched and never search twice
     * @return its offset from the position, or -1
     */
    public int indexOf(byte value, int from) {
        return indexOfEither(value, value, from);
    }

    /**
     * Finds the first of two bytes, eight at a time.
     *
     * @param one a byte to find
     * @param other another
     * @param from offset from the position to begin at
     * @return the offset from the position of whichever comes first, or -1
     */
    public int indexOfEither(byte one, byte other, int from) {
        if (from < 0) {
            throw new IllegalArgumentException("cannot search from " + from + ": those bytes were taken");
        }
        byte[] bytes = array;
        int end = limit;
        int i = position + from;
        long ones = (one & 0xFFL) * ONES;
        long others = (other & 0xFFL) * ONES;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long word = (long) WORD.get(bytes, i);
            long found = zeroBytes(word ^ ones) | zeroBytes(word ^ others);
            if (found != 0) {
                return i - position + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < end; i++) {
            byte b = bytes[i];
            if (b == one || b == other) {
                return i - position;
            }
        }
        return -1;
    }

    /**
     * The high bit of each byte that is zero. Bits above the lowest one set may be false, because a borrow runs
     * upwards; nobody reads them, and little-endian words put the first byte lowest.
     */
    private static long zeroBytes(long word) {
        return (word - ONES) & ~word & HIGHS;
    }

    /**
     * For the owner: receives bytes.
     *
     * @param bytes where they are
     * @param offset the first
     * @param length how many
     */
    public void append(byte[] bytes, int offset, int length) {
        makeRoom(length);
        System.arraycopy(bytes, offset, array, limit, length);
        limit += length;
    }

    /**
     * For the owner: receives all remaining bytes of a buffer.
     *
     * @param bytes read to its end
     */
    public void append(ByteBuffer bytes) {
        int length = bytes.remaining();
        makeRoom(length);
        bytes.get(array, limit, length);
        limit += length;
    }

    /** For the owner: forgets all bytes, keeps the room. */
    public void clear() {
        position = 0;
        limit = 0;
        expected = 0;
        grown = false;
    }

    /** @return bytes of room behind the limit, without growing */
    public int room() {
        return array.length - limit;
    }

    /**
     * For the owner: receives bytes that were written into {@link #array} from the limit on.
     *
     * @param length how many, 0 to {@link #room}
     */
    public void advance(int length) {
        assert length >= 0 && length <= room() : length + " bytes into a room of " + room();
        limit += length;
    }

    /**
     * For the owner: the bytes not yet taken, in a window of their own, which leaves this one empty.
     *
     * @return the rest, with room for half as much again, or for the whole item
     */
    public Input moveRest() {
        int length = remaining();
        boolean whole = isComing(length);
        Input rest = new Input(whole ? expected : Math.max(64, length + (length >>> 1)));
        rest.append(array, position, length);
        rest.expected = expected;
        rest.grown = whole;
        clear();
        return rest;
    }

    private void makeRoom(int length) {
        if (array.length - limit >= length) {
            return;
        }
        int used = remaining();
        boolean whole = isComing(used + length);
        int capacity = whole ? expected : Room.capacity(array.length, used, length);
        byte[] target = capacity == array.length ? array : new byte[capacity];
        System.arraycopy(array, position, target, 0, used);
        grown = whole;
        array = target;
        position = 0;
        limit = used;
    }

    /** Whether these bytes belong to the next item, and are so much of it that the rest may be believed in. */
    private boolean isComing(int here) {
        return expected > 0 && here <= expected && here >= expected >>> 3;
    }
}
