package dev.usher.benchmarks;

/**
 * How long to measure. Immutable.
 *
 * @param warmupSeconds before, of the server's CPU time where that can be seen
 * @param seconds measured
 */
record Pace(int warmupSeconds, int seconds) {}
