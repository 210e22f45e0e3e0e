package dev.usher.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What was agreed on for one connection.
 *
 * @param protocol {@code TLSv1.3} or {@code TLSv1.2}
 * @param cipherSuite its name as in RFC 8446 and RFC 5246
 * @param applicationProtocol what ALPN chose (RFC 7301), empty if nothing
 * @param serverName the host that the client asked for (SNI, RFC 6066 §3), empty if it did not say
 * @param peerCertificates the peer's certificate and its chain, empty if it has shown none
 * @param resumed whether an earlier session was taken up again, so that nobody had to show certificates anew
 */
public record TlsInfo(
        String protocol,
        String cipherSuite,
        Optional<String> applicationProtocol,
        Optional<String> serverName,
        List<X509Certificate> peerCertificates,
        boolean resumed) {}
