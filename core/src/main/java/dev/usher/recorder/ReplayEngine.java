package dev.usher.recorder;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * An engine that enciphers and deciphers as was recorded, and looks whether the same is to be enciphered. One thread.
 */
final class ReplayEngine extends TlsEngine {
    private static final Status[] STATUSES = Status.values();
    private static final HandshakeStatus[] HANDSHAKES = HandshakeStatus.values();

    private final ReplayLink link;
    private final Script script;
    private String applicationProtocol = "";

    ReplayEngine(ReplayLink link) {
        this.link = link;
        script = link.script;
    }

    @Override
    public void beginHandshake() {
        script.did(Acts.TLS, link.id);
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer into) throws SSLException {
        ByteBuffer source = only(sources, offset, length);
        Input body = link.ask(Kind.TLS_WRAP);
        if (body == null) {
            return closed();
        }
        script.threw(body);
        int check = body.int32();
        Status status = STATUSES[body.octet()];
        HandshakeStatus handshake = HANDSHAKES[body.octet()];
        int taken = body.count();
        if (taken > source.remaining() || script.check(source, source.position(), taken) != check) {
            script.diverge("recorded: tls wrap link " + link.id + ": " + taken + " bytes; the program writes "
                    + (taken > source.remaining() ? source.remaining() + "" : "others"));
            return closed();
        }
        return result(body, status, handshake, source, taken, into);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] into, int offset, int length) throws SSLException {
        ByteBuffer plain = only(into, offset, length);
        Input body = link.ask(Kind.TLS_UNWRAP);
        if (body == null) {
            return closed();
        }
        script.threw(body);
        Status status = STATUSES[body.octet()];
        HandshakeStatus handshake = HANDSHAKES[body.octet()];
        return result(body, status, handshake, source, body.count(), plain);
    }

    private SSLEngineResult result(
            Input body, Status status, HandshakeStatus handshake, ByteBuffer source, int taken, ByteBuffer into) {
        int made = body.count();
        source.position(source.position() + taken);
        body.bytes(into, made);
        script.done();
        return new SSLEngineResult(status, handshake, taken, made);
    }

    /** It is over: nobody sends or hears any more. */
    private static SSLEngineResult closed() {
        return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        Input body = link.ask(Kind.TLS_STATUS);
        if (body == null) {
            return HandshakeStatus.NOT_HANDSHAKING;
        }
        HandshakeStatus status = HANDSHAKES[body.octet()];
        script.done();
        return status;
    }

    @Override
    public Runnable getDelegatedTask() {
        return flag(Kind.TLS_TASK, false) ? () -> {} : null; // it was done
    }

    @Override
    public void closeOutbound() {
        script.did(Acts.TLS, link.id);
    }

    @Override
    public boolean isOutboundDone() {
        return flag(Kind.TLS_DONE, true);
    }

    private boolean flag(Kind kind, boolean whenOver) {
        Input body = link.ask(kind);
        if (body == null) {
            return whenOver;
        }
        boolean flag = body.bool();
        script.done();
        return flag;
    }

    @Override
    public SSLSession getSession() {
        Input body = link.ask(Kind.TLS_SESSION);
        if (body == null) {
            return new ReplaySession("", "", "", false, List.of());
        }
        String protocol = body.text();
        String suite = body.text();
        String host = body.text();
        applicationProtocol = body.text();
        boolean resumed = body.bool();
        List<X509Certificate> certificates = certificates(body);
        script.done();
        return new ReplaySession(protocol, suite, host, resumed, certificates);
    }

    private static List<X509Certificate> certificates(Input body) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (int left = body.count(); left > 0; left--) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(body.block())));
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException("a record holds what is no certificate", e);
        }
        return certificates;
    }

    @Override
    public String getApplicationProtocol() {
        return applicationProtocol;
    }
}
