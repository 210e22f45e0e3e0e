/**
 * A whole network in memory, in virtual time, for tests of anything that runs on a kernel: no socket, no thread, no
 * sleep, and with one seed always the same run.
 *
 * <p>Reading order: {@link dev.usher.simulation.Simulation} is a kernel with all of it,
 * {@link dev.usher.simulation.SimulatedNetwork} is what a kernel opens links on,
 * {@link dev.usher.simulation.VirtualClock} is its time, {@link dev.usher.simulation.SimulatedClient} is the peer that
 * a test holds, {@link dev.usher.simulation.Faults} say what goes wrong, {@link dev.usher.simulation.FaultPlan} says
 * when, and {@link dev.usher.simulation.SimulatedHost} is one machine of several. Inside, SimulatedStreamLink is one
 * end of a connection, Pipe the bytes of one direction, World what the machines share, Agenda what is on its way,
 * SimulatedPoller where time jumps.
 */
package dev.usher.simulation;
