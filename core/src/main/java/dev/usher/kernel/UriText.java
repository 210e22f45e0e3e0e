package dev.usher.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Percent-escapes of URIs (RFC 3986 §2.1), of text in UTF-8. Stateless. */
final class UriText {
    private UriText() {}

    static String escape(String text, String allowed) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (word || allowed.indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append(String.format("%%%02X", (int) c));
            }
        }
        return escaped.toString();
    }

    /** What is no escape stays as it is. */
    static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] given = text.getBytes(UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(given.length);
        for (int i = 0; i < given.length; i++) {
            int value = given[i] == '%' && i + 2 < given.length ? hex(given[i + 1], given[i + 2]) : -1;
            if (value >= 0) {
                bytes.write(value);
                i += 2;
            } else {
                bytes.write(given[i]);
            }
        }
        return bytes.toString(UTF_8);
    }

    private static int hex(byte first, byte second) {
        int high = Character.digit(first, 16);
        int low = Character.digit(second, 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
