package dev.usher.filters;

import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;

/**
 * Makes bytes of values and values of bytes, for {@link ReferenceFilter}. One object may serve filters on several
 * threads at once.
 *
 * <p>What a peer sends decides what {@link #thaw} makes: a serializer that creates any class the bytes name, as Java's
 * own does, hands the program to its peers. {@link JsonSerializer} makes the one type it was given.
 *
 * @param <T> the values
 */
public interface Serializer<T> {

    /**
     * Appends the bytes of a value.
     *
     * @param value what to write
     * @param out where to; what was appended before an exception is taken back
     * @throws IllegalArgumentException if the value cannot be written, saying why
     */
    void freeze(T value, Output out);

    /**
     * Makes a value of bytes.
     *
     * @param bytes where they are; valid during this call only
     * @param offset the first
     * @param length how many, all of which belong to the value
     * @return the value, not null
     * @throws ProtocolException if they are none, saying why
     */
    T thaw(byte[] bytes, int offset, int length);
}
