package dev.usher.recorder;

import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSessionContext;

/** What was agreed on, as it was recorded. Immutable. */
final class ReplaySession extends ExtendedSSLSession {
    private final String protocol;
    private final String suite;
    private final String host; // empty: none was asked for
    private final boolean resumed;
    private final List<X509Certificate> certificates;

    ReplaySession(String protocol, String suite, String host, boolean resumed, List<X509Certificate> certificates) {
        this.protocol = protocol;
        this.suite = suite;
        this.host = host;
        this.resumed = resumed;
        this.certificates = certificates;
    }

    @Override
    public String getProtocol() {
        return protocol;
    }

    @Override
    public String getCipherSuite() {
        return suite;
    }

    @Override
    public List<SNIServerName> getRequestedServerNames() {
        return host.isEmpty() ? List.of() : List.of(new SNIHostName(host));
    }

    @Override
    public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
        if (certificates.isEmpty()) {
            throw new SSLPeerUnverifiedException("it has shown none");
        }
        return certificates.toArray(new Certificate[0]);
    }

    @Override
    public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
        return ((X509Certificate) getPeerCertificates()[0]).getSubjectX500Principal();
    }

    /** Before every connection, or behind all of them: that is all that is asked. */
    @Override
    public long getCreationTime() {
        return resumed ? 0 : Long.MAX_VALUE;
    }

    // ---- what was not recorded

    @Override
    public long getLastAccessedTime() {
        return getCreationTime();
    }

    @Override
    public byte[] getId() {
        return new byte[0];
    }

    @Override
    public SSLSessionContext getSessionContext() {
        return null;
    }

    @Override
    public void invalidate() {
        // It is not used again.
    }

    @Override
    public boolean isValid() {
        return false;
    }

    @Override
    public void putValue(String name, Object value) {
        throw new UnsupportedOperationException("a replayed session keeps nothing");
    }

    @Override
    public Object getValue(String name) {
        return null;
    }

    @Override
    public void removeValue(String name) {
        // There is none.
    }

    @Override
    public String[] getValueNames() {
        return new String[0];
    }

    @Override
    public Certificate[] getLocalCertificates() {
        return null;
    }

    @Override
    public Principal getLocalPrincipal() {
        return null;
    }

    @Override
    public String getPeerHost() {
        return null;
    }

    @Override
    public int getPeerPort() {
        return -1;
    }

    @Override
    public int getPacketBufferSize() {
        return 0;
    }

    @Override
    public int getApplicationBufferSize() {
        return 0;
    }

    @Override
    public String[] getLocalSupportedSignatureAlgorithms() {
        return new String[0];
    }

    @Override
    public String[] getPeerSupportedSignatureAlgorithms() {
        return new String[0];
    }
}
