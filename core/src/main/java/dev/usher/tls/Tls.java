package dev.usher.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * How TLS is done, by a server or by a client: certificates, trust, versions, limits. Immutable but for its files,
 * which can be read again. May be given to any number of servers or clients, in any kernel.
 *
 * <p>Connections begun before the files were read again keep what they have.
 */
public final class Tls {
    private static final String HTTPS = "HTTPS"; // the rules of RFC 2818 §3.1 for host names

    private final TlsBuilder<?> wanted;
    private volatile SSLContext context;
    private volatile Map<Path, FileTime> read = Map.of();

    Tls(TlsBuilder<?> wanted) {
        this.wanted = wanted;
        boolean files = !wanted.identities.isEmpty() || !wanted.trusted.isEmpty() || wanted.trustsAnybody;
        if (wanted.context != null && files) {
            throw new TlsException("a context of its own has its own certificates and trust: say either");
        }
        if (wanted.context == null && wanted.isServer() && wanted.identities.isEmpty()) {
            throw new TlsException("a TLS server needs a certificate and its key");
        }
        if (wanted.clientCertificate != TlsBuilder.Ask.NO && wanted.context == null && wanted.trusted.isEmpty()) {
            throw new TlsException("a TLS server that asks for client certificates must be told whom to trust");
        }
        if (wanted.trustsAnybody && !wanted.trusted.isEmpty()) {
            throw new TlsException("to trust anybody and to trust some makes no sense: say either");
        }
        reload();
        engine(null, 0); // names of protocols and ciphers are looked at here, and not first when a peer comes
    }

    /** @return how a server does it: say a certificate at least */
    public static TlsServerBuilder server() {
        return new TlsServerBuilder();
    }

    /**
     * A server with one certificate.
     *
     * @param certificates PEM, the certificate first, then those that vouch for it
     * @param key PEM, its private key
     * @return how a server does it
     */
    public static TlsServerBuilder server(String certificates, String key) {
        return server().certificate(certificates, key);
    }

    /** @return how a client does it: says whom to trust, else the JDK does */
    public static TlsClientBuilder client() {
        return new TlsClientBuilder();
    }

    /**
     * Reads its files again, for connections to come.
     *
     * @throws TlsException naming the file and what is wrong with it; all stays as it was
     */
    public void reload() {
        if (wanted.context != null) {
            context = wanted.context;
            return;
        }
        Map<Path, FileTime> times = times();
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(keys(), trust(), null);
            context = made;
            read = times;
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("TLS is not to be had: " + e.getMessage(), e);
        }
    }

    /**
     * Reads its files again if one of them has changed since.
     *
     * @return whether it has
     * @throws TlsException naming the file and what is wrong with it; all stays as it was, and it is not tried again
     *     before the next change
     */
    public boolean reloadIfChanged() {
        Map<Path, FileTime> now = times();
        if (now.equals(read)) {
            return false;
        }
        read = now;
        reload();
        return true;
    }

    private Map<Path, FileTime> times() {
        Map<Path, FileTime> times = new LinkedHashMap<>();
        for (TlsBuilder.Files files : wanted.identities) {
            times.put(files.certificates(), time(files.certificates()));
            times.put(files.key(), time(files.key()));
        }
        wanted.trusted.forEach(file -> times.put(file, time(file)));
        return times;
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // it is being replaced, or is gone: reading tells
        }
    }

    private KeyManager[] keys() {
        if (wanted.identities.isEmpty()) {
            return new KeyManager[0];
        }
        List<Identity> identities = new ArrayList<>();
        for (TlsBuilder.Files files : wanted.identities) {
            identities.add(Identity.load(files));
        }
        return new KeyManager[] {new Keys(identities)};
    }

    private TrustManager[] trust() throws GeneralSecurityException, IOException {
        if (wanted.trustsAnybody) {
            return Trust.anybody();
        }
        return wanted.trusted.isEmpty() ? null : Trust.files(wanted.trusted);
    }

    /** @return whether it is for servers */
    public boolean isServer() {
        return wanted.isServer();
    }

    /** @return how long a handshake may take */
    public Duration handshakeTimeout() {
        return wanted.handshakeTimeout;
    }

    /** @return how many handshakes of a server may be under way in one kernel */
    public int mostHandshakes() {
        return wanted.mostHandshakes;
    }

    /** @return how often to look whether files have changed; zero for never */
    public Duration reloadEvery() {
        return wanted.reloadEvery;
    }

    /**
     * Begins a connection.
     *
     * @param buffers the kernel's
     * @param host whom a client has connected to, by the name that was asked for; null for a server
     * @param port its port
     * @return what carries the connection once it has shaken hands
     * @throws TlsException if a client's host is not known, so that its certificate cannot be checked
     */
    public TlsDriver driver(TlsBuffers buffers, String host, int port) {
        String meant = wanted.serverName == null ? host : wanted.serverName;
        if (!isServer() && meant == null && !wanted.trustsAnybody) {
            throw new TlsException("which host is meant is not known: say serverName");
        }
        return new TlsDriver(engine(meant, port), buffers, isServer());
    }

    private SSLEngine engine(String host, int port) {
        SSLEngine engine = host == null || isServer() ? context.createSSLEngine() : context.createSSLEngine(host, port);
        engine.setUseClientMode(!isServer());
        SSLParameters parameters = engine.getSSLParameters();
        try {
            parameters.setProtocols(wanted.protocols.toArray(new String[0]));
            if (!wanted.cipherSuites.isEmpty()) {
                parameters.setCipherSuites(wanted.cipherSuites.toArray(new String[0]));
            }
            parameters.setApplicationProtocols(wanted.alpn.toArray(new String[0]));
            parameters.setUseCipherSuitesOrder(true);
            if (wanted.clientCertificate == TlsBuilder.Ask.NEED) {
                parameters.setNeedClientAuth(true);
            } else if (wanted.clientCertificate == TlsBuilder.Ask.WANT) {
                parameters.setWantClientAuth(true);
            }
            if (!isServer() && host != null) {
                named(parameters, host);
            }
            engine.setSSLParameters(parameters);
        } catch (IllegalArgumentException e) {
            throw new TlsException(e.getMessage(), e);
        }
        return engine;
    }

    private void named(SSLParameters parameters, String host) {
        if (!wanted.trustsAnybody) {
            parameters.setEndpointIdentificationAlgorithm(HTTPS);
        }
        boolean numeric = host.indexOf(':') >= 0 || host.matches("[0-9.]+"); // RFC 6066 §3: names only
        if (!numeric) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
    }
}
