package dev.usher.tls;

import dev.usher.driver.Driver;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.network.StreamLink;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Carries one connection over TLS, by the JDK's engine. Belongs to the kernel's thread.
 *
 * <pre>
 *   handshake: READ, WRITE, TASK ... DONE -> read and write
 *                                              |- the peer's close_notify: read answers -1
 *                                              |- shutdownOutput or closing: ours is sent
 * </pre>
 *
 * <p>Between two reads it keeps an incomplete record and nothing else; between two writes what the link did not take.
 */
public final class TlsDriver implements Driver {
    private static final int HEADER = 5;
    private static final int FIRST_TYPE = 20; // RFC 8446 §5.1
    private static final int LAST_TYPE = 23;
    private static final int HANDSHAKE_RECORD = 22;

    /** A block that the link did not take, and some hundred words of the engine's own behind it. */
    private static final int MOST_UNWRITTEN = TlsBuffers.BLOCK + TlsBuffers.RECORD;

    /** Records of the protocol's own, and empty ones, that one read takes: new keys cost more than their few bytes. */
    private static final int MOST_OWN = 32;

    /** A large output is written in turns of this many bytes or a little more, so that other links get theirs. */
    private static final int TURN = 4 * TlsBuffers.BLOCK;

    private static final int SHOWN = 24; // of what was no TLS

    /** What a handshake waits for. */
    public enum Progress {
        /** The link must be readable, or writable if there is something unwritten: the peer may be writing too. */
        READ,
        /** The link must be writable. */
        WRITE,
        /** {@link TlsDriver#runTask} must be called: ciphering that takes a while. */
        TASK,
        /** Nothing: it is done. */
        DONE
    }

    private SSLEngine engine; // the link may have another, from when the handshake begins
    private final TlsBuffers buffers;
    private final boolean server;
    private TlsInfo info; // null until the handshake is done
    private byte[] rest; // of the input: what was not deciphered yet, or null
    private byte[] unwritten; // what the link has not taken, or null
    private IOException failure; // to be told by the next read, behind the bytes that came before
    private boolean ended; // the peer has sent close_notify
    private boolean due; // a read has something to tell without the link
    private boolean ending; // the link's output ends when all is written
    private boolean begun;
    private long begunAt;
    private boolean heard; // the first record was looked at
    private boolean silent; // the peer would not understand what we have to say

    TlsDriver(SSLEngine engine, TlsBuffers buffers, boolean server) {
        this.engine = engine;
        this.buffers = buffers;
        this.server = server;
    }

    // ---- the handshake

