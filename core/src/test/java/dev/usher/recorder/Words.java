package dev.usher.recorder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;

/** Lines that end with LF. */
final class Words implements Filter<String, String> {
    @Override
    public String next(Input input) {
        int end = input.indexOf((byte) '\n', 0);
        if (end < 0) {
            return null;
        }
        String line = input.take(end, ISO_8859_1);
        input.skip(1);
        return line;
    }

    @Override
    public void put(String item, Output out) {
        out.put((item + "\n").getBytes(ISO_8859_1));
    }

    @Override
    public Words fresh() {
        return new Words();
    }
}
