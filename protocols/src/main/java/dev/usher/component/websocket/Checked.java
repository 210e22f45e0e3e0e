package dev.usher.component.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.Role;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** What programs give as bytes, checked before it is sent. */
final class Checked {
    private Checked() {}

    /** @throws IllegalArgumentException if the bytes are no UTF-8, which no peer would take */
    static byte[] text(byte[] text) {
        decoded(text, 0);
        return text;
    }

    private static String decoded(byte[] bytes, int from) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text is sent in UTF-8, and these bytes are not (RFC 6455 §5.6)", e);
        }
    }

    static Close close(Role role, byte[] raw) {
        if (raw.length == 0) {
            return Close.EMPTY;
        }
        if (raw.length == 1) {
            throw new IllegalArgumentException("a close frame carries a code of two bytes, or nothing");
        }
        return close(role, (raw[0] & 0xFF) << 8 | raw[1] & 0xFF, decoded(raw, 2));
    }

    static Close close(Role role, int code, String reason) {
        CloseCode wanted = new CloseCode(code);
        if (!wanted.maySend(role)) {
            throw new IllegalArgumentException("a " + role + " closes with 1000 to 1003, 1007 to 1014"
                    + (role == Role.SERVER ? " but not 1010" : "") + ", or 3000 to 4999, not with " + code
                    + " (RFC 6455 §7.4)");
        }
        return Close.of(wanted, reason);
    }
}
