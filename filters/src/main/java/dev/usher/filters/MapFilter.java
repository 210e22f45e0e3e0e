package dev.usher.filters;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes other records of the records of a filter below it (POE::Filter::Map). Belongs to one wheel and its thread.
 *
 * <pre>{@code
 * MapFilter.of(new LineFilter(), Integer::parseInt, (Integer n) -> n.toString())
 * MapFilter.multi(new LineFilter(), (line, to) -> line.chars().forEach(to::accept), ..)   any number of records of one
 * }</pre>
 *
 * <p>Records come one by one, also those that were made of one. What is left of them when the wheel is given another
 * filter goes with this one, since there are no bytes of them any more.
 *
 * @param <A> the records that the filter below gives
 * @param <B> those it takes
 * @param <I> the records that this filter gives
 * @param <O> those it takes
 */
public final class MapFilter<A, B, I, O> implements Filter<I, O> {
    private final Filter<A, B> below;
    private final BiConsumer<? super A, ? super Consumer<I>> get;
    private final BiConsumer<? super O, ? super Consumer<B>> put;
    private final Given<I> given = new Given<>();
    private final Consumer<B> down = this::putBelow;
    private Output target;
    private boolean taken; // a record from below, whatever became of it

    private MapFilter(
            Filter<A, B> below,
            BiConsumer<? super A, ? super Consumer<I>> get,
            BiConsumer<? super O, ? super Consumer<B>> put) {
        this.below = below;
        this.get = get;
        this.put = put;
    }

    /**
     * Makes one record of each.
     *
     * @param <A> the records that the filter below gives
     * @param <B> those it takes
     * @param <I> the records that the new filter gives
     * @param <O> those it takes
     * @param below where records come from and go to
     * @param get makes a record of each that is received; may throw a {@link dev.usher.filter.ProtocolException}, which
     *     refuses it
     * @param put makes of each that is put one for the filter below; may throw an {@link IllegalArgumentException}
     * @return the filter
     */
    public static <A, B, I, O> MapFilter<A, B, I, O> of(
            Filter<A, B> below, Function<? super A, ? extends I> get, Function<? super O, ? extends B> put) {
        return new MapFilter<>(
                below, (record, to) -> to.accept(get.apply(record)), (record, to) -> to.accept(put.apply(record)));
    }

    /**
     * Makes any number of records of each, also none.
     *
     * @param <A> the records that the filter below gives
     * @param <B> those it takes
     * @param <I> the records that the new filter gives
     * @param <O> those it takes
     * @param below where records come from and go to
     * @param get is given each record that is received, and tells those it makes of it; if it throws, none of them
     *     count
     * @param put is given each record that is put, and tells those to put below; if it throws, none of them count
     * @return the filter
     */
    public static <A, B, I, O> MapFilter<A, B, I, O> multi(
            Filter<A, B> below,
            BiConsumer<? super A, ? super Consumer<I>> get,
            BiConsumer<? super O, ? super Consumer<B>> put) {
        return new MapFilter<>(below, get, put);
    }

    @Override
    public I next(Input input) {
        while (given.isEmpty()) {
            taken = false;
            A record = below.next(input);
            if (record == null) {
                return null;
            }
            make(record);
        }
        return given.poll();
    }

    private void make(A record) {
        boolean whole = false;
        taken = true;
        try {
            get.accept(record, given);
            whole = true;
        } finally {
            if (!whole) {
                given.clear();
            }
        }
    }

    @Override
    public void put(O record, Output out) {
        int start = out.size();
        Output before = target;
        boolean whole = false;
        target = out;
        try {
            put.accept(record, down);
            whole = true;
        } finally {
            target = before;
            if (!whole) {
                out.truncate(start);
            }
        }
    }

    private void putBelow(B record) {
        if (target == null) {
            throw new IllegalStateException("a record came when nothing was put; tell it before the function returns");
        }
        below.put(Given.notNull(record), target);
    }

    @Override
    public boolean canGoOn() {
        return taken || below.canGoOn();
    }

    @Override
    public boolean wantsTurn() {
        return below.wantsTurn();
    }

    @Override
    public MapFilter<A, B, I, O> fresh() {
        return new MapFilter<>(below.fresh(), get, put);
    }

    @Override
    public String toString() {
        return "MapFilter[" + below + "]";
    }
}
