package dev.usher.wheel;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import java.nio.charset.StandardCharsets;

/** Pieces of a fixed length, and whatever text is put. */
final class Pieces implements Filter<String, String> {
    private final int length;

    Pieces(int length) {
        this.length = length;
    }

    @Override
    public String next(Input input) {
        return input.remaining() < length ? null : input.take(length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void put(String item, Output out) {
        out.put(item.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public Pieces fresh() {
        return this;
    }
}
