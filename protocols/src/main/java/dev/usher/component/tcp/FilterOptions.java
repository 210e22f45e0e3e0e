package dev.usher.component.tcp;

import dev.usher.filter.Filter;
import dev.usher.filter.InputFilter;
import dev.usher.filter.OutputFilter;
import dev.usher.filters.LineFilter;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.function.Supplier;

/** Reads the options that say which filters connections get. */
final class FilterOptions {
    private final NamedOptions options;

    FilterOptions(NamedOptions options) {
        this.options = options;
    }

    /** The options for both ways, for input and for output, by their names; lines if there are none. */
    FilterPair<Object, Object> take(String bothName, String inputName, String outputName) {
        Object both = options.take(bothName);
        Object input = options.take(inputName);
        Object output = options.take(outputName);
        if ((input == null) != (output == null)) {
            options.errors.add(inputName + " and " + outputName + " come together or not at all");
        } else if (input != null) {
            if (both != null) {
                options.warnOf(bothName, "ignored beside " + inputName);
            }
            Supplier<Object> in = maker(inputName, input, InputFilter.class);
            Supplier<Object> out = maker(outputName, output, OutputFilter.class);
            return FilterPair.of(() -> asInput(in.get()), () -> asOutput(out.get()));
        }
        Supplier<Object> maker = both == null ? LineFilter::new : maker(bothName, both, Filter.class);
        return FilterPair.of(() -> asFilter(maker.get()));
    }

    /** A class, a list of a class and its constructor's arguments, a supplier, or a prototype to be made afresh. */
    private Supplier<Object> maker(String option, Object given, Class<?> kind) {
        if (given instanceof Supplier<?> supplier) {
            return supplier::get;
        }
        if (given instanceof String name) {
            return maker(option, List.of(name), kind);
        }
        if (given instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String name) {
            Class<?> type = named(name);
            if (type == null) {
                options.errors.add(option + ": there is no filter '" + name + "'");
                return LineFilter::new;
            }
            return constructor(option, type, list.subList(1, list.size()), kind);
        }
        if (given instanceof Class<?> type) {
            return constructor(option, type, List.of(), kind);
        }
        if (given instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Class<?> type) {
            return constructor(option, type, list.subList(1, list.size()), kind);
        }
        if (kind.isInstance(given)) {
            return given instanceof InputFilter<?> input ? input::fresh : ((OutputFilter<?>) given)::fresh;
        }
        options.errors.add(option + " must be " + NamedOptions.article(kind.getSimpleName())
                + ", its class, a list of its class and its " + "constructor's arguments, or a supplier, not " + given);
        return LineFilter::new;
    }

    /** The class of that name: POE's for filters that are here too, else Java's; null if there is none. */
    private static Class<?> named(String name) {
        String ours = name.startsWith("POE::Filter::")
                ? LineFilter.class.getPackageName() + "." + name.substring("POE::Filter::".length()) + "Filter"
                : name;
        try {
            return Class.forName(ours, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private Supplier<Object> constructor(String option, Class<?> type, List<?> arguments, Class<?> kind) {
        if (!kind.isAssignableFrom(type)) {
            options.errors.add(
                    option + ": " + type.getName() + " is not " + NamedOptions.article(kind.getSimpleName()));
            return LineFilter::new;
        }
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == arguments.size()) {
                Supplier<Object> maker = () -> {
                    try {
                        return constructor.newInstance(arguments.toArray());
                    } catch (ReflectiveOperationException | IllegalArgumentException e) {
                        throw new IllegalStateException(
                                option + ": " + type.getName() + " cannot be made with " + arguments, e);
                    }
                };
                try {
                    maker.get();
                    return maker;
                } catch (IllegalStateException e) {
                    continue; // perhaps another constructor takes these arguments
                }
            }
        }
        options.errors.add(option + ": " + type.getName() + " has no public constructor that takes " + arguments);
        return LineFilter::new;
    }

    @SuppressWarnings("unchecked") // its class was checked; its records are the program's matter
    private static InputFilter<Object> asInput(Object filter) {
        return (InputFilter<Object>) filter;
    }

    @SuppressWarnings("unchecked") // as above
    private static OutputFilter<Object> asOutput(Object filter) {
        return (OutputFilter<Object>) filter;
    }

    @SuppressWarnings("unchecked") // as above
    private static Filter<Object, Object> asFilter(Object filter) {
        return (Filter<Object, Object>) filter;
    }
}
