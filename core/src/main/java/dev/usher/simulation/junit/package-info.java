/**
 * Tests over many seeds with JUnit: {@link dev.usher.simulation.junit.Simulated}. JUnit is not among the dependencies
 * of this module; a test that uses this package has it already.
 */
package dev.usher.simulation.junit;
