package dev.usher.filters.websocket;

import dev.usher.filters.FilterCases;
import java.nio.charset.StandardCharsets;

/**
 * Frames written by hand, as text of one character a byte; nothing is checked, so that they may be wrong. Stateless.
 */
final class Frames {
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int RSV2 = 0x20;
    static final int RSV3 = 0x10;

    private static final int KEY = 0xA17E_03F9;

    private Frames() {}

    static String utf8(String text) {
        return FilterCases.text(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes that hexadecimal digits name. */
    static String hex(String digits) {
        StringBuilder text = new StringBuilder();
        for (String octet : digits.trim().split("\\s+")) {
            text.append((char) Integer.parseInt(octet, 16));
        }
        return text.toString();
    }

    static String text(String payload) {
        return frame(FIN | Opcode.TEXT, payload);
    }

    static String binary(String payload) {
        return frame(FIN | Opcode.BINARY, payload);
    }

    static String ping(String payload) {
        return frame(FIN | Opcode.PING, payload);
    }

    static String close(int code, String reason) {
        return frame(FIN | Opcode.CLOSE, "" + (char) (code >> 8) + (char) (code & 0xFF) + reason);
    }

    /** A client's frame with the shortest length. */
    static String frame(int first, String payload) {
        int length = payload.length();
        String form = length < 126
                ? "" + (char) (0x80 | length)
                : length < 65_536 ? (char) 0xFE + big(length, 2) : (char) 0xFF + big(length, 8);
        return "" + (char) first + form + masked(payload);
    }

    /** A client's frame that says its length in 2 or 8 bytes. */
    static String wide(int first, int bytes, long length, String payload) {
        return "" + (char) first + (char) (bytes == 2 ? 0xFE : 0xFF) + big(length, bytes) + masked(payload);
    }

    /** A server's frame. */
    static String bare(int first, String payload) {
        int length = payload.length();
        String form = length < 126
                ? "" + (char) length
                : length < 65_536 ? (char) 126 + big(length, 2) : (char) 127 + big(length, 8);
        return "" + (char) first + form + payload;
    }

    private static String masked(String payload) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            text.append((char) (KEY >>> 8 * i & 0xFF));
        }
        for (int i = 0; i < payload.length(); i++) {
            text.append((char) (payload.charAt(i) ^ KEY >>> 8 * (i & 3) & 0xFF));
        }
        return text.toString();
    }

    private static String big(long number, int bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = bytes - 1; i >= 0; i--) {
            text.append((char) (number >>> 8 * i & 0xFF));
        }
        return text.toString();
    }
}
