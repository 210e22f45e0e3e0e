package dev.usher.filters;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filter.Output;
import dev.usher.filters.internal.Utf8;
import java.nio.ByteBuffer;
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
        return charset.equals(UTF_8) ? new OfUtf8() : new Other(charset);
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

    private static final class Latin1 extends TextEncoder {
        @Override
        void put(String text, byte[] ending, Output out) {
            if (!Utf8.isNarrow(text)) {
                throw refusedWide(text);
            }
            end(out, Utf8.writeNarrow(text, ending.length, out), text.length(), ending);
        }

        private static IllegalArgumentException refusedWide(String text) {
            int index = 0;
            while (text.charAt(index) <= 0xFF) {
                index++;
            }
            return Utf8.refused(text, index, "does not fit into a byte of ISO-8859-1; use charset(UTF_8)");
        }
    }

    private static final class OfUtf8 extends TextEncoder {
        @Override
        void put(String text, byte[] ending, Output out) {
            int length = Utf8.write(text, ending.length, out);
            end(out, out.reserve(0), length, ending);
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
                throw Utf8.refused(text, characters.position(), "has no form in " + encoder.charset());
            }
            int length = encoded.remaining();
            int at = out.reserve(Math.addExact(length, ending.length));
            encoded.get(out.array(), at, length);
            end(out, at, length, ending);
        }
    }
}
