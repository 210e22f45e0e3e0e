/** JMH and wire benchmarks, each beside its baseline. */
package dev.usher.benchmarks;
