/**
 * Measurements, each beside its baseline: {@link dev.usher.benchmarks.Harness} for whole servers and clients beside
 * their peers, {@link dev.usher.benchmarks.Guards} for what must not become slow, and how both are told. Begin here.
 * How to run them and to read the figures: {@code benchmarks/README.md}.
 */
package dev.usher.benchmarks;
