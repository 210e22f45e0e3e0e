/**
 * The PROXY protocol, versions 1 and 2: what a proxy says of a connection before its bytes.
 *
 * <p>Reading order: {@link dev.usher.filters.proxy.ProxyHeader}, then {@link dev.usher.filters.proxy.ProxyFilter}. The
 * protocol is described in HAProxy's {@code proxy-protocol.txt}, whose sections are cited.
 */
package dev.usher.filters.proxy;
