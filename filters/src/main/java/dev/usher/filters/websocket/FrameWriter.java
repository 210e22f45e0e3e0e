package dev.usher.filters.websocket;

import dev.usher.filter.Output;
import dev.usher.filter.OutputFilter;
import dev.usher.filters.internal.Utf8;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Messages and control frames to frames (RFC 6455 §5), with or without compression (RFC 7692). Belongs to one
 * connection and its thread.
 *
 * <p>A {@link Text} or {@link Binary} that is last is one frame, or the end of the message that parts put before it
 * have begun; until then only control frames may come between. A close frame is the last that is sent: what is put
 * behind it is dropped.
 *
 * <p>Nothing is allocated for a message once buffers are large enough, unless it is compressed text. Native memory is
 * held inside a message only, or for good if compression keeps its context; {@link #release} gives that back.
 */
public final class FrameWriter implements OutputFilter<WebSocketPart> {
    private static final IntSupplier NO_MASKS = () -> 0;

    private final Role role;
    private final IntSupplier masks;
    private final Optional<Deflation> deflation;
    private final MessageDeflater deflater; // null if nothing is compressed
    private long maxPayload = Long.MAX_VALUE;

    private long payload; // bytes of all messages
    private int inside = -1; // opcode of the message that has begun and not ended
    private boolean deflating; // that message
    private boolean closed;

    private record Deflation(DeflateParameters agreed, int level, int threshold) {}

    private FrameWriter(Role role, IntSupplier masks, long maxPayload, Optional<Deflation> deflation) {
        this.role = role;
        this.masks = masks;
        this.maxPayload = maxPayload;
        this.deflation = deflation;
        deflater = deflation
                .map(how -> new MessageDeflater(
                        how.level, !how.agreed.noContextTakeover(role), how.agreed.maxWindowBits(role)))
                .orElse(null);
    }

    /** @return a writer of a server's frames, which are not masked */
    public static FrameWriter ofServer() {
        return new FrameWriter(Role.SERVER, NO_MASKS, Long.MAX_VALUE, Optional.empty());
    }

    /**
     * @param masks gives 32 bits for each frame that nobody can foresee (RFC 6455 §5.3), as {@code SecureRandom} does
     * @return a writer of a client's frames, which are masked
     */
    public static FrameWriter ofClient(IntSupplier masks) {
        return new FrameWriter(Role.CLIENT, masks, Long.MAX_VALUE, Optional.empty());
    }

    /**
     * @param agreed what the handshake has agreed on
     * @param options how to compress
     * @return a new writer that compresses
     */
    public FrameWriter deflating(DeflateParameters agreed, DeflateOptions options) {
        return new FrameWriter(
                role, masks, maxPayload, Optional.of(new Deflation(agreed, options.level(), options.threshold())));
    }

    /**
     * Changes how much one message or part may carry, before it is compressed; what is larger is refused.
     *
     * @param bytes 0 or more
     */
    public void maxPayload(long bytes) {
        if (bytes < 0) {
            throw Fault.ours("maxPayload must be 0 or more, not " + bytes);
        }
        maxPayload = bytes;
    }

    /** @return whether a close frame was put: everything else is dropped */
    public boolean isClosed() {
        return closed;
    }

    /** @return how many bytes of messages were put, before they were compressed */
    public long payloadBytes() {
        return payload;
    }

    /** @return whether a part was put that was not the last of its message */
    public boolean isInside() {
        return inside >= 0;
    }

    @Override
    public void put(WebSocketPart part, Output out) {
        if (closed) {
            return;
        }
        int start = out.size();
        try {
            if (part instanceof Data data) {
                putData(data, out);
            } else if (part instanceof Ping ping) {
                putFrame(true, false, Opcode.PING, ping.array(), ping.offset(), ping.length(), out);
            } else if (part instanceof Pong pong) {
                putFrame(true, false, Opcode.PONG, pong.array(), pong.offset(), pong.length(), out);
            } else if (part instanceof EncodedMessage message) {
                putEncoded(message, out);
            } else {
                putClose((Close) part, out);
            }
        } catch (IllegalArgumentException e) {
            out.truncate(start);
            throw e;
        }
    }

    // ---- control frames

    private void putClose(Close close, Output out) {
        CloseCode code = close.code();
        int start = out.size();
        if (code.equals(CloseCode.NO_STATUS)) {
            putFrame(true, false, Opcode.CLOSE, out.array(), 0, 0, out);
        } else {
            if (!code.maySend(role)) {
                throw Fault.ours("a " + role + " may not send close code " + code + " (RFC 6455 §7.4)");
            }
            beginFrame(2, out);
            out.put((byte) (code.value() >>> 8));
            out.put((byte) code.value());
            out.advance(Utf8.write(close.reason(), 0, out));
            int length = out.size() - start - headLength(2);
            FrameHeader.checkControl(length);
            endFrame(start, 2, true, false, Opcode.CLOSE, out);
        }
        closed = true;
    }

    // ---- messages

    private void putData(Data data, Output out) {
        int opcode = data.opcode();
        if (inside >= 0 && inside != opcode) {
            throw Fault.ours("the message before has not ended; put its last part first (RFC 6455 §5.4)");
        }
        boolean first = inside < 0;
        if (first) {
            deflating = deflater != null && !data.isPlain();
        }
        int sent = first ? opcode : Opcode.CONTINUATION;
        if (deflating) {
            putDeflated(data, first, sent, out);
        } else if (data instanceof Text text && text.string() != null) {
            putString(text.string(), data.isLast(), sent, out);
        } else {
            countPayload(data.length());
            putFrame(data.isLast(), false, sent, data.array(), data.offset(), data.length(), out);
        }
        inside = data.isLast() ? -1 : opcode;
    }

    private void countPayload(long length) {
        if (length > maxPayload) {
            throw Fault.ours("a message of " + length + " bytes, more than maxPayload " + maxPayload
                    + " allows; send it in parts");
        }
        payload += length;
    }

    private void putString(String text, boolean last, int opcode, Output out) {
        int start = out.size();
        beginFrame(text.length(), out); // right if it is ASCII
        int length = Utf8.write(text, 0, out);
        countPayload(length);
        out.advance(length);
        endFrame(start, text.length(), last, false, opcode, out);
    }

    /** Short messages do not become smaller; of parts nobody knows. */
    private void putDeflated(Data data, boolean first, int opcode, Output out) {
        byte[] bytes = data.array();
        int offset = data.offset();
        int length = data.length();
        if (data instanceof Text text && text.string() != null) {
            Output encoded = new Output(text.string().length());
            encoded.advance(Utf8.write(text.string(), 0, encoded));
            bytes = encoded.array();
            offset = encoded.head();
            length = encoded.size();
        }
        countPayload(length);
        boolean whole = first && data.isLast();
        if (whole && length < deflation.orElseThrow().threshold) {
            putFrame(true, false, opcode, bytes, offset, length, out);
            return;
        }
        int start = out.size();
        beginFrame(length, out);
        deflater.put(bytes, offset, length, data.isLast(), out);
        if (whole && out.size() - start - headLength(length) >= length) {
            out.truncate(start);
            deflater.forget(); // the peer has not seen it
            putFrame(true, false, opcode, bytes, offset, length, out);
        } else {
            endFrame(start, length, data.isLast(), first, opcode, out);
        }
    }

    private void putEncoded(EncodedMessage message, Output out) {
        if (inside >= 0) {
            throw Fault.ours("the message before has not ended; put its last part first (RFC 6455 §5.4)");
        }
        countPayload(message.length());
        if (role == Role.CLIENT) {
            byte[] payload = message.payload();
            putFrame(true, false, message.opcode(), payload, 0, payload.length, out);
            return;
        }
        byte[] frame = message.frame();
        if (deflater != null && deflater.hasLargestWindow()) {
            Deflation how = deflation.orElseThrow();
            byte[] deflated = message.deflatedFrame(how.level, how.threshold);
            if (deflated != frame) {
                deflater.forget(); // the peer's window holds now what ours does not
                frame = deflated;
            }
        }
        out.put(frame);
    }

    // ---- frames

    private void putFrame(boolean last, boolean rsv1, int opcode, byte[] from, int offset, int length, Output out) {
        int head = headLength(length);
        int at = out.reserve(head + length);
        byte[] to = out.array();
        int key = putHead(to, at, last, rsv1, opcode, length);
        if (role == Role.CLIENT) {
            Mask.apply(key, from, offset, to, at + head, length);
        } else {
            System.arraycopy(from, offset, to, at + head, length);
        }
        out.advance(head + length);
    }

    /** Leaves room for the header of a payload of a length that is guessed. */
    private void beginFrame(int guess, Output out) {
        int head = headLength(guess);
        out.reserve(head + guess);
        out.advance(head);
    }

    /** Writes the header before a payload that is there, and masks it. */
    private void endFrame(int start, int guess, boolean last, boolean rsv1, int opcode, Output out) {
        int guessed = headLength(guess);
        int length = out.size() - start - guessed;
        int head = headLength(length);
        if (head > guessed) {
            out.reserve(head - guessed);
        }
        int at = out.head() + start;
        byte[] bytes = out.array();
        if (head != guessed) {
            System.arraycopy(bytes, at + guessed, bytes, at + head, length);
            if (head > guessed) {
                out.advance(head - guessed);
            } else {
                out.truncate(start + head + length);
            }
        }
        int key = putHead(bytes, at, last, rsv1, opcode, length);
        if (role == Role.CLIENT) {
            Mask.apply(key, bytes, at + head, bytes, at + head, length);
        }
    }

    private int headLength(int length) {
        return FrameHead.length(length) + (role == Role.CLIENT ? Integer.BYTES : 0);
    }

    /** Answers the key. */
    private int putHead(byte[] to, int at, boolean last, boolean rsv1, int opcode, int length) {
        int end = FrameHead.put(to, at, last, rsv1, opcode, role == Role.CLIENT, length);
        if (role == Role.SERVER) {
            return 0;
        }
        int key = masks.getAsInt();
        for (int i = 0; i < Integer.BYTES; i++) {
            to[end + i] = (byte) (key >>> 8 * i);
        }
        return key;
    }

    /** Gives native memory back to the thread, when the connection is gone. Nothing is written any more. */
    public void release() {
        closed = true;
        if (deflater != null) {
            deflater.release();
        }
    }

    @Override
    public FrameWriter fresh() {
        return new FrameWriter(role, masks, maxPayload, deflation);
    }

    @Override
    public String toString() {
        return "FrameWriter[" + role + deflation.map(how -> ", " + how).orElse("") + "]";
    }
}
