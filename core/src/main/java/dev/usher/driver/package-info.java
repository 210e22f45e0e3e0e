/**
 * Drivers move bytes between a wheel's buffers and a link (POE::Driver). {@link dev.usher.driver.SocketDriver} moves
 * them as they are. A driver knows links and buffers, but no kernel and no protocol.
 */
package dev.usher.driver;
