package dev.usher.tls;

/** Says how a server does TLS. Each verb changes this builder and answers it. Not thread-safe. */
public final class TlsServerBuilder extends TlsBuilder<TlsServerBuilder> {

    TlsServerBuilder() {}

    @Override
    TlsServerBuilder self() {
        return this;
    }

    @Override
    TlsServerBuilder fresh() {
        return new TlsServerBuilder();
    }

    @Override
    boolean isServer() {
        return true;
    }

    /**
     * Asks clients for a certificate, which must be a trusted one. A client may show none.
     *
     * @return this
     */
    public TlsServerBuilder wantClientCertificate() {
        clientCertificate = Ask.WANT;
        return this;
    }

    /**
     * Asks clients for a certificate and refuses those that show none, or one that is not trusted.
     *
     * @return this
     */
    public TlsServerBuilder needClientCertificate() {
        clientCertificate = Ask.NEED;
        return this;
    }

    /**
     * How many connections may be accepted whose handshake is not done, 1,000 unless said; all of a kernel count that
     * are accepted with this, at whatever endpoint. One more, and the one that has waited longest is given up: those
     * who are silent must not keep others out.
     *
     * @param handshakes more than 0
     * @return this
     */
    public TlsServerBuilder mostHandshakes(int handshakes) {
        if (handshakes <= 0) {
            throw new TlsException("mostHandshakes must be more than 0, not " + handshakes);
        }
        mostHandshakes = handshakes;
        return this;
    }
}
