package dev.usher.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * What servers and clients say alike about TLS. Not thread-safe.
 *
 * @param <B> the whole builder, which every verb answers
 */
public abstract sealed class TlsBuilder<B extends TlsBuilder<B>> permits TlsServerBuilder, TlsClientBuilder {
    static final String TLS_1_3 = "TLSv1.3";
    static final String TLS_1_2 = "TLSv1.2";

    /** The files of one identity; the passphrase is null if the key has none. */
    record Files(Path certificates, Path key, Supplier<char[]> passphrase) {}

    enum Ask {
        NO,
        WANT,
        NEED
    }

    final List<Files> identities = new ArrayList<>();
    final List<Path> trusted = new ArrayList<>();
    List<String> protocols = List.of(TLS_1_3, TLS_1_2);
    List<String> cipherSuites = List.of();
    List<String> alpn = List.of();
    Duration handshakeTimeout = Duration.ofSeconds(10);
    Duration reloadEvery = Duration.ZERO;
    SSLContext context;
    int mostHandshakes = 1_000;
    Ask clientCertificate = Ask.NO;
    String serverName;
    boolean trustsAnybody;

    TlsBuilder() {}

    abstract B self();

    abstract B fresh();

    abstract boolean isServer();

    /** The same, whatever is said here later. */
    private B copy() {
        B copy = fresh();
        copy.identities.addAll(identities);
        copy.trusted.addAll(trusted);
        copy.protocols = protocols;
        copy.cipherSuites = cipherSuites;
        copy.alpn = alpn;
        copy.handshakeTimeout = handshakeTimeout;
        copy.reloadEvery = reloadEvery;
        copy.context = context;
        copy.mostHandshakes = mostHandshakes;
        copy.clientCertificate = clientCertificate;
        copy.serverName = serverName;
        copy.trustsAnybody = trustsAnybody;
        return copy;
    }

    /**
     * Who we are: certificate and key, from PEM files. A server may be told several, and shows the one for the host
     * that the client asks for, else the first.
     *
     * @param certificates the certificate first, then those that vouch for it
     * @param key its private key: PKCS#8, PKCS#1 or SEC 1, not encrypted
     * @return this
     */
    public final B certificate(Path certificates, Path key) {
        identities.add(new Files(certificates, key, null));
        return self();
    }

    /**
     * The same with a key that is encrypted (PKCS#8, {@code BEGIN ENCRYPTED PRIVATE KEY}).
     *
     * @param certificates the certificate first, then those that vouch for it
     * @param key its private key
     * @param passphrase asked each time that the files are read; the array is overwritten with zeros afterwards, so it
     *     must be another one each time
     * @return this
     */
    public final B certificate(Path certificates, Path key, Supplier<char[]> passphrase) {
        identities.add(new Files(certificates, key, Objects.requireNonNull(passphrase, "passphrase")));
        return self();
    }

    /**
     * The same by names of files.
     *
     * @param certificates the certificate first, then those that vouch for it
     * @param key its private key
     * @return this
     */
    public final B certificate(String certificates, String key) {
        return certificate(Path.of(certificates), Path.of(key));
    }

    /**
     * Whose certificates are believed: those in this PEM file, and whom they vouch for. May be said several times. A
     * client that is told none believes whom the JDK believes.
     *
     * @param certificates any number in one file
     * @return this
     */
    public final B trust(Path certificates) {
        trusted.add(certificates);
        return self();
    }

    /**
     * The same by the name of a file.
     *
     * @param certificates any number in one file
     * @return this
     */
    public final B trust(String certificates) {
        return trust(Path.of(certificates));
    }

    /**
     * A context made elsewhere, instead of files: certificates, keys and trust are its own.
     *
     * @param made any that the JDK or a provider has made
     * @return this
     */
    public final B context(SSLContext made) {
        context = made;
        return self();
    }

    /**
     * Which protocols may be spoken on the connection (ALPN, RFC 7301), the best first.
     *
     * @param names {@code http/1.1}, ...
     * @return this
     */
    public final B alpn(String... names) {
        alpn = List.of(names);
        return self();
    }

    /**
     * Which versions of TLS: 1.3 and 1.2 unless said. The older ones are not safe (RFC 8996).
     *
     * @param names {@code TLSv1.3}, {@code TLSv1.2}
     * @return this
     */
    public final B protocols(String... names) {
        protocols = List.of(names);
        return self();
    }

    /**
     * Which cipher suites, the best first; the JDK's choice unless said.
     *
     * @param names as in RFC 8446 and RFC 5246
     * @return this
     */
    public final B cipherSuites(String... names) {
        cipherSuites = List.of(names);
        return self();
    }

    /**
     * How long a handshake may take, 10 seconds unless said.
     *
     * @param time more than zero
     * @return this
     */
    public final B handshakeTimeout(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new TlsException("handshakeTimeout must be more than zero, not " + time);
        }
        handshakeTimeout = time;
        return self();
    }

    /**
     * Looks at the files now and then, and reads them again when one has changed; never unless said.
     *
     * @param time how often; zero for never
     * @return this
     */
    public final B reloadEvery(Duration time) {
        if (time.isNegative()) {
            throw new TlsException("reloadEvery must not be negative, as " + time + " is");
        }
        reloadEvery = time;
        return self();
    }

    /**
     * Reads the files.
     *
     * @return what may be given to any number of servers or clients
     * @throws TlsException naming the file and what is wrong with it
     */
    public final Tls define() {
        return new Tls(copy());
    }
}
