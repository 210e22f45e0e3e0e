/**
 * The TCP server (POE::Component::Server::TCP).
 *
 * <p>Reading order: {@link dev.usher.component.tcp.TcpServer} and {@link dev.usher.component.tcp.TcpServerBuilder},
 * which says how it shall be; {@link dev.usher.component.tcp.TcpListener}, the heap of its listener session;
 * {@link dev.usher.component.tcp.TcpConnection}, the heap of each connection's session, where all client callbacks run.
 * TcpOptions reads the manual's option names.
 */
package dev.usher.component.tcp;
