package dev.usher.filters.websocket;

import dev.usher.filter.Output;
import dev.usher.filters.internal.Utf8;

/**
 * A message that is encoded once, and compressed at most once, for any number of connections: put the same one to each
 * of them. Immutable to those who use it; belongs to one thread.
 */
public final class EncodedMessage implements WebSocketPart {
    private final int opcode;
    private final byte[] payload;
    private byte[] frame; // of a server, made when first asked for
    private byte[] deflated; // the same, compressed; the same array if that does not make it smaller

    private EncodedMessage(int opcode, byte[] payload) {
        this.opcode = opcode;
        this.payload = payload;
    }

    /**
     * @param text what it says
     * @return a text message
     * @throws IllegalArgumentException if the text has half of a surrogate pair
     */
    public static EncodedMessage text(String text) {
        Output out = new Output(text.length());
        out.advance(Utf8.write(text, 0, out));
        return new EncodedMessage(Opcode.TEXT, out.toByteArray());
    }

    /**
     * @param bytes what it carries; copied
     * @return a binary message
     */
    public static EncodedMessage binary(byte[] bytes) {
        return new EncodedMessage(Opcode.BINARY, bytes.clone());
    }

    /**
     * @param message a whole message, such as one that was received; copied
     * @return a message of the same kind with the same bytes
     */
    public static EncodedMessage of(Data message) {
        if (!message.isFirst() || !message.isLast()) {
            throw Fault.ours("only a whole message can be encoded for many, not a part of one");
        }
        return message instanceof Text text && text.string() != null
                ? text(text.string())
                : new EncodedMessage(message.opcode(), message.toByteArray());
    }

    /** @return number of bytes of the message, not compressed and without a header */
    public int length() {
        return payload.length;
    }

    int opcode() {
        return opcode;
    }

    byte[] payload() {
        return payload;
    }

    byte[] frame() {
        if (frame == null) {
            int head = FrameHead.length(payload.length);
            frame = new byte[head + payload.length];
            FrameHead.put(frame, 0, true, false, opcode, false, payload.length);
            System.arraycopy(payload, 0, frame, head, payload.length);
        }
        return frame;
    }

    /** Compressed by itself, with the level of whoever asks first; as it is if it is too short or does not shrink. */
    byte[] deflatedFrame(int level, int threshold) {
        if (payload.length < threshold) {
            return frame();
        }
        if (deflated == null) {
            Output out = new Output(payload.length);
            new MessageDeflater(level, false, DeflateParameters.MOST_BITS).put(payload, 0, payload.length, true, out);
            if (out.size() >= payload.length) {
                deflated = frame();
            } else {
                int head = FrameHead.length(out.size());
                deflated = new byte[head + out.size()];
                FrameHead.put(deflated, 0, true, true, opcode, false, out.size());
                System.arraycopy(out.array(), out.head(), deflated, head, out.size());
            }
        }
        return deflated;
    }

    @Override
    public String toString() {
        return "EncodedMessage[" + (opcode == Opcode.TEXT ? "text" : "binary") + ", " + payload.length + " bytes]";
    }
}
