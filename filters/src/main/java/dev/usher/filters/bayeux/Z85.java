package dev.usher.filters.bayeux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filter.ProtocolException;
import java.util.Arrays;

/**
 * Bytes as text that JSON need not escape (ZeroMQ RFC 32): four bytes are five digits of base 85. Of a last group that
 * is not full, only as many digits are written as its bytes need. No state.
 */
final class Z85 {
    private static final int BASE = 85;
    private static final byte[] DIGITS =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
                    .getBytes(ISO_8859_1);
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            VALUES[DIGITS[i]] = (byte) i;
        }
    }

    private Z85() {}

    static String encode(byte[] bytes) {
        int missing = -bytes.length & 3;
        byte[] text = new byte[(bytes.length + missing) / 4 * 5];
        for (int from = 0, to = 0; from < bytes.length; from += 4, to += 5) {
            long group = 0;
            for (int i = from; i < from + 4; i++) {
                group = group << 8 | (i < bytes.length ? bytes[i] & 0xFF : 0);
            }
            for (int i = to + 4; i >= to; i--) {
                text[i] = DIGITS[(int) (group % BASE)];
                group /= BASE;
            }
        }
        return new String(text, 0, text.length - missing, ISO_8859_1);
    }

    static byte[] decode(String text) {
        int missing = (5 - text.length() % 5) % 5;
        if (missing == 4) {
            throw new ProtocolException("no Z85: a digit is left over");
        }
        byte[] bytes = new byte[(text.length() + missing) / 5 * 4];
        for (int from = 0, to = 0; from < text.length(); from += 5, to += 4) {
            long group = 0;
            for (int i = from; i < from + 5; i++) {
                group = group * BASE + (i < text.length() ? value(text.charAt(i)) : BASE - 1);
            }
            if (group >>> 32 != 0) {
                throw new ProtocolException("no Z85: a group of digits is more than four bytes");
            }
            for (int i = to + 3; i >= to; i--) {
                bytes[i] = (byte) group;
                group >>>= 8;
            }
        }
        return Arrays.copyOf(bytes, bytes.length - missing);
    }

    private static int value(char digit) {
        int value = digit < VALUES.length ? VALUES[digit] : -1;
        if (value < 0) {
            throw new ProtocolException("no Z85: it has '" + digit + "'");
        }
        return value;
    }
}
