package dev.usher.benchmarks.measure;

/**
 * How long to measure. Immutable.
 *
 * @param warmupSeconds before, of the server's CPU time where that can be seen
 * @param seconds measured
 */
public record Pace(int warmupSeconds, int seconds) {}
