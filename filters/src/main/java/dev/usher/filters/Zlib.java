package dev.usher.filters;

import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compression in zlib's format (RFC 1950), as Compress::Zlib writes it. One for each thread, since its native memory is
 * much and filters are many and have no end.
 */
final class Zlib {
    private static final ThreadLocal<Zlib> OF_THREAD = ThreadLocal.withInitial(Zlib::new);
    private static final int STEP = 1024;

    private final Deflater deflater = new Deflater();
    private final Inflater inflater = new Inflater();
    private Output spare = new Output(STEP);

    private Zlib() {}

    static Zlib ofThread() {
        return OF_THREAD.get();
    }

    /** An empty buffer; another one for those who come while it is in use. */
    Output borrow() {
        Output lent = spare == null ? new Output(STEP) : spare;
        spare = null;
        return lent;
    }

    void giveBack(Output lent) {
        lent.clear();
        spare = lent;
    }

    void deflate(Output plain, Output out) {
        deflater.reset();
        deflater.setInput(plain.array(), plain.head(), plain.size());
        deflater.finish();
        while (!deflater.finished()) {
            int at = out.reserve(STEP);
            out.advance(deflater.deflate(out.array(), at, out.array().length - at));
        }
    }

    /**
     * Appends what is inside of compressed bytes, and stops one byte behind the limit: they may hide a thousandfold.
     */
    void inflate(byte[] bytes, int offset, int length, int limit, Output plain) {
        inflater.reset();
        inflater.setInput(bytes, offset, length);
        while (!inflater.finished()) {
            int at = plain.reserve(STEP);
            long most = Math.min(plain.array().length - at, limit + 1L - plain.size());
            int got = inflateStep(plain.array(), at, (int) most);
            plain.advance(got);
            if (plain.size() > limit) {
                throw new ProtocolException("a compressed value holds more bytes than maxLength " + limit
                        + " allows; if such values are right, raise ReferenceFilter.maxLength(bytes)");
            }
            if (got == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                throw new ProtocolException("a compressed value "
                        + (inflater.needsInput()
                                ? "ends in its middle"
                                : "needs a dictionary, which nobody agreed on"));
            }
        }
        if (inflater.getRemaining() > 0) {
            throw new ProtocolException(inflater.getRemaining() + " bytes behind the end of a compressed value");
        }
    }

    private int inflateStep(byte[] array, int at, int most) {
        try {
            return inflater.inflate(array, at, most);
        } catch (DataFormatException e) {
            throw new ProtocolException("a value is not compressed in zlib's format: " + e.getMessage()
                    + "; both ends must agree on compression");
        }
    }
}
