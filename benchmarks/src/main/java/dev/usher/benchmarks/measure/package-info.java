/**
 * What can be measured and how it is asked for: figures, durations and series of them, the account of the operating
 * system, command lines. Knows none of the other packages.
 */
package dev.usher.benchmarks.measure;
