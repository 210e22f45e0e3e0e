package dev.usher.filter;

import java.util.List;

/**
 * A filter's writing half used outside a wheel: items in, bytes out, with POE::Filter's verb. Not thread-safe.
 *
 * @param <O> the items it takes
 */
public final class Encoder<O> {
    private static final int CAPACITY = 1024;

    private final OutputFilter<O> filter;
    private final Output output = new Output(CAPACITY);

    /** @param filter what makes bytes of items; from now on only this encoder may call it */
    public Encoder(OutputFilter<O> filter) {
        this.filter = filter;
    }

    /**
     * Makes bytes of items: of all, or of none if one has no form on the wire.
     *
     * @param items in the order to send them
     * @return their bytes, one behind the other
     * @throws IllegalArgumentException if an item has no form on the wire
     */
    public byte[] put(List<? extends O> items) {
        output.clear();
        for (O item : items) {
            filter.put(item, output);
        }
        return output.toByteArray();
    }
}
