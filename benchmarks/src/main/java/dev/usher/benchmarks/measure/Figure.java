package dev.usher.benchmarks.measure;

import java.util.Locale;

/** What is measured, one column of a table each. */
public enum Figure {
    /** The system's account of the whole process that is measured. */
    CPU_US("CPU µs per %s", 3),
    PER_SECOND("%p/s", 0),
    P50_US("p50 µs", 0),
    P99_US("p99 µs", 0),
    P999_US("p99.9 µs", 0),
    /** After a collection, with all connections open. */
    HEAP_MB("live heap MB", 1),
    RESIDENT_MB("resident MB", 1),
    HEAP_BYTES("live heap B per %s", 0),
    RESIDENT_BYTES("resident B per %s", 0),
    /** A connection accepted, its line echoed, closed. */
    VISIT_US("visit CPU µs", 1),
    VISIT_AMONG_IDLE_US("visit CPU µs among idle", 1),
    LINE_US("line CPU µs", 2),
    LINE_AMONG_IDLE_US("line CPU µs among idle", 2),
    FIRST_ANSWER_MS("ms to the first answer", 0),
    CPU_MS("CPU ms until then", 0),
    NS("ns per %s", 1),
    ALLOCATED_BYTES("allocated B per %s", 1);

    private final String heading;
    private final int decimals;

    Figure(String heading, int decimals) {
        this.heading = heading;
        this.decimals = decimals;
    }

    /** @param unit what the workload counts */
    public String heading(String unit) {
        String plural = unit.endsWith("y") ? unit.substring(0, unit.length() - 1) + "ies" : unit + "s";
        return heading.replace("%s", unit).replace("%p", plural);
    }

    /** As it stands in a table; a dash for what was not measured. */
    public String text(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
