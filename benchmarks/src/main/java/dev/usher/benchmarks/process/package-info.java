/**
 * Programs as processes of their own: how servers and loads of every kind are started, pinned to a core, asked what
 * they take, and ended; with the sources of peers that are no Java of ours.
 */
package dev.usher.benchmarks.process;
