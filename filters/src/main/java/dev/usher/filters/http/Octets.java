package dev.usher.filters.http;

import dev.usher.filter.Output;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Which bytes may stand where (RFC 9110 §5.6, RFC 3986 §2), and numbers as bytes. Stateless. */
final class Octets {
    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte SP = ' ';
    static final byte HTAB = '\t';

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    /** For each byte its lower-case form if it may stand in a token, else 0 (RFC 9110 §5.6.2). */
    private static final byte[] TOKEN = new byte[256];

    /** Bytes that may stand in a request target. */
    private static final boolean[] TARGET = new boolean[256];

    /** The value of each hexadecimal digit, else -1. */
    private static final byte[] HEX = new byte[256];

    private static final byte[] DIGITS = bytes("0123456789abcdef");
    private static final int MOST_DIGITS = 20; // of a long, with its sign

    static {
        for (byte b : bytes("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz")) {
            TOKEN[b] = b;
        }
        for (int b = 'A'; b <= 'Z'; b++) {
            TOKEN[b] = (byte) (b + 'a' - 'A');
        }
        // RFC 3986 has no form for [ \ ] ^ ` { | } in a path or query, but browsers send them. A fragment ('#') never
        // belongs into a target, and '"', '<' and '>' nobody sends.
        Arrays.fill(TARGET, '!', 0x7F, true);
        for (byte b : bytes("\"#<>")) {
            TARGET[b] = false;
        }
        Arrays.fill(HEX, (byte) -1);
        for (int i = 0; i < 16; i++) {
            HEX[DIGITS[i]] = (byte) i;
            HEX[Character.toUpperCase(DIGITS[i])] = (byte) i;
        }
    }

    private Octets() {}

    /** The bytes of a text that is known to be ASCII. */
    @SuppressWarnings("deprecation") // the one copy without a charset: cuts each character to its low byte
    static byte[] bytes(String text) {
        byte[] bytes = new byte[text.length()];
        text.getBytes(0, bytes.length, bytes, 0);
        return bytes;
    }

    /** The lower-case form of a byte that may stand in a token, else 0. */
    static byte token(byte b) {
        return TOKEN[b & 0xFF];
    }

    static boolean isTarget(byte b) {
        return TARGET[b & 0xFF];
    }

    static boolean isBlank(byte b) {
        return b == SP || b == HTAB;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** The value of a hexadecimal digit, else -1. */
    static int hex(byte b) {
        return HEX[b & 0xFF];
    }

    static boolean isToken(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (token(bytes[i]) == 0) {
                return false;
            }
        }
        return from < to;
    }

    /** Eight bytes, the first of them lowest. */
    static long word(byte[] bytes, int at) {
        return (long) WORD.get(bytes, at);
    }

    /** Where the first control character is, TAB and DEL among them, eight bytes at a time; {@code to} if none is. */
    static int control(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long word = word(bytes, i);
            long del = word ^ 0x7F * ONES;
            // Below 0x20, or equal to 0x7F, and the high bit not set. Bits above the lowest found may be false.
            long found = (word - 0x20 * ONES & ~word | del - ONES & ~del & ~word) & HIGHS;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (isControl(bytes[i])) {
                return i;
            }
        }
        return to;
    }

    static boolean isControl(byte b) {
        return b >= 0 && b < SP || b == 0x7F;
    }

    /** Whether bytes are a token, whatever its case. The token is lower-case and of token characters. */
    static boolean equalsToken(byte[] bytes, int from, int to, byte[] lowerCase) {
        if (to - from != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (token(bytes[from + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    static byte[] lowerCase(String text) {
        byte[] bytes = bytes(text);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
                bytes[i] += 'a' - 'A';
            }
        }
        return bytes;
    }

    static void putDecimal(long number, Output out) {
        int at = out.reserve(MOST_DIGITS);
        out.advance(decimal(number, out.array(), at));
    }

    /** Writes a number, 0 or more; answers how many bytes it has. */
    static int decimal(long number, byte[] bytes, int at) {
        int length = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            length++;
        }
        long rest = number;
        for (int i = at + length - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return length;
    }

    static void putHex(int number, Output out) {
        int shift = number == 0 ? 0 : 31 - Integer.numberOfLeadingZeros(number) & ~3;
        for (; shift >= 0; shift -= 4) {
            out.put(DIGITS[number >>> shift & 0xF]);
        }
    }
}
