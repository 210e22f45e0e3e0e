package dev.usher.filters;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import java.util.function.Predicate;

/**
 * Lets pass some records of a filter below it (POE::Filter::Grep). Belongs to one wheel and its thread.
 *
 * <pre>{@code
 * GrepFilter.of(new LineFilter(), line -> !line.isEmpty())
 * new GrepFilter<>(new LineFilter(), line -> !line.startsWith("#"), line -> true)
 * }</pre>
 *
 * @param <I> the records it gives
 * @param <O> the records it takes
 */
public final class GrepFilter<I, O> implements Filter<I, O> {
    private final Filter<I, O> below;
    private final Predicate<? super I> get;
    private final Predicate<? super O> put;
    private boolean taken; // a record from below, whatever became of it

    /**
     * Asks of records in each direction.
     *
     * @param below where records come from and go to
     * @param get whether a record received is given
     * @param put whether a record put is sent
     */
    public GrepFilter(Filter<I, O> below, Predicate<? super I> get, Predicate<? super O> put) {
        this.below = below;
        this.get = get;
        this.put = put;
    }

    /**
     * Asks the same of records in both directions.
     *
     * @param below where records come from and go to
     * @param <T> the records
     * @param code whether a record passes
     * @return the filter
     */
    public static <T> GrepFilter<T, T> of(Filter<T, T> below, Predicate<? super T> code) {
        return new GrepFilter<>(below, code, code);
    }

    @Override
    public I next(Input input) {
        while (true) {
            taken = false;
            I record = below.next(input);
            taken = true;
            if (record == null || get.test(record)) {
                return record;
            }
        }
    }

    @Override
    public void put(O record, Output out) {
        if (put.test(record)) {
            below.put(record, out);
        }
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
    public GrepFilter<I, O> fresh() {
        return new GrepFilter<>(below.fresh(), get, put);
    }

    @Override
    public String toString() {
        return "GrepFilter[" + below + "]";
    }
}
