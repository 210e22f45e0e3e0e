package dev.usher.filters.internal;

import dev.usher.filter.Output;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Text to UTF-8 without allocating (RFC 3629); what it has no form for is refused, never replaced. Stateless. */
public final class Utf8 {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SIGNS = 0x8080808080808080L;

    private Utf8() {}

    /**
     * Writes text behind what is in a buffer. It does not count yet: {@link Output#advance} makes it.
     *
     * @param text what to write
     * @param more bytes of room to have behind it
     * @param out where to
     * @return the number of bytes written
     * @throws IllegalArgumentException naming the first character that has no bytes, and its index
     */
    public static int write(String text, int more, Output out) {
        if (isNarrow(text)) {
            int at = writeNarrow(text, more, out);
            if (isAscii(out.array(), at, text.length())) {
                return text.length();
            }
            // Not yet counted, so it is written over.
        }
        int length = length(text);
        int at = out.reserve(Math.addExact(length, more));
        encode(text, out.array(), at);
        return length;
    }

    /**
     * Whether every character fits into a byte. Shifted before it is collected: for a string that is Latin-1 inside,
     * the JIT then proves every turn to be zero and drops the loop. 5 ns for 64 characters with the copy; with a
     * comparison inside, or shifted behind, 16 to 60 as soon as the program has other strings too.
     *
     * @param text any
     * @return whether it is ISO 8859-1
     */
    public static boolean isNarrow(String text) {
        int wide = 0;
        for (int i = 0; i < text.length(); i++) {
            wide |= text.charAt(i) >>> 8;
        }
        return wide == 0;
    }

    /**
     * Writes text whose characters all fit into a byte behind what is in a buffer, in one piece. It does not count yet.
     *
     * @param text what to write, narrow
     * @param more bytes of room to have behind it
     * @param out where to
     * @return index in the buffer's array of the first
     */
    @SuppressWarnings("deprecation") // deprecated for dropping the upper bytes; there are none
    public static int writeNarrow(String text, int more, Output out) {
        int at = out.reserve(Math.addExact(text.length(), more));
        text.getBytes(0, text.length(), out.array(), at);
        return at;
    }

    /**
     * What to throw for a character that cannot be written.
     *
     * @param text where it is
     * @param index of it
     * @param why it cannot
     * @return the error
     */
    public static IllegalArgumentException refused(String text, int index, String why) {
        return new IllegalArgumentException(
                String.format("character U+%04X at index %d %s", (int) text.charAt(index), index, why));
    }

    private static boolean isAscii(byte[] bytes, int from, int length) {
        int at = from;
        int end = from + length;
        long signs = 0;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            signs |= (long) WORD.get(bytes, at);
        }
        for (; at < end; at++) {
            signs |= bytes[at];
        }
        return (signs & SIGNS) == 0;
    }

    /** Bytes of the text; refuses halves of surrogate pairs (RFC 3629 §3). */
    private static int length(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                length += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                throw refused(text, i, "is half of a surrogate pair, which UTF-8 has no form for");
            }
        }
        return Math.toIntExact(length);
    }

    private static void encode(String text, byte[] bytes, int from) {
        int at = from;
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i);
            if (c < 0x80) {
                bytes[at++] = (byte) c;
                continue;
            }
            if (c < 0x800) {
                bytes[at++] = (byte) (0xC0 | c >>> 6);
            } else {
                if (Character.isSurrogate((char) c)) {
                    c = Character.toCodePoint((char) c, text.charAt(++i));
                    bytes[at++] = (byte) (0xF0 | c >>> 18);
                    bytes[at++] = (byte) (0x80 | c >>> 12 & 0x3F);
                } else {
                    bytes[at++] = (byte) (0xE0 | c >>> 12);
                }
                bytes[at++] = (byte) (0x80 | c >>> 6 & 0x3F);
            }
            bytes[at++] = (byte) (0x80 | c & 0x3F);
        }
    }
}
