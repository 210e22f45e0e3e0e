/**
 * Tests with JUnit: over many seeds, and such as leave nothing behind. JUnit is not among the dependencies of this
 * module; a test that uses this package has it already.
 */
package dev.usher.simulation.junit;
