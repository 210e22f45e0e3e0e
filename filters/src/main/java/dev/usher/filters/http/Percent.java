package dev.usher.filters.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-escapes (RFC 3986 §2.1) as text in UTF-8. Stateless. */
final class Percent {
    private Percent() {}

    /**
     * Decodes one segment, name or value.
     *
     * @param text one character a byte
     * @param plusIsSpace whether '+' stands for a space, as in forms
     * @param kept bytes that stay escaped, because they would mean something else
     * @param where for sentences
     */
    static String decode(String text, boolean plusIsSpace, String kept, String where) {
        if (isPlain(text)) {
            return plusIsSpace ? text.replace('+', ' ') : text;
        }
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xFF) {
                throw Fault.ours("text of one character a byte, as ISO 8859-1 reads it, not "
                        + String.format("U+%04X", (int) c));
            }
            if (c != '%') {
                bytes[length++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
                continue;
            }
            byte b = escaped(text, i, where);
            if (b == 0) {
                throw Fault.bad("an escaped NUL in " + where);
            }
            if (kept.indexOf((char) (b & 0xFF)) >= 0) {
                bytes[length++] = '%';
                bytes[length++] = (byte) text.charAt(i + 1);
                bytes[length++] = (byte) text.charAt(i + 2);
            } else {
                bytes[length++] = b;
            }
            i += 2;
        }
        return utf8(bytes, length, where);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || c >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static byte escaped(String text, int at, String where) {
        if (at + 2 < text.length()) {
            int high = hex(text.charAt(at + 1));
            int low = hex(text.charAt(at + 2));
            if (high >= 0 && low >= 0) {
                return (byte) (high << 4 | low);
            }
        }
        throw Fault.bad("'%' without two hexadecimal digits in " + where + " (RFC 3986 §2.1)");
    }

    private static int hex(char c) {
        return c < 0x80 ? Octets.hex((byte) c) : -1;
    }

    private static String utf8(byte[] bytes, int length, String where) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw Fault.bad("bytes that are not UTF-8 in " + where);
        }
    }
}
