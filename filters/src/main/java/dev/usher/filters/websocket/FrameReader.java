package dev.usher.filters.websocket;

import dev.usher.filter.Input;
import dev.usher.filter.InputFilter;
import java.util.Optional;

/**
 * Frames to messages and control frames (RFC 6455 §5), with or without compression (RFC 7692). Belongs to one
 * connection and its thread. Strict: whatever the RFC forbids is refused with a {@link WebSocketException}.
 *
 * <pre>{@code
 * for (WebSocketPart part = reader.next(input); part != null; part = reader.next(input)) {
 *     if (part instanceof Text text) { ... }            // a view: valid until the next call
 *     else if (part instanceof Ping ping) { ... }       // also between the fragments of a message
 *     else if (part instanceof Close close) { ... }     // whatever comes behind it is dropped
 * }
 * // now either more bytes are needed, or much was inflated and reader.wantsTurn()
 * }</pre>
 *
 * <pre>
 * HEADER ---> CONTROL ---> part ---> HEADER ...  or, behind a close frame, CLOSED
 *        ---> DATA ---> (part) ---> HEADER ...
 * </pre>
 *
 * <p>Payload is taken as it comes, unmasked and checked once. A message in one frame that is all there is shown where
 * it is; others are put together in a buffer that belongs to the thread, unless they are {@link #streamed}.
 *
 * <p>After an error nothing can be trusted: it is thrown once, and whatever else comes is taken and dropped, so that a
 * peer which is still sending can be sent its close frame.
 *
 * <p>Nothing is allocated for a message once its thread is warm, until its text is asked for. An idle reader holds no
 * buffer, and no native memory unless the peer's compression keeps its context; {@link #release} gives that back.
 */
public final class FrameReader implements InputFilter<WebSocketPart> {
    private enum State {
        HEADER,
        CONTROL,
        DATA,
        CLOSED
    }

    private final Role role;
    private final boolean streaming;
    private final Optional<DeflateParameters> deflate;
    private final FrameHeader header;
    private final MessageReader messages;
    private FrameLimits limits;

    private final Ping ping = new Ping();
    private final Pong pong = new Pong();

    private State state = State.HEADER;
    private int fragments; // of the message
    private long frames; // in all
    private WebSocketException failure; // null while nothing was wrong

    /**
     * A reader with {@link FrameLimits#DEFAULT}.
     *
     * @param role of who reads: a server refuses frames that are not masked, a client those that are
     */
    public FrameReader(Role role) {
        this(role, FrameLimits.DEFAULT);
    }

    /**
     * A reader of whole messages, without compression.
     *
     * @param role of who reads
     * @param limits how much it takes
     */
    public FrameReader(Role role, FrameLimits limits) {
        this(role, limits, false, Optional.empty());
    }

    private FrameReader(Role role, FrameLimits limits, boolean streaming, Optional<DeflateParameters> deflate) {
        this.role = role;
        this.limits = limits;
        this.streaming = streaming;
        this.deflate = deflate;
        header = new FrameHeader(role == Role.SERVER, deflate.isPresent());
        MessageInflater inflater = deflate.map(agreed -> new MessageInflater(
                        role == Role.SERVER ? !agreed.clientNoContextTakeover() : !agreed.serverNoContextTakeover()))
                .orElse(null);
        messages = streaming ? new StreamedMessages(inflater) : new WholeMessages(inflater);
    }

    /** @return a new reader that gives messages in parts, as they come, and keeps nothing of them */
    public FrameReader streamed() {
        return new FrameReader(role, limits, true, deflate);
    }

    /**
     * @param agreed what the handshake has agreed on
     * @return a new reader that inflates what is compressed
     */
    public FrameReader inflating(DeflateParameters agreed) {
        return new FrameReader(role, limits, streaming, Optional.of(agreed));
    }

    /**
     * Changes how much is taken, from the next frame on.
     *
     * @param newLimits of frames and messages
     */
    public void limits(FrameLimits newLimits) {
        limits = newLimits;
    }

    @Override
    public WebSocketPart next(Input input) {
        if (state == State.CLOSED) {
            input.skip(input.remaining());
            return null;
        }
        try {
            return read(input);
        } catch (WebSocketException e) {
            failure = e;
            end(input);
            throw e;
        }
    }

    /** Inflating goes on by itself, a few hundred kilobytes at a time: few bytes can become very many. */
    @Override
    public boolean wantsTurn() {
        return state == State.DATA && messages.wantsTurn();
    }

    private WebSocketPart read(Input input) {
        while (true) {
            switch (state) {
                case HEADER -> {
                    if (!header.read(input)) {
                        messages.rest();
                        return null;
                    }
                    begin();
                }
                case CONTROL -> {
                    return control(input);
                }
                default -> {
                    WebSocketPart part = messages.next(input, header);
                    if (messages.isFrameDone()) {
                        state = State.HEADER;
                    }
                    if (part != null || state == State.DATA) {
                        return part;
                    }
                }
            }
        }
    }

    private void begin() {
        frames++;
        if (header.isControl()) {
            state = State.CONTROL;
            return;
        }
        fragments = header.isFirst() ? 1 : fragments + 1;
        if (fragments > limits.fragments()) {
            throw Fault.beyond("another frame of a message", limits.fragments(), "fragments");
        }
        if (header.rest() > limits.frame()) {
            throw Fault.beyond("a frame of " + header.rest() + " bytes", limits.frame(), "frame");
        }
        messages.ratio = limits.ratio();
        messages.begin(header, limits.message());
        state = State.DATA;
    }

    /** A control frame is short, so it waits in the window until it is all there. */
    private WebSocketPart control(Input input) {
        int length = (int) header.rest();
        if (input.remaining() < length) {
            return null;
        }
        byte[] bytes = input.array();
        int at = input.position();
        if (role == Role.SERVER) {
            Mask.apply(header.key(), bytes, at, bytes, at, length);
        }
        input.skip(length);
        state = State.HEADER;
        return switch (header.opcode()) {
            case Opcode.PING -> ping.wrap(bytes, at, length);
            case Opcode.PONG -> pong.wrap(bytes, at, length);
            default -> {
                Close close = Close.read(bytes, at, length);
                end(input);
                yield close;
            }
        };
    }

    private void end(Input input) {
        state = State.CLOSED;
        messages.release();
        input.skip(input.remaining());
    }

    /**
     * Whether a frame or a message has begun and not ended: a peer that closes or falls silent now has not said all.
     *
     * @return whether the rest of it is missing
     */
    public boolean isInside() {
        return state != State.CLOSED && (state != State.HEADER || header.isInside() || header.isInsideMessage());
    }

    /** @return how many frames have begun, of messages and for control */
    public long frames() {
        return frames;
    }

    /** @return whether nothing is read any more: a close frame has come, or something was wrong */
    public boolean isClosed() {
        return state == State.CLOSED;
    }

    /**
     * What was wrong, for those who are told of it by an event that has no room for a code.
     *
     * @return what was thrown, nothing if all was right so far
     */
    public Optional<WebSocketException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Gives buffers and native memory back to the thread, when the connection is gone. Nothing is read any more. */
    public void release() {
        state = State.CLOSED;
        messages.release();
    }

    @Override
    public FrameReader fresh() {
        return new FrameReader(role, limits, streaming, deflate);
    }

    @Override
    public String toString() {
        return "FrameReader[" + role + ", " + limits + (streaming ? ", streamed" : "")
                + deflate.map(agreed -> ", " + agreed).orElse("") + "]";
    }
}
