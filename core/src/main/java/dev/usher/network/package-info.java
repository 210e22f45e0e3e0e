/**
 * The seam between the kernel and the world of sockets: what a kernel asks of a network, and the real one.
 *
 * <p>Reading order: {@link dev.usher.network.Network} opens {@link dev.usher.network.Link}s
 * ({@link dev.usher.network.StreamLink}, {@link dev.usher.network.ListenLink}, {@link dev.usher.network.DatagramLink})
 * and the {@link dev.usher.network.Poller} that watches them; {@link dev.usher.network.NioNetwork} is the real one,
 * over java.nio. What no selector can watch is a {@link dev.usher.network.PumpedLink}, with a thread for each direction
 * (InPump, OutPump and the Ring between). {@link dev.usher.network.Disk} is the seam to files. The simulated ones are
 * in {@code dev.usher.simulation}. This package knows no kernel.
 */
package dev.usher.network;
