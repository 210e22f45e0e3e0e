package dev.usher.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks the answers of one connection to {@link HttpScript}: status 200, {@code Content-Length}, {@code Content-Type},
 * {@code Date} and {@code Server}, and the body. An answer that equals the one before it byte for byte is as good as
 * that; each other one, so the first of every second, is read field by field. Used by one thread.
 */
final class HttpAnswers implements Script.Answers {

    private static final int LONGEST = 4_096;

    private final byte[] window = new byte[2 * 16_384];
    private final String type;
    private final byte[] expected;
    private int limit;
    private byte[] known = {};

    /** All answers are to have that type and body. */
    HttpAnswers(String type, String body) {
        this.type = type;
        this.expected = body.getBytes(ISO_8859_1);
    }

    @Override
    public int take(ByteBuffer in) throws IOException {
        int count = in.remaining();
        in.get(window, limit, count);
        limit += count;
        int begin = 0;
        int answers = 0;
        for (int length = length(begin); length > 0; length = length(begin)) {
            begin += length;
            answers++;
        }
        limit -= begin;
        if (limit > LONGEST) {
            throw wrong("is longer than " + LONGEST + " bytes", begin, limit);
        }
        System.arraycopy(window, begin, window, 0, limit);
        return answers;
    }

    /** The length of the answer that begins there, checked; 0 if it is not whole yet. */
    private int length(int begin) throws IOException {
        int end = begin + known.length;
        if (known.length > 0 && end <= limit && Arrays.equals(window, begin, end, known, 0, known.length)) {
            return known.length;
        }
        int body = begin + 3;
        while (body < limit && !isHeadEnd(body)) {
            body++;
        }
        if (body >= limit) {
            return 0;
        }
        body++;
        end = body + expected.length;
        checkHead(begin, body);
        if (end > limit) {
            return 0;
        }
        if (!Arrays.equals(window, body, end, expected, 0, expected.length)) {
            throw wrong("has another body", begin, end - begin);
        }
        known = Arrays.copyOfRange(window, begin, end);
        return end - begin;
    }

    private boolean isHeadEnd(int at) {
        return window[at] == '\n' && window[at - 1] == '\r' && window[at - 2] == '\n' && window[at - 3] == '\r';
    }

    private void checkHead(int begin, int end) throws IOException {
        String[] lines = new String(window, begin, end - begin, ISO_8859_1).split("\r\n");
        if (!lines[0].matches("HTTP/1\\.1 200( .*)?")) {
            throw wrong("has another status", begin, end - begin);
        }
        Map<String, String> fields = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] field = lines[i].split(":", 2);
            if (field.length != 2 || fields.put(field[0].toLowerCase(Locale.ROOT), field[1].strip()) != null) {
                throw wrong("has a field twice, or a line that is no field", begin, end - begin);
            }
        }
        boolean told = fields.getOrDefault("content-length", "").equals("" + expected.length)
                && fields.getOrDefault("content-type", "").startsWith(type)
                && fields.getOrDefault("date", "").endsWith(" GMT")
                && !fields.getOrDefault("server", "").isEmpty()
                && !fields.containsKey("transfer-encoding");
        if (!told) {
            throw wrong("lacks Content-Length, " + type + ", Date or Server", begin, end - begin);
        }
    }

    private IOException wrong(String what, int begin, int length) {
        return new IOException("an answer " + what + ": " + new String(window, begin, length, ISO_8859_1));
    }
}
