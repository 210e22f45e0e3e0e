package dev.usher.wheel;

import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.TrustManagerFactory;

/** A client that speaks TLS by an engine of its own: so it can do what no wheel does. */
final class TlsPeer {
    private final Simulation simulation;
    private final SSLEngine engine;
    private final StringBuilder heard = new StringBuilder();
    private int used; // bytes of what the client has received

    final SimulatedClient client;

    TlsPeer(Simulation simulation, int port, String version) {
        this.simulation = simulation;
        client = simulation.connect(port);
        engine = engine(version);
    }

    private static SSLEngine engine(String version) {
        try (InputStream file = Files.newInputStream(TlsFiles.file("ca.pem"))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            SSLEngine engine = context.createSSLEngine("localhost", 9000);
            engine.setUseClientMode(true);
            engine.setEnabledProtocols(new String[] {version});
            return engine;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    TlsPeer shake() {
        try {
            engine.beginHandshake();
            for (int i = 0; i < 20; i++) {
                say("");
                simulation.runUntilIdle();
                listen();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    /** Sends what the engine has to say, and text behind it. */
    void say(String text) {
        try {
            send(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void send(String text) throws IOException {
        ByteBuffer wire = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        ByteBuffer plain = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (plain.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(plain, wire.clear());
            byte[] bytes = new byte[wire.flip().remaining()];
            wire.get(bytes);
            client.send(bytes);
        }
    }

    /** In TLS 1.3 it takes new keys itself and asks the other end for new ones; in TLS 1.2 it shakes hands again. */
    void askForNewKeys() {
        try {
            engine.beginHandshake();
            say("");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All that it was told until now. */
    String heard() {
        try {
            listen();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return heard.toString();
    }

    /** Whether the other end has said that nothing is missing. */
    boolean hasHeardTheEnd() {
        heard();
        return engine.isInboundDone();
    }

    private void listen() throws IOException {
        byte[] received = client.receivedBytes();
        ByteBuffer wire = ByteBuffer.wrap(received, used, received.length - used);
        ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        while (true) {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            if (!wire.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                break;
            }
            SSLEngineResult result = engine.unwrap(wire, plain.clear());
            heard.append(new String(plain.array(), 0, plain.position(), StandardCharsets.ISO_8859_1));
            if (result.getStatus() != SSLEngineResult.Status.OK) {
                break;
            }
        }
        used = wire.position();
    }
}
