package dev.usher.filters;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;

/**
 * No framing (POE::Filter::Stream): everything received and not yet taken is one item, and what is put is sent as it
 * is. Without state, so one object serves any number of wheels, on any thread.
 *
 * <p>Where an item ends is an accident of the network. {@code new String(bytes, ISO_8859_1)} makes text of any item; a
 * charset of several bytes a character may be cut in the middle of one, so text in UTF-8 needs a framing, such as
 * {@link LineFilter}, or a {@link java.nio.charset.CharsetDecoder} that lives as long as the connection.
 */
public final class StreamFilter implements Filter<byte[], byte[]> {

    @Override
    public byte[] next(Input input) {
        return input.isEmpty() ? null : input.take(input.remaining());
    }

    @Override
    public void put(byte[] item, Output out) {
        out.putLast(item, 0, item.length);
    }

    @Override
    public StreamFilter fresh() {
        return this;
    }

    @Override
    public String toString() {
        return "StreamFilter";
    }
}
