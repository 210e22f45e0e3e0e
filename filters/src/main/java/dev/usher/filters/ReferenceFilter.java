package dev.usher.filters;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;

/**
 * Values, each sent as its length in decimal digits, a NUL and its serialized bytes (POE::Filter::Reference). Belongs
 * to one wheel and its thread.
 *
 * <pre>{@code
 * ReferenceFilter.of(Order.class)                    JSON
 * ReferenceFilter.of(Order.class).compression()      JSON, compressed
 * new ReferenceFilter<>(mySerializer)                anything else
 * }</pre>
 *
 * <p>Each method that configures answers a new filter and leaves this one as it was.
 *
 * @param <T> the values
 */
public final class ReferenceFilter<T> implements Filter<T, T> {
    private static final int MAX_LENGTH = 1024 * 1024;

    private final Serializer<T> serializer;
    private final boolean compression;
    private final int maxLength;
    private final BlockFilter blocks;

    /** @param serializer makes bytes of values and values of bytes */
    public ReferenceFilter(Serializer<T> serializer) {
        this(serializer, false, MAX_LENGTH, new BlockFilter().maxLength(MAX_LENGTH));
    }

    private ReferenceFilter(Serializer<T> serializer, boolean compression, int maxLength, BlockFilter blocks) {
        this.serializer = serializer;
        this.compression = compression;
        this.maxLength = maxLength;
        this.blocks = blocks;
    }

    /**
     * Values as JSON.
     *
     * @param <T> the values
     * @param type their class, such as a record's; {@code Object} gives maps, lists, text, numbers and booleans
     * @return the filter
     */
    public static <T> ReferenceFilter<T> of(Class<T> type) {
        return new ReferenceFilter<>(new JsonSerializer<>(type));
    }

    /**
     * Compresses each value in zlib's format; the peer must do so too.
     *
     * @return a new filter
     */
    public ReferenceFilter<T> compression() {
        return new ReferenceFilter<>(serializer, true, maxLength, blocks.fresh());
    }

    /**
     * The most bytes of a value taken, as it comes and, if it is compressed, inflated: 1,048,576 unless set, since any
     * peer can make the server keep that much for each of its connections. (POE: 512 MiB.)
     *
     * @param bytes 1 or more
     * @return a new filter
     */
    public ReferenceFilter<T> maxLength(int bytes) {
        return new ReferenceFilter<>(serializer, compression, bytes, blocks.maxLength(bytes));
    }

    /**
     * Takes one value.
     *
     * @throws ProtocolException for bytes that are no such value, which are taken: asking again gives the next ones;
     *     and as {@link BlockFilter#next} does
     */
    @Override
    public T next(Input input) {
        if (!blocks.find(input)) {
            return null;
        }
        int length = blocks.takeLength(input);
        int from = input.position();
        input.skip(length); // now, so that a value that is refused does not come again
        T value = compression ? inflate(input.array(), from, length) : serializer.thaw(input.array(), from, length);
        if (value == null) {
            throw new IllegalStateException(serializer + " made null of " + length
                    + " bytes; thaw must answer a value or throw a ProtocolException");
        }
        return value;
    }

    private T inflate(byte[] bytes, int offset, int length) {
        Zlib zlib = Zlib.ofThread();
        Output plain = zlib.borrow();
        try {
            zlib.inflate(bytes, offset, length, maxLength, plain);
            return serializer.thaw(plain.array(), plain.head(), plain.size());
        } finally {
            zlib.giveBack(plain);
        }
    }

    /**
     * Appends a value.
     *
     * @throws IllegalArgumentException if it cannot be serialized
     */
    @Override
    public void put(T value, Output out) {
        if (value == null) {
            throw new IllegalArgumentException("there is no value to send, but null");
        }
        int start = out.size();
        boolean whole = false;
        try {
            if (compression) {
                deflate(value, out);
            } else {
                serializer.freeze(value, out);
            }
            DecimalLength.insert(start, out);
            whole = true;
        } finally {
            if (!whole) {
                out.truncate(start);
            }
        }
    }

    private void deflate(T value, Output out) {
        Zlib zlib = Zlib.ofThread();
        Output plain = zlib.borrow();
        try {
            serializer.freeze(value, plain);
            zlib.deflate(plain, out);
        } finally {
            zlib.giveBack(plain);
        }
    }

    @Override
    public ReferenceFilter<T> fresh() {
        return new ReferenceFilter<>(serializer, compression, maxLength, blocks.fresh());
    }

    @Override
    public String toString() {
        return "ReferenceFilter[" + serializer + (compression ? ", compressed" : "") + ", maxLength " + maxLength + "]";
    }
}
