package dev.usher.filter;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A growing buffer of bytes to send: filters append at its end, a driver takes from its head. Not thread-safe.
 *
 * <p>Appending by hand: {@code int at = out.reserve(n)} gives the index in {@link #array} of {@code n} free bytes;
 * write them, then {@code out.advance(n)}.
 */
public final class Output {
    private byte[] array;
    private int head;
    private int tail;

    /**
     * An empty buffer.
     *
     * @param capacity bytes of room to begin with; it grows as needed
     */
    public Output(int capacity) {
        array = new byte[capacity];
    }

    /** @return number of bytes appended and not yet taken */
    public int size() {
        return tail - head;
    }

    /** @return whether every byte has been taken */
    public boolean isEmpty() {
        return tail == head;
    }

    /** @return bytes of room in the array */
    public int capacity() {
        return array.length;
    }

    /** @return the array under the buffer; it changes when the buffer grows, so ask after {@link #reserve} */
    public byte[] array() {
        return array;
    }

    /** @return index in {@link #array} of the first byte not yet taken */
    public int head() {
        return head;
    }

    /**
     * Makes room at the end.
     *
     * @param length bytes of room needed
     * @return index in {@link #array} of the first free byte
     */
    public int reserve(int length) {
        if (array.length - tail < length) {
            grow(length);
        }
        return tail;
    }

    /**
     * Appends bytes that were written into reserved room.
     *
     * @param length how many
     */
    public void advance(int length) {
        assert length >= 0 && length <= array.length - tail : length + " bytes were not reserved";
        tail += length;
    }

    /**
     * Takes back what was appended since a size was read; for a filter that finds in the middle of an item that it
     * cannot be sent.
     *
     * @param size what {@link #size} answered before
     */
    public void truncate(int size) {
        if (size < 0 || size > size()) {
            throw new IllegalArgumentException("cannot go back to " + size + " bytes from " + size());
        }
        tail = head + size;
    }

    /**
     * Appends a byte.
     *
     * @param value the byte
     */
    public void put(byte value) {
        // On a line of its own: written as one expression, the array would be read before it grows.
        int at = reserve(1);
        array[at] = value;
        tail++;
    }

    /**
     * Appends bytes.
     *
     * @param bytes all of them
     */
    public void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    /**
     * Appends bytes.
     *
     * @param bytes where they are
     * @param offset the first
     * @param length how many
     */
    public void put(byte[] bytes, int offset, int length) {
        int at = reserve(length);
        System.arraycopy(bytes, offset, array, at, length);
        tail += length;
    }

    /**
     * Appends all remaining bytes of a buffer.
     *
     * @param bytes read to its end
     */
    public void put(ByteBuffer bytes) {
        int length = bytes.remaining();
        int at = reserve(length);
        bytes.get(array, at, length);
        tail += length;
    }

    /**
     * For the owner: takes bytes from the head.
     *
     * @param count how many, 0 to size
     */
    public void skip(int count) {
        if (count < 0 || count > tail - head) {
            throw new IllegalArgumentException("cannot take " + count + " bytes of " + size());
        }
        head += count;
        if (head == tail) {
            head = 0;
            tail = 0;
        }
    }

    /** For the owner: forgets all bytes, keeps the room. */
    public void clear() {
        head = 0;
        tail = 0;
    }

    /** @return a copy of the bytes not yet taken */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, head, tail);
    }

    private void grow(int length) {
        int used = tail - head;
        int capacity = Room.capacity(array.length, used, length);
        byte[] target = capacity == array.length ? array : new byte[capacity];
        System.arraycopy(array, head, target, 0, used);
        array = target;
        head = 0;
        tail = used;
    }
}
