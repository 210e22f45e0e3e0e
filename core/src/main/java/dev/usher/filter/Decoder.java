package dev.usher.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A filter's reading half used outside a wheel: bytes in, items out, with the verbs of POE::Filter. Not thread-safe.
 *
 * @param <I> the items it gives
 */
public final class Decoder<I> {
    private static final int CAPACITY = 1024;

    private final InputFilter<I> filter;
    private final Input input = new Input(CAPACITY);

    /** @param filter what makes items of bytes; from now on only this decoder may call it */
    public Decoder(InputFilter<I> filter) {
        this.filter = filter;
    }

    /**
     * Receives bytes; {@link #getOne} gives what is in them.
     *
     * @param chunks bytes in the order they came
     */
    public void getOneStart(byte[]... chunks) {
        for (byte[] chunk : chunks) {
            input.append(chunk, 0, chunk.length);
        }
    }

    /**
     * Takes one item.
     *
     * @return one item, or nothing: more bytes are needed
     * @throws ProtocolException if the peer broke the protocol or a limit
     */
    public List<I> getOne() {
        I item = next();
        return item == null ? List.of() : List.of(item);
    }

    /**
     * Receives bytes and takes every whole item. After an exception the items before the broken one are lost; whoever
     * wants them uses {@link #getOneStart} and {@link #getOne}.
     *
     * @param chunks bytes in the order they came
     * @return the items, none if more bytes are needed
     * @throws ProtocolException if the peer broke the protocol or a limit
     */
    public List<I> get(byte[]... chunks) {
        getOneStart(chunks);
        List<I> items = new ArrayList<>();
        for (I item = next(); item != null; item = next()) {
            items.add(item);
        }
        return items;
    }

    /** There are no others whose turn it could be. */
    private I next() {
        I item = filter.next(input);
        while (item == null && filter.wantsTurn()) {
            item = filter.next(input);
        }
        return item;
    }

    /** @return a copy of the bytes received and not yet taken, which stay where they are */
    public byte[] getPending() {
        return Arrays.copyOfRange(input.array(), input.position(), input.limit());
    }
}
