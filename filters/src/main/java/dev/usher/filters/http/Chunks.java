package dev.usher.filters.http;

import dev.usher.filter.Input;

/**
 * Parses content in chunks (RFC 9112 §7.1). Takes bytes as they come. Belongs to one reader.
 *
 * <pre>
 *       hex            ';'              CR           LF          data        CR           LF
 * SIZE -----> SIZE ---------> EXTENSION ---> SIZE_LF ---> DATA ------> DATA_CR ---> DATA_LF ---> SIZE ...
 *                                              | LF, size 0
 *                                              +-----------> TRAILERS ---> done
 * </pre>
 */
final class Chunks {
    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS
    }

    private static final int MOST_DIGITS = 16; // of a size; any number of them would do, but nobody sends more
    private static final int TRAILER_ROOM = 256;

    private final Fields fields = new Fields(TRAILER_ROOM);
    private final Trailers trailers = new Trailers(fields);
    private final FieldLines lines = new FieldLines(fields, "trailers", "trailerBytes");

    private HttpLimits limits = HttpLimits.DEFAULT;
    private State state = State.SIZE;
    private long size;
    private int digits;
    private long total; // sizes so far
    private int extensionBytes; // of all chunks
    private boolean begun; // the first ';' of the extensions has come
    private boolean blank; // the byte before was a blank, which must not be the last
    private boolean quoted;
    private boolean escaped;

    void begin(HttpLimits newLimits) {
        limits = newLimits;
        total = 0;
        extensionBytes = 0;
        beginChunk();
    }

    private void beginChunk() {
        state = State.SIZE;
        size = 0;
        digits = 0;
    }

    /** The next piece, or the trailers, or null. */
    HttpPart next(Input input, Content content) {
        while (!input.isEmpty()) {
            switch (state) {
                case SIZE -> size(input);
                case EXTENSION -> extension(input);
                case SIZE_LF -> {
                    require(input, Octets.LF, "CR without LF behind a chunk size");
                    endSizeLine();
                }
                case DATA -> {
                    int length = (int) Math.min(size, input.remaining());
                    content.wrap(input.array(), input.position(), length, false);
                    input.skip(length);
                    size -= length;
                    if (size == 0) {
                        state = State.DATA_CR;
                    }
                    return content;
                }
                case DATA_CR -> {
                    require(input, Octets.CR, "a chunk longer than its size, or without CRLF behind it");
                    state = State.DATA_LF;
                }
                case DATA_LF -> {
                    require(input, Octets.LF, "CR without LF behind a chunk");
                    beginChunk();
                }
                case TRAILERS -> {
                    return trailers(input);
                }
            }
        }
        return null;
    }

    private static void require(Input input, byte wanted, String otherwise) {
        if (input.at(0) != wanted) {
            throw Fault.bad(otherwise + " (RFC 9112 §7.1)");
        }
        input.skip(1);
    }

    private void size(Input input) {
        while (!input.isEmpty()) {
            byte b = input.at(0);
            int digit = Octets.hex(b);
            if (digit < 0) {
                endSize(b);
                return;
            }
            if (++digits > MOST_DIGITS) {
                throw Fault.bad("a chunk size of more than " + MOST_DIGITS + " digits");
            }
            if (size > limits.content() >> 4) {
                throw tooLarge();
            }
            size = size << 4 | digit;
            input.skip(1);
        }
    }

    private void endSize(byte b) {
        if (digits == 0 || b != ';' && b != Octets.CR && !Octets.isBlank(b)) {
            throw Fault.bad(Fault.octet(b) + " in a chunk size, which is hexadecimal digits (RFC 9112 §7.1)");
        }
        if (size > limits.content() - total) {
            throw tooLarge();
        }
        begun = false;
        blank = false;
        quoted = false;
        escaped = false;
        state = State.EXTENSION;
    }

    private HttpException tooLarge() {
        return Fault.beyond(Fault.CONTENT_TOO_LARGE, "the content is longer", limits.content(), "content");
    }

    /**
     * Skips extensions up to CR. A quoted text may hold anything but the end of a line, so a parser that knows quotes
     * and one that does not find the same end.
     */
    private void extension(Input input) {
        byte b = input.at(0);
        if (b == Octets.CR && !quoted && !blank) {
            input.skip(1);
            state = State.SIZE_LF;
            return;
        }
        boolean unexpected = begun ? Octets.isControl(b) : b != ';';
        if (unexpected && !Octets.isBlank(b)) {
            throw Fault.bad(Fault.octet(b) + " in a chunk extension (RFC 9112 §7.1.1)");
        }
        if (extensionBytes == limits.chunkExtensions()) {
            throw Fault.beyond(
                    Fault.BAD_REQUEST, "chunk extensions are longer", limits.chunkExtensions(), "chunkExtensions");
        }
        if (escaped) {
            escaped = false;
        } else if (quoted && b == '\\') {
            escaped = true;
        } else if (b == '"') {
            quoted = !quoted;
        }
        begun |= b == ';';
        blank = Octets.isBlank(b);
        extensionBytes++;
        input.skip(1);
    }

    private void endSizeLine() {
        total += size;
        if (size > 0) {
            state = State.DATA;
            return;
        }
        fields.reset(TRAILER_ROOM);
        lines.begin(0, limits.trailerBytes(), limits.fields());
        state = State.TRAILERS;
    }

    private HttpPart trailers(Input input) {
        if (!lines.read(input.array(), input.position(), input.limit())) {
            return null;
        }
        fields.load(input.array(), input.position(), lines.end() - 2);
        input.skip(lines.end());
        return trailers;
    }
}
