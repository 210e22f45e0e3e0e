/**
 * Benchmarks, each beside its baseline: in-process ones under JMH, and whole servers measured from outside by
 * {@link dev.usher.benchmarks.WireBenchmark}, {@link dev.usher.benchmarks.HttpBenchmark} and
 * {@link dev.usher.benchmarks.IdleBenchmark}.
 */
package dev.usher.benchmarks;
