/**
 * Measurements, each beside its baseline: JMH for what happens in one JVM, {@link dev.usher.benchmarks.Harness} for
 * whole servers beside their peers. How to run them and to read the figures: {@code benchmarks/README.md}.
 */
package dev.usher.benchmarks;
