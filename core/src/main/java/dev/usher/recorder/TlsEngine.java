package dev.usher.recorder;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/** What no driver asks an engine for once a connection has begun: it was set before. */
abstract class TlsEngine extends SSLEngine {

    static ByteBuffer only(ByteBuffer[] buffers, int offset, int length) {
        if (length != 1) {
            throw new UnsupportedOperationException("one buffer at a time, not " + length);
        }
        return buffers[offset];
    }

    private static UnsupportedOperationException early() {
        return new UnsupportedOperationException("an engine is set before its connection begins");
    }

    @Override
    public final String[] getSupportedCipherSuites() {
        throw early();
    }

    @Override
    public final String[] getEnabledCipherSuites() {
        throw early();
    }

    @Override
    public final void setEnabledCipherSuites(String[] suites) {
        throw early();
    }

    @Override
    public final String[] getSupportedProtocols() {
        throw early();
    }

    @Override
    public final String[] getEnabledProtocols() {
        throw early();
    }

    @Override
    public final void setEnabledProtocols(String[] protocols) {
        throw early();
    }

    @Override
    public final void setUseClientMode(boolean mode) {
        throw early();
    }

    @Override
    public final boolean getUseClientMode() {
        throw early();
    }

    @Override
    public final void setNeedClientAuth(boolean need) {
        throw early();
    }

    @Override
    public final boolean getNeedClientAuth() {
        throw early();
    }

    @Override
    public final void setWantClientAuth(boolean want) {
        throw early();
    }

    @Override
    public final boolean getWantClientAuth() {
        throw early();
    }

    @Override
    public final void setEnableSessionCreation(boolean flag) {
        throw early();
    }

    @Override
    public final boolean getEnableSessionCreation() {
        throw early();
    }

    @Override
    public final void closeInbound() {
        throw new UnsupportedOperationException("the end of the stream is the driver's to judge");
    }

    @Override
    public final boolean isInboundDone() {
        throw new UnsupportedOperationException("the end of the stream is the driver's to judge");
    }

    @Override
    public final SSLSession getHandshakeSession() {
        throw new UnsupportedOperationException("who chooses keys asks the real engine");
    }
}
