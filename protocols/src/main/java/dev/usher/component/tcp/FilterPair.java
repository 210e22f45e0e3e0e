package dev.usher.component.tcp;

import dev.usher.filter.Filter;
import dev.usher.filter.InputFilter;
import dev.usher.filter.OutputFilter;
import java.util.function.Supplier;

/** Makes the filters of a connection: new ones for each, which may be one object for both ways. */
interface FilterPair<I, O> {

    /** What one connection gets. */
    record Made<I, O>(InputFilter<I> input, OutputFilter<O> output) {}

    Made<I, O> make();

    static <I, O> FilterPair<I, O> of(Supplier<? extends Filter<I, O>> supplier) {
        return () -> {
            Filter<I, O> filter = supplier.get();
            return new Made<>(filter, filter);
        };
    }

    static <I, O> FilterPair<I, O> of(
            Supplier<? extends InputFilter<I>> input, Supplier<? extends OutputFilter<O>> output) {
        return () -> new Made<>(input.get(), output.get());
    }
}
