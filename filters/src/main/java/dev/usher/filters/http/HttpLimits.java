package dev.usher.filters.http;

/**
 * How much of a message is taken. Immutable; each {@code with} method answers a copy.
 *
 * <p>What a head may need in memory is {@code startLine + fieldBytes}; content is never kept, so {@code content} bounds
 * what a program is made to read.
 *
 * @param method bytes of a method, 32: the longest registered has 17. Beyond it 501 (RFC 9112 §3)
 * @param startLine bytes of a request line or status line without its end, 8,192: RFC 9112 §3 wants 8,000. Beyond it
 *     414
 * @param fields field lines of a head, and of trailers, 100. Beyond it 431
 * @param fieldBytes bytes of all field lines of a head with their ends, 16,384. Beyond it 431
 * @param content bytes of content, 1,048,576 as in the manual. Beyond it 413
 * @param chunkExtensions bytes of all chunk extensions of a message, 1,024: nobody is known to need any. Beyond it 400
 * @param trailerBytes bytes of all trailer lines with their ends, 4,096. Beyond it 431
 * @param emptyLines empty lines before a request line, 1: some clients send one behind a form (RFC 9112 §2.2). Beyond
 *     it 400
 */
public record HttpLimits(
        int method,
        int startLine,
        int fields,
        int fieldBytes,
        long content,
        int chunkExtensions,
        int trailerBytes,
        int emptyLines) {

    /** What is taken unless a program says otherwise. */
    public static final HttpLimits DEFAULT = new HttpLimits(32, 8_192, 100, 16_384, 1 << 20, 1_024, 4_096, 1);

    private static final int MOST = 1 << 28;

    /** Checks every limit. */
    public HttpLimits {
        check("method", method, 1, MOST);
        check("startLine", startLine, 16, MOST);
        check("fields", fields, 1, Short.MAX_VALUE);
        check("fieldBytes", fieldBytes, 1, MOST);
        check("content", content, 0, Long.MAX_VALUE);
        check("chunkExtensions", chunkExtensions, 0, MOST);
        check("trailerBytes", trailerBytes, 0, MOST);
        check("emptyLines", emptyLines, 0, MOST);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw Fault.ours("HttpLimits." + name + " must be " + least + " to " + most + ", not " + value);
        }
    }

    /**
     * @param bytes of a method, 1 or more
     * @return a copy
     */
    public HttpLimits withMethod(int bytes) {
        return new HttpLimits(bytes, startLine, fields, fieldBytes, content, chunkExtensions, trailerBytes, emptyLines);
    }

    /**
     * @param bytes of a request line or status line, 16 or more
     * @return a copy
     */
    public HttpLimits withStartLine(int bytes) {
        return new HttpLimits(method, bytes, fields, fieldBytes, content, chunkExtensions, trailerBytes, emptyLines);
    }

    /**
     * @param count of field lines, 1 to 32,767
     * @return a copy
     */
    public HttpLimits withFields(int count) {
        return new HttpLimits(method, startLine, count, fieldBytes, content, chunkExtensions, trailerBytes, emptyLines);
    }

    /**
     * @param bytes of all field lines, 1 or more
     * @return a copy
     */
    public HttpLimits withFieldBytes(int bytes) {
        return new HttpLimits(method, startLine, fields, bytes, content, chunkExtensions, trailerBytes, emptyLines);
    }

    /**
     * @param bytes of content, 0 or more
     * @return a copy
     */
    public HttpLimits withContent(long bytes) {
        return new HttpLimits(method, startLine, fields, fieldBytes, bytes, chunkExtensions, trailerBytes, emptyLines);
    }

    /**
     * @param bytes of all chunk extensions, 0 or more
     * @return a copy
     */
    public HttpLimits withChunkExtensions(int bytes) {
        return new HttpLimits(method, startLine, fields, fieldBytes, content, bytes, trailerBytes, emptyLines);
    }

    /**
     * @param bytes of all trailer lines, 0 or more
     * @return a copy
     */
    public HttpLimits withTrailerBytes(int bytes) {
        return new HttpLimits(method, startLine, fields, fieldBytes, content, chunkExtensions, bytes, emptyLines);
    }

    /**
     * @param count of empty lines before a request, 0 or more
     * @return a copy
     */
    public HttpLimits withEmptyLines(int count) {
        return new HttpLimits(method, startLine, fields, fieldBytes, content, chunkExtensions, trailerBytes, count);
    }
}
