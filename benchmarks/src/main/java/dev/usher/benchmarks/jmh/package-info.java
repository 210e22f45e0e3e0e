/**
 * Benchmarks of JMH: what happens in one JVM, each of ours beside a floor and its peers, {@code <what><who>}:
 * {@code chainDeque}, {@code chainNetty}, {@code chainUsher}.
 */
package dev.usher.benchmarks.jmh;
