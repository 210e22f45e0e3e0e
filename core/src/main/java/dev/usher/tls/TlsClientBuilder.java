package dev.usher.tls;

/** Says how a client does TLS. Each verb changes this builder and answers it. Not thread-safe. */
public final class TlsClientBuilder extends TlsBuilder<TlsClientBuilder> {

    TlsClientBuilder() {}

    @Override
    TlsClientBuilder self() {
        return this;
    }

    @Override
    TlsClientBuilder fresh() {
        return new TlsClientBuilder();
    }

    @Override
    boolean isServer() {
        return false;
    }

    /**
     * Which host is meant, where it is not the one connected to: asked for (SNI), and looked for in its certificate.
     *
     * @param host its name
     * @return this
     */
    public TlsClientBuilder serverName(String host) {
        serverName = host;
        return this;
    }

    /**
     * Believes any certificate of any host: whoever stands on the way can read and change everything. For experiments.
     *
     * @return this
     */
    public TlsClientBuilder insecurelyTrustAnybody() {
        trustsAnybody = true;
        return this;
    }
}
