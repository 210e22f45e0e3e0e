/**
 * What is asked of whom: {@link dev.usher.benchmarks.workload.Workloads} lists all workloads, each with its cases and
 * contestants, and the trial that measures one of them once.
 */
package dev.usher.benchmarks.workload;
