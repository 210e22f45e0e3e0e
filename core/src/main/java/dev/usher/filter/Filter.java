package dev.usher.filter;

/**
 * Both halves of a protocol's framing in one object (POE::Filter). Belongs to one wheel and its thread.
 *
 * @param <I> the items it gives
 * @param <O> the items it takes
 */
public interface Filter<I, O> extends InputFilter<I>, OutputFilter<O> {

    @Override
    Filter<I, O> fresh();
}
