/**
 * What is said to servers, and how their answers are checked: scripts, the loads that follow them, and clients that
 * speak for themselves.
 */
package dev.usher.benchmarks.load;
