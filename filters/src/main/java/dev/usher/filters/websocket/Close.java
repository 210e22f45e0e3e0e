package dev.usher.filters.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The end of what one side says (RFC 6455 §5.5.1). Immutable.
 *
 * @param code why; {@link CloseCode#NO_STATUS} if the frame has none
 * @param reason for people who read logs, empty if there is none; 123 bytes of UTF-8 at most
 */
public record Close(CloseCode code, String reason) implements WebSocketPart {
    private static final int MOST_BYTES = 123; // of a reason: a control frame's 125 without the code

    /** Without code and reason. */
    public static final Close EMPTY = new Close(CloseCode.NO_STATUS, "");

    /** A reason needs a code to stand behind. */
    public Close {
        if (code.equals(CloseCode.NO_STATUS) && !reason.isEmpty()) {
            throw Fault.ours("a close frame with a reason has a code; 1000 says that all is well (RFC 6455 §5.5.1)");
        }
    }

    /**
     * A close frame with a reason of any length: what does not fit is cut off, between two characters.
     *
     * @param code why
     * @param reason for people who read logs
     * @return the frame
     */
    public static Close of(CloseCode code, String reason) {
        int bytes = 0;
        int end = 0;
        while (end < reason.length()) {
            int c = reason.codePointAt(end);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x1_0000 ? 3 : 4;
            if (bytes > MOST_BYTES) {
                break;
            }
            end += Character.charCount(c);
        }
        return new Close(code, reason.substring(0, end));
    }

    /**
     * The close frame that a broken protocol deserves.
     *
     * @param error what the peer did
     * @return the frame
     */
    public static Close of(WebSocketException error) {
        return of(error.code(), error.getMessage());
    }

    /**
     * The frame that answers this one: with its code, and no reason (RFC 6455 §5.5.1).
     *
     * @param role of who answers
     * @return the frame
     */
    public Close answer(Role role) {
        return new Close(code.maySend(role) || code.equals(CloseCode.NO_STATUS) ? code : CloseCode.NORMAL, "");
    }

    /** What a frame carries whose payload is at this place. */
    static Close read(byte[] array, int offset, int length) {
        if (length == 0) {
            return EMPTY;
        }
        CloseCode code = new CloseCode((array[offset] & 0xFF) << 8 | array[offset + 1] & 0xFF);
        if (!code.isOnWire()) {
            throw Fault.broken("close code " + code + ", which may not stand in a frame (RFC 6455 §7.4)");
        }
        Utf8Check check = new Utf8Check();
        if (!check.accepts(array, offset + 2, offset + length) || !check.isComplete()) {
            throw Fault.invalid("a close reason that is no UTF-8 (RFC 6455 §5.5.1)");
        }
        return new Close(code, new String(array, offset + 2, length - 2, UTF_8));
    }
}
