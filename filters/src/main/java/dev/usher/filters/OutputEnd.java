package dev.usher.filters;

import dev.usher.filter.Output;
import java.io.OutputStream;

/** The end of an output buffer, for those who write to streams only. Not thread-safe. */
final class OutputEnd extends OutputStream {
    private final Output out;

    OutputEnd(Output out) {
        this.out = out;
    }

    @Override
    public void write(int value) {
        out.put((byte) value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        out.put(bytes, offset, length);
    }
}
