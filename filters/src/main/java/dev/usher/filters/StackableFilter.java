package dev.usher.filters;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Filters above each other, in the order in which bytes come up (POE::Filter::Stackable). Belongs to one wheel and its
 * thread.
 *
 * <pre>{@code
 * StackableFilter.of(LineFilter.literal("\n"))
 *         .push(lines -> MapFilter.of(lines, Integer::parseInt, (Integer n) -> n.toString()))
 *         .push(numbers -> GrepFilter.of(numbers, n -> n > 0))
 * StackableFilter.of(new BlockFilter(), new LineFilter())    lines inside of blocks
 * }</pre>
 *
 * <p>A stack does not change: {@link #push} answers a new one, and a wheel that needs another is given another. Between
 * its filters there may be records and bytes that were not asked for yet; they go with it.
 *
 * @param <I> the items that its topmost filter gives
 * @param <O> the items that its topmost filter takes
 */
public final class StackableFilter<I, O> implements Filter<I, O> {
    private final Filter<I, O> top;
    private final List<Filter<?, ?>> filters;
    private final Supplier<StackableFilter<I, O>> again;

    private StackableFilter(Filter<I, O> top, List<Filter<?, ?>> filters, Supplier<StackableFilter<I, O>> again) {
        this.top = top;
        this.filters = filters;
        this.again = again;
    }

    /**
     * A stack of one filter.
     *
     * @param <I> the items it gives
     * @param <O> the items it takes
     * @param first the filter nearest to the wire
     * @return the stack
     */
    public static <I, O> StackableFilter<I, O> of(Filter<I, O> first) {
        return new StackableFilter<>(first, List.of(first), () -> of(first.fresh()));
    }

    /**
     * A stack of two filters of bytes: the upper one reads the blocks of the lower one as if they had come from the
     * wire, and all that it writes for an item is one block.
     *
     * @param <I> the items that the upper one gives
     * @param <O> the items that the upper one takes
     * @param lower the filter nearest to the wire
     * @param upper the filter above
     * @return the stack
     */
    public static <I, O> StackableFilter<I, O> of(Filter<byte[], byte[]> lower, Filter<I, O> upper) {
        return new StackableFilter<>(
                new FilterAbove<>(lower, upper), List.of(lower, upper), () -> of(lower.fresh(), upper.fresh()));
    }

    /**
     * Puts a filter on top.
     *
     * @param <J> the items it gives
     * @param <P> the items it takes
     * @param filter is given what it shall stand on, and answers a filter that does; called again for each
     *     {@link #fresh} stack
     * @return a new stack
     */
    public <J, P> StackableFilter<J, P> push(Function<? super Filter<I, O>, ? extends Filter<J, P>> filter) {
        Filter<J, P> added = filter.apply(top);
        List<Filter<?, ?>> all = new ArrayList<>(filters);
        all.add(added);
        return new StackableFilter<>(added, List.copyOf(all), () -> fresh().push(filter));
    }

    /** @return its filters, the one nearest to the wire first; to be looked at, not to be used */
    public List<Filter<?, ?>> filters() {
        return filters;
    }

    /** @return the names of the classes of its filters, the one nearest to the wire first */
    public List<String> filterTypes() {
        return filters.stream().map(filter -> filter.getClass().getSimpleName()).toList();
    }

    @Override
    public I next(Input input) {
        return top.next(input);
    }

    @Override
    public void put(O item, Output out) {
        top.put(item, out);
    }

    @Override
    public boolean canGoOn() {
        return top.canGoOn();
    }

    @Override
    public boolean wantsTurn() {
        return top.wantsTurn();
    }

    @Override
    public StackableFilter<I, O> fresh() {
        return again.get();
    }

    @Override
    public String toString() {
        return "StackableFilter" + filterTypes();
    }
}
