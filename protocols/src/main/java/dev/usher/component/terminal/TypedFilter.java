package dev.usher.component.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filter.Input;
import dev.usher.filter.InputFilter;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Typed lines as bytes, so that they come by a link as all input does: what has ended the line (1), how many bytes it
 * has, or -1 for none (4), and the line. One thread.
 */
final class TypedFilter implements InputFilter<Typed> {
    private static final int HEAD = 5;
    private static final Typed.End[] ENDS = Typed.End.values();

    static byte[] bytes(Typed typed) {
        byte[] line = typed.line().orElse("").getBytes(UTF_8);
        return ByteBuffer.allocate(HEAD + line.length)
                .put((byte) typed.end().ordinal())
                .putInt(typed.line().isPresent() ? line.length : -1)
                .put(line)
                .array();
    }

    @Override
    public Typed next(Input input) {
        if (input.remaining() < HEAD) {
            return null;
        }
        int length = 0;
        for (int i = 1; i < HEAD; i++) {
            length = length << 8 | input.at(i) & 0xFF;
        }
        if (input.remaining() - HEAD < length) {
            return null;
        }
        Typed.End end = ENDS[input.at(0)];
        input.skip(HEAD);
        return new Typed(length < 0 ? Optional.empty() : Optional.of(input.take(length, UTF_8)), end);
    }

    @Override
    public TypedFilter fresh() {
        return new TypedFilter();
    }
}
