package dev.usher.filters;

import dev.usher.filter.Input;
import java.nio.charset.Charset;

/**
 * One exact sequence of bytes (POE::Filter::Line's InputLiteral). Belongs to one filter.
 *
 * <p>Its first byte is searched eight at a time, the others are compared where it is found; a literal whose beginning
 * comes again and again costs its length at each of these places.
 */
final class LiteralEnd extends LineEnd {
    private final String text;
    private final byte[] literal;

    LiteralEnd(String text, Charset charset) {
        this.text = text;
        this.literal = TextEncoder.of(charset).bytes(text);
    }

    @Override
    boolean find(Input input) {
        int length = literal.length;
        int from = searched;
        while (true) {
            int at = input.indexOf(literal[0], from);
            if (at < 0) {
                return notFound(input.remaining());
            }
            int available = Math.min(length, input.remaining() - at);
            if (beginsAt(input, at, available)) {
                // Cut by the end of the window: the search goes on at the place where the literal may begin.
                return available == length ? found(at, at + length) : notFound(at);
            }
            from = at + 1;
        }
    }

    private boolean beginsAt(Input input, int at, int count) {
        for (int i = 1; i < count; i++) {
            if (input.at(at + i) != literal[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    LineEnd fresh(Charset charset) {
        return new LiteralEnd(text, charset);
    }

    @Override
    public String toString() {
        return quoted(text);
    }
}
