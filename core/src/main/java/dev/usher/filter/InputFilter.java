package dev.usher.filter;

/**
 * The reading half of a filter: takes whole items from a window of bytes. Used by one thread, the one that owns the
 * window.
 *
 * <p>A filter never keeps bytes. What {@link #next} leaves in the window stays with the window's owner and is there
 * again at the next call, with more behind it; so filters may be switched between two items without a hand-over. A
 * filter keeps only its state and how far it has searched, so that no byte is looked at twice. What it remembers is
 * about its own window: once another filter has taken from the window, go on with a {@link #fresh} one.
 *
 * @param <I> the items it gives
 */
public interface InputFilter<I> {

    /**
     * Takes one whole item from the window.
     *
     * @param input the bytes received and not yet taken; valid during this call only
     * @return the item, or null: more bytes are needed
     * @throws ProtocolException if the peer broke the protocol or a limit. The filter has then taken the offending
     *     bytes and can go on, or it throws again whenever it is asked
     */
    I next(Input input);

    /**
     * Asked when {@link #next} has thrown and taken nothing from the window: whether it can be asked for what follows
     * nevertheless, since the offending bytes were taken before. So it is for filters that stand on other filters.
     *
     * @return whether it can go on; if not, it is not asked again
     */
    default boolean canGoOn() {
        return false;
    }

    /**
     * Asked when {@link #next} has answered null: whether it needs no more bytes, but has done as much as others can
     * wait for. It is asked for the item again when they have had their turn.
     *
     * @return whether it goes on by itself
     */
    default boolean wantsTurn() {
        return false;
    }

    /**
     * A filter of the same configuration that remembers nothing (POE::Filter's clone).
     *
     * @return the new filter; a filter without state may return itself
     */
    InputFilter<I> fresh();
}
