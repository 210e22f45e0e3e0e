/** The clients that are measured, each a program of its own that measures itself. */
package dev.usher.benchmarks.client;
