package dev.usher.kernel;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What is traced and checked. Immutable.
 *
 * @param traces what is traced
 * @param asserts what is checked
 * @param file where lines go; null for the log
 * @param catchExceptions whether exceptions become DIE signals
 */
record Switches(Set<Trace> traces, Set<Assert> asserts, Path file, boolean catchExceptions) {

    /** What a builder says goes before what the environment says. */
    static Switches of(KernelBuilder builder) {
        UnaryOperator<String> environment = builder.environment;
        String file = environment.apply("POE_TRACE_FILENAME");
        Path named = file == null || file.isEmpty() ? null : Path.of(file);
        return new Switches(
                builder.traces == null ? all(Trace.class, "POE_TRACE_", environment) : builder.traces,
                builder.asserts == null ? all(Assert.class, "POE_ASSERT_", environment) : builder.asserts,
                builder.traceFile == null ? named : builder.traceFile,
                builder.catchExceptions == null
                        ? isOn("POE_CATCH_EXCEPTIONS", true, environment)
                        : builder.catchExceptions);
    }

    /** Properties go before environment variables: they are nearer to the program. */
    static String environment(String name) {
        String property = System.getProperty(name);
        return property == null ? System.getenv(name) : property;
    }

    private static <E extends Enum<E>> Set<E> all(Class<E> type, String prefix, UnaryOperator<String> environment) {
        boolean otherwise = isOn(prefix + "DEFAULT", false, environment);
        EnumSet<E> on = EnumSet.noneOf(type);
        for (E each : type.getEnumConstants()) {
            if (isOn(prefix + each.name(), otherwise, environment)) {
                on.add(each);
            }
        }
        return on;
    }

    /** Perl's truth: neither empty nor 0. */
    private static boolean isOn(String name, boolean otherwise, UnaryOperator<String> environment) {
        String value = environment.apply(name);
        return value == null ? otherwise : !value.isEmpty() && !value.equals("0");
    }

    /** Options that all sessions have because of these. */
    int sessionBits() {
        boolean watched = traces(Trace.EVENTS) || traces(Trace.CAUSES) || asserts(Assert.USAGE);
        return SessionOption.DEFAULT.set(watched ? SessionOption.WATCHED : 0, asserts(Assert.STATES));
    }

    boolean audits() {
        return asserts(Assert.DATA) || asserts(Assert.EVENTS) || asserts(Assert.FILES);
    }

    boolean traces(Trace what) {
        return traces.contains(what);
    }

    boolean asserts(Assert what) {
        return asserts.contains(what);
    }
}
