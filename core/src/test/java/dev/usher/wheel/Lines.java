package dev.usher.wheel;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * Lines ended by LF, as short as a filter can be. The line {@code bad} is refused and taken, {@code stuck} is refused
 * and stays, {@code bug} is a fault of the filter's own; {@code unsayable} cannot be sent.
 */
final class Lines implements Filter<String, String> {
    private int searched;

    /** How many bytes were looked at in all. */
    long looked;

    @Override
    public String next(Input input) {
        int end = input.indexOf((byte) '\n', searched);
        looked += (end < 0 ? input.remaining() : end) - searched;
        if (end < 0) {
            searched = input.remaining();
            return null;
        }
        searched = 0;
        if (new String(input.array(), input.position(), end, StandardCharsets.ISO_8859_1).equals("bug")) {
            throw new IllegalStateException("a fault of the filter");
        }
        if (end == 5 && new String(input.array(), input.position(), end, StandardCharsets.ISO_8859_1).equals("stuck")) {
            throw new ProtocolException("stuck");
        }
        String line = input.take(end, StandardCharsets.ISO_8859_1);
        input.skip(1);
        if (line.equals("bad")) {
            throw new ProtocolException("bad line");
        }
        return line;
    }

    @Override
    public void put(String item, Output out) {
        out.put(item.getBytes(StandardCharsets.ISO_8859_1));
        if (item.equals("unsayable")) {
            throw new IllegalArgumentException("unsayable");
        }
        if (!item.isEmpty()) {
            out.put((byte) '\n');
        }
    }

    @Override
    public Lines fresh() {
        return new Lines();
    }
}
