package dev.usher.filter;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A growing buffer of bytes to send: filters append at its end, a driver takes from its head. Not thread-safe.
 *
 * <p>Appending by hand: {@code int at = out.reserve(n)} gives the index in {@link #array} of {@code n} free bytes;
 * write them, then {@code out.advance(n)}.
 *
 * <p>Behind its bytes it may have a {@link Source}, if it is one that keeps sources: a wheel's, which asks the source
 * for bytes as the link takes them. Any other reads a source to its end at once.
 */
public final class Output {
    /** Fewer shared bytes than these are copied: so they go with what stands before and behind them. */
    private static final int SHARED_LEAST = 16_384;

    /** Fewer lent bytes than these are copied, and written with all that is put in the slice. */
    private static final int LENT_LEAST = 32_768;

    private final boolean keepsSources;
    private byte[] array;
    private int head;
    private int tail;
    private Source source; // or null
    private Region lent; // the source, while it is bytes that their owner may change again; or null

    /**
     * An empty buffer.
     *
     * @param capacity bytes of room to begin with; it grows as needed
     */
    public Output(int capacity) {
        this(capacity, false);
    }

    private Output(int capacity, boolean keepsSources) {
        array = new byte[capacity];
        this.keepsSources = keepsSources;
    }

    /**
     * For an owner who knows of sources: an empty buffer that keeps them. One source ends it: what is put behind that
     * goes into another one.
     *
     * @param capacity bytes of room to begin with; it grows as needed
     * @return the buffer
     */
    public static Output keepingSources(int capacity) {
        return new Output(capacity, true);
    }

    /** @return number of bytes appended and not yet taken, without those of a source */
    public int size() {
        return tail - head;
    }

    /** @return whether every byte has been taken, but for those of a source */
    public boolean isEmpty() {
        return tail == head;
    }

    /** @return what stands behind the bytes, or null */
    public Source source() {
        return source;
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
        if (source != null) {
            settle(); // whoever wraps a filter may put more behind what that has lent
            if (source != null) {
                throw new IllegalStateException("nothing can be put behind a source; what follows is another record");
            }
        }
        return room(length);
    }

    private int room(int length) {
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
        dropSource();
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
     * Appends bytes that nobody changes until they were written. Many of them are not copied.
     *
     * @param bytes where they are
     * @param offset the first
     * @param length how many
     */
    public void putShared(byte[] bytes, int offset, int length) {
        if (keepsSources && length >= SHARED_LEAST) {
            put(new Region(bytes, offset, length));
        } else {
            put(bytes, offset, length);
        }
    }

    /**
     * Appends the last bytes of a record: nothing can be put behind them. Many of them are not copied here, but lent:
     * before whoever put the record goes on, the owner has the link take them from where they are, and {@link #settle}
     * copies the rest.
     *
     * @param bytes where they are
     * @param offset the first
     * @param length how many
     */
    public void putLast(byte[] bytes, int offset, int length) {
        if (keepsSources && length >= LENT_LEAST) {
            Region region = new Region(bytes, offset, length);
            put(region);
            lent = region;
        } else {
            put(bytes, offset, length);
        }
    }

    /** @return whether there are bytes at the end that were lent, and are still where they were */
    public boolean isLent() {
        return lent != null;
    }

    /** For the owner: copies bytes that were lent. */
    public void settle() {
        if (lent != null) {
            int length = (int) lent.remaining();
            int at = room(length);
            lent.copyTo(ByteBuffer.wrap(array, at, length));
            tail += length;
            dropSource();
        }
    }

    /**
     * Appends all that a source gives, as the last thing of a record: nothing can be put behind it.
     *
     * @param bytes belongs to this from now on, and is closed by it
     * @throws IllegalStateException if it cannot be read; only where it is read at once
     */
    public void put(Source bytes) {
        settle();
        if (source != null) {
            bytes.close();
            throw new IllegalStateException("there is a source already; what follows is another record");
        }
        if (bytes.remaining() == 0) {
            bytes.close();
            return;
        }
        source = bytes;
        if (!keepsSources) {
            try {
                while (source != null) {
                    fill((int) Math.min(source.remaining(), Room.LARGEST));
                }
            } catch (SourceException e) {
                dropSource();
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }

    /**
     * For the owner: reads bytes of the source, behind those that are here, for a driver that knows no sources.
     *
     * @param most bytes
     * @throws SourceException if it cannot be read
     */
    public void fill(int most) throws SourceException {
        int length = (int) Math.min(most, source.remaining());
        int at = room(length);
        ByteBuffer room = ByteBuffer.wrap(array, at, length);
        source.copyTo(room);
        int count = room.position() - at;
        if (count == 0) {
            throw SourceException.nothingFrom(source);
        }
        tail += count;
        skipSource(count);
    }

    /**
     * For the owner: takes bytes from the head, and then of the source.
     *
     * @param count how many, 0 to all there are
     */
    public void take(long count) {
        int mine = (int) Math.min(count, size());
        skip(mine);
        if (count > mine) {
            skipSource(count - mine);
        }
    }

    private void skipSource(long count) {
        source.skip(count);
        if (source.remaining() == 0) {
            dropSource();
        }
    }

    private void dropSource() {
        if (source != null) {
            Source dropped = source;
            source = null;
            lent = null;
            dropped.close();
        }
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

    /** For the owner: forgets all bytes and the source, keeps the room. */
    public void clear() {
        head = 0;
        tail = 0;
        dropSource();
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
