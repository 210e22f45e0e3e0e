package dev.usher.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The floor of HTTP: finds the end of each head, looks at nothing in it, and answers bytes that it has made once a
 * second. One thread.
 */
final class RawNioHttpServer implements RawNioServer.Responder {

    /** Four bytes can be a head. */
    private static final int MOST_OUT = (RawNioServer.LONGEST + RawNioServer.READ_SIZE) / 4 * 200;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private long second;
    private byte[] answer;

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(arguments, "port", "0");
        new RawNioServer(options.number("port"), new RawNioHttpServer(), MOST_OUT).run();
    }

    /** What the clock says now, as a field value. */
    static String date() {
        return date(Instant.now());
    }

    /** A time, as a field value. */
    static String date(Instant time) {
        return DATE.format(time);
    }

    @Override
    public int answer(byte[] window, int searched, int limit, ByteBuffer out) {
        renew();
        int begin = 0;
        for (int i = Math.max(searched, 3); i < limit; i++) {
            if (window[i] == '\n' && window[i - 1] == '\r' && window[i - 2] == '\n' && window[i - 3] == '\r') {
                out.put(answer);
                begin = i + 1;
            }
        }
        return begin;
    }

    private void renew() {
        long now = System.currentTimeMillis() / 1_000;
        if (now != second) {
            second = now;
            answer = ("HTTP/1.1 200 OK\r\nServer: raw\r\nDate: " + date()
                            + "\r\nContent-Type: text/plain\r\nContent-Length: " + HttpScript.BODY.length()
                            + "\r\n\r\n" + HttpScript.BODY)
                    .getBytes(US_ASCII);
        }
    }
}
