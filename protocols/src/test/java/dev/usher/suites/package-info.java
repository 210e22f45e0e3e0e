/**
 * The behaviours that POE's own test suites hold, shown by programs of our own that use the public API alone: one class
 * for each module of those suites. Reading them is the quickest way to learn what a ported program may rely on.
 */
package dev.usher.suites;
