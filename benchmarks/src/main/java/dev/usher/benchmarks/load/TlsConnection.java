package dev.usher.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * A connection over TLS 1.3, with the same cipher to every server, on which a {@link Script} is said and each answer
 * waited for. Used by one thread, which blocks.
 */
public final class TlsConnection implements AutoCloseable {

    private static final String[] CIPHER = {"TLS_AES_256_GCM_SHA384"};
    private static final int READ_SIZE = 16_384;

    private final Script script;
    private final Script.Answers answers;
    private final SSLSocket socket;
    private final byte[] in = new byte[READ_SIZE];
    private int asked;
    private int heard;

    /** Connects; the handshake is done when something is said. */
    public TlsConnection(SSLSocketFactory factory, int port, Script script) throws IOException {
        this.script = script;
        answers = script.answers();
        socket = (SSLSocket) factory.createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setEnabledCipherSuites(CIPHER);
        socket.setTcpNoDelay(true);
    }

    /** @return a factory that knows no session to resume, and trusts whom a certificate in a file of PEM has signed */
    public static SSLSocketFactory trusting(Path ca) throws IOException {
        try (InputStream in = Files.newInputStream(ca)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot trust " + ca, e);
        }
    }

    /** Sends the next request. */
    public void ask() throws IOException {
        socket.getOutputStream().write(script.request(asked % script.requests()));
        asked++;
    }

    /** Waits until all that was asked is answered. */
    public void hear() throws IOException {
        while (heard < asked) {
            int count = socket.getInputStream().read(in);
            if (count < 0) {
                throw new EOFException("the server closed a connection");
            }
            heard += answers.take(ByteBuffer.wrap(in, 0, count));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
