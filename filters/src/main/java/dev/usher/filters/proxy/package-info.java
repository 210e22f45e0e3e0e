/**
 * Proxies: what one says of a connection before its bytes (the PROXY protocol, versions 1 and 2), and how a client asks
 * one for the way to a host (CONNECT, RFC 9110; SOCKS5, RFC 1928 and 1929).
 *
 * <p>Reading order: {@link dev.usher.filters.proxy.ProxyHeader}, then {@link dev.usher.filters.proxy.ProxyFilter};
 * {@link dev.usher.filters.proxy.Tunnel} and the two of its kind. The PROXY protocol is described in HAProxy's
 * {@code proxy-protocol.txt}, whose sections are cited.
 */
package dev.usher.filters.proxy;
