package dev.usher.recorder;

import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * An engine whose answers are recorded: what it enciphers and deciphers depends on keys that nobody has. One thread.
 */
final class RecordingEngine extends TlsEngine {
    private final FlightRecorder recorder;
    private final SSLEngine real;
    private final long link;
    private final long begun = System.currentTimeMillis(); // like the session's time, which this is compared with

    RecordingEngine(FlightRecorder recorder, SSLEngine real, long link) {
        this.recorder = recorder;
        this.real = real;
        this.link = link;
    }

    private Output begin(Kind kind) {
        Output record = recorder.begin(kind);
        record.number(link);
        return record;
    }

    private <T> T noted(Kind kind, boolean flag, T answer) {
        begin(kind).bool(flag);
        recorder.end();
        return answer;
    }

    @Override
    public void beginHandshake() throws SSLException {
        recorder.did(Acts.TLS, link);
        real.beginHandshake();
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer into) throws SSLException {
        ByteBuffer source = only(sources, offset, length);
        int from = source.position();
        int made = into.position();
        SSLEngineResult result = null;
        Exception failure = null;
        try {
            result = real.wrap(source, into);
        } catch (SSLException | RuntimeException e) {
            failure = e;
        }
        Output record = begin(Kind.TLS_WRAP);
        if (failure != null) {
            throw Sneaky.thrown(recorder.failed(failure));
        }
        record.bool(true);
        record.int32(recorder.check(source, from, result.bytesConsumed()));
        write(record, result, into, made);
        return result;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] into, int offset, int length) throws SSLException {
        ByteBuffer plain = only(into, offset, length);
        int made = plain.position();
        SSLEngineResult result = null;
        Exception failure = null;
        try {
            result = real.unwrap(source, plain);
        } catch (SSLException | RuntimeException e) {
            failure = e;
        }
        Output record = begin(Kind.TLS_UNWRAP);
        if (failure != null) {
            throw Sneaky.thrown(recorder.failed(failure));
        }
        record.bool(true);
        write(record, result, plain, made);
        return result;
    }

    private void write(Output record, SSLEngineResult result, ByteBuffer into, int made) {
        record.octet(result.getStatus().ordinal());
        record.octet(result.getHandshakeStatus().ordinal());
        record.number(result.bytesConsumed());
        record.block(into, made, into.position() - made);
        recorder.end();
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        HandshakeStatus status = real.getHandshakeStatus();
        begin(Kind.TLS_STATUS).octet(status.ordinal());
        recorder.end();
        return status;
    }

    @Override
    public Runnable getDelegatedTask() {
        Runnable task = real.getDelegatedTask();
        return noted(Kind.TLS_TASK, task != null, task);
    }

    @Override
    public void closeOutbound() {
        recorder.did(Acts.TLS, link);
        real.closeOutbound();
    }

    @Override
    public boolean isOutboundDone() {
        boolean done = real.isOutboundDone();
        return noted(Kind.TLS_DONE, done, done);
    }

    @Override
    public SSLSession getSession() {
        SSLSession session = real.getSession();
        Output record = begin(Kind.TLS_SESSION);
        String protocol = real.getApplicationProtocol();
        record.text(session.getProtocol());
        record.text(session.getCipherSuite());
        record.text(requestedHost(session));
        record.text(protocol == null ? "" : protocol);
        record.bool(session.getCreationTime() < begun);
        List<byte[]> certificates = certificates(session);
        record.number(certificates.size());
        certificates.forEach(record::block);
        recorder.end();
        return session;
    }

    /** The session says what it said before it was recorded: {@link #getSession} has it. */
    @Override
    public String getApplicationProtocol() {
        return real.getApplicationProtocol();
    }

    private static String requestedHost(SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return "";
    }

    private static List<byte[]> certificates(SSLSession session) {
        List<byte[]> encoded = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                encoded.add(certificate.getEncoded());
            }
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has no bytes", e);
        }
        return encoded;
    }
}
