/**
 * The seam between the kernel and the world of sockets: what a kernel asks of a network, and the real one.
 *
 * <p>Reading order: {@link dev.usher.network.Network} opens {@link dev.usher.network.Link}s
 * ({@link dev.usher.network.StreamLink}, {@link dev.usher.network.ListenLink}) and the {@link dev.usher.network.Poller}
 * that watches them; {@link dev.usher.network.NioNetwork} is the real one, over java.nio. The simulated one is in
 * {@code dev.usher.simulation}. This package knows no kernel.
 */
package dev.usher.network;
