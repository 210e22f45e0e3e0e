package dev.usher.filter;

/**
 * The writing half of a filter: appends the bytes of items to an output buffer. Used by one thread, the one that owns
 * the buffer.
 *
 * @param <O> the items it takes
 */
public interface OutputFilter<O> {

    /**
     * Appends the bytes of one item. Either the whole item is appended or, when this throws, nothing of it.
     *
     * @param item what to send
     * @param out where its bytes go; valid during this call only
     * @throws IllegalArgumentException if the item has no form on the wire, saying why
     */
    void put(O item, Output out);

    /**
     * A filter of the same configuration that remembers nothing (POE::Filter's clone).
     *
     * @return the new filter; a filter without state may return itself
     */
    default OutputFilter<O> fresh() {
        return this;
    }
}
