/** One idea per file; {@link dev.usher.examples.Main} starts them by name. */
package dev.usher.examples;
