package dev.usher.filters;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filter.Output;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;

/**
 * Text to bytes, all of it or nothing: what a charset cannot say is refused, never replaced. Belongs to one filter. For
 * ISO-8859-1 and UTF-8 nothing is allocated.
 */
abstract class TextEncoder {
    private static final byte[] NOTHING = {};

    static TextEncoder of(Charset charset) {
        if (charset.equals(ISO_8859_1)) {
            return new Latin1();
        }
        return charset.equals(UTF_8) ? new Utf8() : new Other(charset);
    }

    /**
     * Appends text and what ends it.
     *
     * @param text what to append
     * @param ending bytes to append behind it
     * @param out where to; untouched when this throws
     * @throws IllegalArgumentException naming the first character that has no bytes, and its index
     */
    abstract void put(String text, byte[] ending, Output out);

    /** An encoder of the same charset that another thread may use: itself where it remembers nothing. */
    TextEncoder fresh() {
        return this;
    }

    final byte[] bytes(String text) {
        Output out = new Output(text.length());
        put(text, NOTHING, out);
        return out.toByteArray();
    }

    /** Puts an ending behind text that was written into reserved room, and makes both count. */
    private static void end(Output out, int at, int length, byte[] ending) {
        System.arraycopy(ending, 0, out.array(), at + length, ending.length);
        out.advance(length + ending.length);
    }

    /**
     * Whether every character fits into a byte. Shifted before it is collected: for a string that is Latin-1 inside,
     * the JIT then proves every turn to be zero and drops the loop. 5 ns for 64 characters with the copy; with a
     * comparison inside, or shifted behind, 16 to 60 as soon as the program has other strings too.
     */
    private static boolean isNarrow(String text) {
        int wide = 0;
        for (int i = 0; i < text.length(); i++) {
            wide |= text.charAt(i) >>> 8;
        }
        return wide == 0;
    }

    /** Writes text whose characters all fit into a byte into reserved room, in one piece. */
    @SuppressWarnings("deprecation") // deprecated for dropping the upper bytes; there are none
    private static int writeNarrow(String text, byte[] ending, Output out) {
        int at = out.reserve(Math.addExact(text.length(), ending.length));
        text.getBytes(0, text.length(), out.array(), at);
        return at;
    }

    private static IllegalArgumentException refused(String text, int index, String why) {
        return new IllegalArgumentException(
                String.format("character U+%04X at index %d %s", (int) text.charAt(index), index, why));
    }

    private static final class Latin1 extends TextEncoder {
        @Override
        void put(String text, byte[] ending, Output out) {
            if (!isNarrow(text)) {
                throw refusedWide(text);
            }
            end(out, writeNarrow(text, ending, out), text.length(), ending);
        }

        private static IllegalArgumentException refusedWide(String text) {
            int index = 0;
            while (text.charAt(index) <= 0xFF) {
                index++;
            }
            return refused(text, index, "does not fit into a byte of ISO-8859-1; use charset(UTF_8)");
        }
    }

    private static final class Utf8 extends TextEncoder {
        private static final VarHandle WORD =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        private static final long SIGNS = 0x8080808080808080L;

        @Override
        void put(String text, byte[] ending, Output out) {
            if (isNarrow(text)) {
                int at = writeNarrow(text, ending, out);
                if (isAscii(out.array(), at, text.length())) {
                    end(out, at, text.length(), ending);
                    return;
                }
                // Not yet counted, so it is written over.
            }
            int length = length(text);
            int at = out.reserve(Math.addExact(length, ending.length));
            encode(text, out.array(), at);
            end(out, at, length, ending);
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

    /** Whatever else the JDK knows, by its encoder. */
    private static final class Other extends TextEncoder {
        private final CharsetEncoder encoder;

        Other(Charset charset) {
            if (!charset.canEncode()) {
                throw new IllegalArgumentException("charset " + charset + " cannot be written");
            }
            encoder = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
        }

        @Override
        TextEncoder fresh() {
            return new Other(encoder.charset());
        }

        @Override
        void put(String text, byte[] ending, Output out) {
            CharBuffer characters = CharBuffer.wrap(text);
            ByteBuffer encoded;
            try {
                encoded = encoder.encode(characters);
            } catch (CharacterCodingException e) {
                // The encoder stops in front of what it cannot say.
                throw refused(text, characters.position(), "has no form in " + encoder.charset());
            }
            int length = encoded.remaining();
            int at = out.reserve(Math.addExact(length, ending.length));
            encoded.get(out.array(), at, length);
            end(out, at, length, ending);
        }
    }
}
