package dev.usher.component.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Frames of a client octet by octet, right or wrong, and ways to cut them. */
final class Octets {
    static final int FIN = 0x80;
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final byte[] KEY = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private Octets() {}

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** A masked frame with the shortest length. */
    static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
        out.write(first);
        int length = payload.length;
        if (length < 126) {
            out.write(0x80 | length);
        } else if (length < 65_536) {
            out.write(0x80 | 126);
            out.write(length >>> 8);
            out.write(length);
        } else {
            out.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) length >>> shift));
            }
        }
        out.writeBytes(KEY);
        byte[] masked = payload.clone();
        for (int i = 0; i < length; i++) {
            masked[i] ^= KEY[i & 3];
        }
        out.writeBytes(masked);
        return out.toByteArray();
    }

    static byte[] frame(int first, String text) {
        return frame(first, utf8(text));
    }

    static byte[] closing(int code, byte[] reason) {
        byte[] payload = new byte[2 + reason.length];
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
        System.arraycopy(reason, 0, payload, 2, reason.length);
        return frame(FIN | CLOSE, payload);
    }

    static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    /** In pieces of some size. */
    static List<byte[]> chopped(byte[] octets, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < octets.length; at += size) {
            pieces.add(Arrays.copyOfRange(octets, at, Math.min(octets.length, at + size)));
        }
        return pieces;
    }

    /** A message in frames of some size. */
    static byte[] fragments(int opcode, byte[] message, int size) {
        List<byte[]> parts = message.length == 0 ? List.of(message) : chopped(message, size);
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + parts.size() * 14);
        for (int i = 0; i < parts.size(); i++) {
            out.writeBytes(frame((i == 0 ? opcode : CONTINUATION) | (i == parts.size() - 1 ? FIN : 0), parts.get(i)));
        }
        return out.toByteArray();
    }
}
