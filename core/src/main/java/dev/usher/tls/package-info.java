/**
 * TLS between a wheel and a link: {@link dev.usher.tls.Tls} says how it shall be, a {@link dev.usher.tls.TlsDriver}
 * carries one connection over the JDK's {@code SSLEngine}. Knows no kernel: whoever opens links shakes hands.
 */
package dev.usher.tls;
