package dev.usher.filters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filters.FilterCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * {@link RequestParser}: requests that were right before something was changed in them. It gives parts or refuses,
 * never anything else, never without end, and the same whatever the cuts. Every build tries the same 100,000 requests
 * and 4,000 responses; with the system property {@code usher.nightly} it is a hundred times as many others;
 * {@code -Dusher.seed=N} tries that one alone.
 */
class HttpFuzzTest {
    private static final int MANY_REQUESTS = 100_000;
    private static final int MANY_RESPONSES = 4_000;
    private static final int NIGHTLY = 100; // times as many
    private static final int MOST_CHANGES = 4;

    private static final String[] REQUESTS = {
        "GET /a/b?c=d HTTP/1.1\r\nHost: example.com:80\r\nAccept: text/html, */*\r\n\r\n",
        "\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\nConnection: close\r\n\r\nhello, world",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;a=\"b\"\r\nhello\r\n0A\r\n0123456789\r\n0\r\nX-T: 1\r\nX-U: 2\r\n\r\n",
        "GET http://a.example/x HTTP/1.1\r\nHost: b\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        "OPTIONS * HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n\r\n",
        "PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\nCookie: a=b; c=d\r\n\r\nabc",
    };

    private static final String[] RESPONSES = {
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nServer: x\r\n\r\n"
                + "5;a=\"b\"\r\nhello\r\n0A\r\n0123456789\r\n0\r\nX-T: 1\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n",
        "HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200\r\nConnection: close\r\n\r\nuntil the end",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    };

    /** What is written over, or between: what parsers stumble on. */
    private static final String[] PIECES = {
        "\r\n",
        "\r",
        "\n",
        "\0",
        " ",
        "\t",
        ":",
        ",",
        ";",
        "\"",
        "\\",
        "/",
        "0",
        "9",
        "f",
        "\u007f",
        "\u00ff",
        "%",
        "#",
        "chunked",
        "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Host: b\r\n",
        "\r\n\r\n",
        "0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "ffffffffffffffff",
        "99999999999999999999",
        "HTTP/1.1",
        "Expect: x\r\n"
    };

    private static final HttpLimits LIMITS = HttpLimits.DEFAULT
            .withMethod(12)
            .withStartLine(60)
            .withFields(6)
            .withFieldBytes(150)
            .withContent(40)
            .withChunkExtensions(10)
            .withTrailerBytes(30);

    @Test
    void shouldGiveTheSameRequestsWhateverTheCuts() {
        check(MANY_REQUESTS, REQUESTS, Wire::requests);
    }

    @Test
    void shouldGiveTheSameResponsesWhateverTheCuts() {
        RequestHead get = RequestHead.of("GET", "/", new MutableFields().add(FieldName.HOST, "a"));
        check(
                MANY_RESPONSES,
                RESPONSES,
                limits -> Wire.of(
                        () -> {
                            ResponseParser parser = new ResponseParser(limits);
                            for (int i = 0; i < 2; i++) {
                                parser.sent(get);
                            }
                            return parser;
                        },
                        "",
                        ""));
    }

    private static void check(int many, String[] messages, Function<HttpLimits, Wire> wires) {
        String wanted = System.getProperty("usher.seed");
        boolean nightly = Boolean.getBoolean("usher.nightly");
        long first = wanted != null ? Long.parseLong(wanted) : nightly ? System.nanoTime() : 1;
        int count = wanted != null ? 1 : nightly ? many * NIGHTLY : many;
        int refused = 0;
        for (int i = 0; i < count; i++) {
            refused += check(first + i, messages, wires) ? 1 : 0;
        }
        // Changes that never break anything, or always do, would test nothing.
        assertTrue(count < many || refused > count / 4 && refused < count / 10 * 9, refused + " refused of " + count);
    }

    /** Answers whether the bytes were refused. */
    private static boolean check(long seed, String[] messages, Function<HttpLimits, Wire> wires) {
        Random random = new Random(seed);
        byte[] bytes = bytes(random, messages);
        Wire wire = wires.apply(random.nextBoolean() ? LIMITS : HttpLimits.DEFAULT);
        try {
            List<String> whole = wire.transcript(List.of(bytes));
            assertEquals(whole, wire.transcript(cut(bytes, random)));
            return whole.stream().anyMatch(part -> part.startsWith("error: "));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "replay with -Dusher.seed=" + seed + ": " + FilterCases.text(bytes) + "\n" + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Random random, String[] messages) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            text.append(messages[random.nextInt(messages.length)]);
        }
        for (int i = random.nextInt(MOST_CHANGES + 1); i > 0; i--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(4));
            String piece = random.nextInt(4) == 0
                    ? String.valueOf((char) random.nextInt(256))
                    : PIECES[random.nextInt(PIECES.length)];
            switch (random.nextInt(4)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, piece);
                case 2 -> text.replace(from, to, piece);
                default -> text.insert(from, text.substring(from, Math.min(text.length(), from + random.nextInt(30))));
            }
            if (text.length() == 0) {
                text.append(piece);
            }
        }
        return FilterCases.bytes(text.toString());
    }

    private static List<byte[]> cut(byte[] bytes, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int longest = 1 + random.nextInt(Math.max(1, random.nextInt(bytes.length + 1)));
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(longest));
            pieces.add(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
        return pieces;
    }
}