    /**
     * Goes on with the handshake as far as it goes now.
     *
     * @param link where to
     * @param readable whether the link has something to read: it is read once at most
     * @return what it waits for
     * @throws IOException if it has failed; the peer is told why by {@link #closing}
     */
    public Progress handshake(StreamLink link, boolean readable) throws IOException {
        boolean unread = readable;
        if (!begun) {
            begun = true;
            engine = link.engine(engine);
            begunAt = System.currentTimeMillis(); // like the session's own time, which this is compared with
            engine.beginHandshake();
        }
        while (true) {
            boolean full = unwritten != null && !writeRest(link);
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK:
                    return Progress.TASK;
                case NEED_WRAP:
                    if (full) {
                        return Progress.WRITE;
                    }
                    sendOwn(link);
                    break;
                case NEED_UNWRAP:
                    if (!receive(link, unread)) {
                        return Progress.READ;
                    }
                    unread = false; // whatever was to be read has been, or waits behind what was left
                    break;
                default:
                    if (full) {
                        return Progress.WRITE;
                    }
                    info = agreed();
                    due = rest != null;
                    return Progress.DONE;
            }
        }
    }

    /** Does what the handshake waits for as a TASK: a signature, mostly, of about a millisecond. */
    public void runTask() {
        Runnable task = engine.getDelegatedTask();
        if (task != null) {
            task.run();
        }
    }

    /** Takes records of the handshake; false if there are none. */
    private boolean receive(StreamLink link, boolean readable) throws IOException {
        ByteBuffer in = load();
        try {
            if (unwrapMost(in)) {
                return true;
            }
            if (!readable) {
                return false;
            }
            int count = fill(link, in);
            if (count < 0) {
                throw new SSLException("the peer has gone in the middle of the handshake", new EOFException());
            }
            if (count > 0 && !heard) {
                heard = true;
                checkFirst(in);
            }
            return count > 0 && unwrapMost(in);
        } finally {
            keep(in);
        }
    }

    /** As many records as the engine takes before it has something else to do; false if not one. */
    private boolean unwrapMost(ByteBuffer in) throws SSLException {
        boolean any = false;
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP && unwrapOne(in)) {
            any = true;
        }
        return any;
    }

    private boolean unwrapOne(ByteBuffer in) throws SSLException {
        if (!in.hasRemaining()) {
            return false;
        }
        SSLEngineResult result = engine.unwrap(in, buffers.plain.clear());
        if (result.getStatus() == Status.CLOSED) {
            throw new SSLException("the peer has closed in the middle of the handshake");
        }
        if (result.bytesProduced() > 0) {
            throw new SSLException("the peer has sent application data in the middle of the handshake");
        }
        if (result.getStatus() != Status.OK && in.hasRemaining()) {
            checkHeader(in);
        }
        return result.getStatus() == Status.OK;
    }

    /** A peer that speaks in plain text has its own words logged: that tells best what it took this port for. */
    private void checkFirst(ByteBuffer in) throws SSLException {
        if (in.get(in.position()) != HANDSHAKE_RECORD && server) {
            int length = Math.min(SHOWN, in.remaining());
            String text = new String(in.array(), in.position(), length, StandardCharsets.US_ASCII);
            silent = true;
            throw new SSLException("this is no TLS: the peer began with '" + text.replaceAll("[^ -~]", ".") + "'");
        }
    }

    private TlsInfo agreed() {
        SSLSession session = engine.getSession();
        String protocol = engine.getApplicationProtocol();
        return new TlsInfo(
                session.getProtocol(),
                session.getCipherSuite(),
                protocol == null || protocol.isEmpty() ? Optional.empty() : Optional.of(protocol),
                Keys.requestedHost(session),
                peerCertificates(session),
                session.getCreationTime() < begunAt);
    }

    private static List<X509Certificate> peerCertificates(SSLSession session) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // it has shown none
        }
        return List.copyOf(certificates);
    }

    /** @return whether it is the server's end */
    public boolean isServer() {
        return server;
    }

    /** @return what was agreed on, once the handshake is done */
    public Optional<TlsInfo> info() {
        return Optional.ofNullable(info);
    }

    // ---- reading

    @Override
    public int read(StreamLink link, Input input) throws IOException {
        boolean again = due;
        due = false;
        if (failure != null) {
            throw failure;
        }
        if (ended) {
            return -1;
        }
        ByteBuffer in = load();
        int before = input.remaining();
        try {
            if (!again && fill(link, in) < 0) {
                throw new SSLException(
                        "the stream was cut off: it ended without close_notify (RFC 8446 §6.1)", new EOFException());
            }
            unwrapAll(link, in, input);
        } catch (IOException e) {
            failure = e;
        } finally {
            keep(in);
        }
        int count = input.remaining() - before;
        if (count > 0) {
            due |= ended || failure != null;
            return count;
        }
        if (failure != null) {
            throw failure;
        }
        return ended ? -1 : 0;
    }

    private void unwrapAll(StreamLink link, ByteBuffer in, Input input) throws IOException {
        for (int left = MOST_OWN; in.hasRemaining(); ) {
            if (left == 0) {
                due = true;
                return;
            }
            SSLEngineResult result = unwrapInto(input, in);
            if (result.getStatus() == Status.CLOSED) {
                ended = true;
                sendOwn(link); // RFC 5246 §7.2.1: TLS 1.2 has it answered at once
                return;
            }
            if (result.getStatus() != Status.OK) {
                checkHeader(in);
                return;
            }
            if (result.bytesProduced() == 0) {
                left--;
            }
            HandshakeStatus status = result.getHandshakeStatus();
            if (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
                afterHandshake(link);
            }
        }
    }

    /**
     * Deciphers a record where it shall lie, if there is room for the longest; no window grows for one that ends it.
     */
    private SSLEngineResult unwrapInto(Input input, ByteBuffer in) throws SSLException {
        if (input.room() >= TlsBuffers.RECORD) {
            SSLEngineResult result = engine.unwrap(in, buffers.window(input.array(), input.limit()));
            input.advance(result.bytesProduced());
            return result;
        }
        ByteBuffer plain = buffers.plain.clear();
        SSLEngineResult result = engine.unwrap(in, plain);
        if (plain.position() > 0) {
            input.append(plain.flip());
        }
        return result;
    }

    /** A record is incomplete. If it is none, or too long to become one, the rest need not be waited for. */
    private static void checkHeader(ByteBuffer in) throws SSLException {
        int at = in.position();
        int type = in.get(at);
        if (type < FIRST_TYPE || type > LAST_TYPE) {
            throw new SSLException("this is no record of TLS: it has type " + type);
        }
        if (in.remaining() >= HEADER && (in.getShort(at + 3) & 0xffff) > TlsBuffers.RECORD - HEADER) {
            throw new SSLException("this record is longer than TLS allows (RFC 8446 §5.2)");
        }
    }

    /** TLS 1.3 has messages of its own between the program's: new tickets, new keys (RFC 8446 §4.6). */
    private void afterHandshake(StreamLink link) throws IOException {
        if (!info.protocol().equals(TlsBuilder.TLS_1_3)) {
            throw new SSLException("the peer wants to shake hands again, which is refused");
        }
        for (HandshakeStatus status = engine.getHandshakeStatus(); ; status = engine.getHandshakeStatus()) {
            if (status == HandshakeStatus.NEED_TASK) {
                runTask();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                sendOwn(link);
            } else {
                return;
            }
        }
    }

    @Override
    public boolean hasInput() {
        return due;
    }

    /** What was left the time before; the buffer is ready to be read from. */
    private ByteBuffer load() {
        ByteBuffer in = buffers.in.clear();
        if (rest != null) {
            in.put(rest);
        }
        return in.flip();
    }

    /** Reads once, behind what is there. */
    private int fill(StreamLink link, ByteBuffer in) throws IOException {
        ByteBuffer wire = buffers.wire.clear();
        int count = link.read(wire);
        if (count > 0) {
            in.compact().put(wire.flip()).flip();
        }
        return count;
    }

    private void keep(ByteBuffer in) {
        rest = null;
        if (in.hasRemaining()) {
            rest = new byte[in.remaining()];
            in.get(rest);
        }
    }

    // ---- writing

    @Override
    public int write(StreamLink link, Output output) throws IOException {
        if (unwritten != null && !writeRest(link)) {
            return 0;
        }
        int written = 0;
        while (unwritten == null && !output.isEmpty() && written < TURN) {
            ByteBuffer out = buffers.out.clear();
            do {
                int length = Math.min(output.size(), 16_384);
                SSLEngineResult result = engine.wrap(buffers.view(output.array(), output.head(), length), out);
                if (result.getStatus() == Status.CLOSED) { // RFC 5246 §7.2.1: in TLS 1.2 the peer's end is ours too
                    throw new IOException("Broken pipe");
                }
                if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) { // it would be asked for ever
                    throw new SSLException("nothing can be sent any more: the handshake that was refused is still under"
                            + " way (" + result.getHandshakeStatus() + ")");
                }
                output.skip(result.bytesConsumed());
                written += result.bytesConsumed();
            } while (!output.isEmpty() && out.remaining() >= TlsBuffers.RECORD);
            send(link, out);
        }
        return written;
    }

    @Override
    public int unwritten() {
        return unwritten == null ? 0 : unwritten.length;
    }

    @Override
    public void shutdownOutput(StreamLink link) throws IOException {
        closeNotify(link);
        if (unwritten == null) {
            link.shutdownOutput();
        } else {
            ending = true;
        }
    }

    @Override
    public void closing(StreamLink link) {
        if (silent) {
            return;
        }
        try {
            closeNotify(link);
        } catch (IOException | RuntimeException e) {
            // the connection is broken, or the engine: the peer need not be told of its end
        }
    }

    /** Tells the peer of the end, or of the error that is the reason for it; not behind a gap. */
    private void closeNotify(StreamLink link) throws IOException {
        engine.closeOutbound();
        if (unwritten == null || writeRest(link)) {
            sendOwn(link);
        }
    }

    /** Sends what the engine itself has to say. */
    private void sendOwn(StreamLink link) throws IOException {
        ByteBuffer out = buffers.out.clear();
        while (!engine.isOutboundDone()
                && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                && out.remaining() >= TlsBuffers.RECORD) {
            engine.wrap(buffers.none, out);
        }
        if (out.position() > 0) {
            send(link, out);
        }
    }

    private void send(StreamLink link, ByteBuffer out) throws IOException {
        ByteBuffer wire = buffers.wire.clear().put(out.flip()).flip();
        if (unwritten == null) {
            link.write(wire);
            keepUnwritten(wire);
        } else { // what the engine says while it reads has to wait its turn
            byte[] before = unwritten;
            if (before.length > MOST_UNWRITTEN) {
                throw new SSLException("the peer asks for new keys again and again, and does not read them");
            }
            unwritten = Arrays.copyOf(before, before.length + wire.remaining());
            wire.get(unwritten, before.length, wire.remaining());
        }
    }

    private void keepUnwritten(ByteBuffer wire) {
        if (wire.hasRemaining()) {
            unwritten = new byte[wire.remaining()];
            wire.get(unwritten);
        }
    }

    /** Writes what the link did not take the time before; false if it takes not all of it now either. */
    private boolean writeRest(StreamLink link) throws IOException {
        ByteBuffer wire = ByteBuffer.wrap(unwritten); // more than a block only after several messages of the engine's
        unwritten = null;
        link.write(wire);
        keepUnwritten(wire);
        if (ending && unwritten == null) {
            link.shutdownOutput();
        }
        return unwritten == null;
    }
}
