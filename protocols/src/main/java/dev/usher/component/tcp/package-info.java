/**
 * The TCP server and the TCP client (POE::Component::Server::TCP, POE::Component::Client::TCP).
 *
 * <p>Reading order: {@link dev.usher.component.tcp.TcpServer} and {@link dev.usher.component.tcp.TcpServerBuilder},
 * which says how it shall be; {@link dev.usher.component.tcp.TcpListener}, the heap of its listener session;
 * {@link dev.usher.component.tcp.TcpConnection}, the heap of each connection's session, where all client callbacks run.
 * TcpOptions reads the manual's option names. Then {@link dev.usher.component.tcp.TcpClient}, its
 * {@link dev.usher.component.tcp.TcpClientBuilder} and {@link dev.usher.component.tcp.ClientConnection}, the heap of
 * its session.
 */
package dev.usher.component.tcp;
