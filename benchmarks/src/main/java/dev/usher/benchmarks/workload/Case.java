package dev.usher.benchmarks.workload;

import java.util.List;

/**
 * One shape of a {@link Workload}. Immutable.
 *
 * @param name as on the command line behind the workload's
 * @param title what a reader is told
 * @param contestants the first is the one to compare with
 */
public record Case(String name, String title, List<Contestant> contestants) {}
