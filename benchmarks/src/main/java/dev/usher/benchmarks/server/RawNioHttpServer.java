package dev.usher.benchmarks.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.measure.Options;
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
public final class RawNioHttpServer implements RawNioServer.Responder {

    /** Of a request for {@link HttpScript#JSON_TARGET}. */
    private static final int JSON_AT = "GET /".length();

    /** Four bytes can be a head. */
    private static final int MOST_OUT = (RawNioServer.LONGEST + RawNioServer.READ_SIZE) / 4 * 200;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private long second;
    private String date;
    private byte[] answer;

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(arguments, "port", "0");
        new RawNioServer(options.number("port"), new RawNioHttpServer(), MOST_OUT).run();
    }

    private byte[] answer(String type, String body) {
        return ("HTTP/1.1 200 OK\r\nServer: raw\r\nDate: " + date + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(US_ASCII);
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
                out.put(window[begin + JSON_AT] == 'j' ? json() : answer);
                begin = i + 1;
            }
        }
        return begin;
    }

    private byte[] json() {
        return answer("application/json", new String(Json.bytes(), US_ASCII));
    }

    private void renew() {
        long now = System.currentTimeMillis() / 1_000;
        if (now != second) {
            second = now;
            date = date();
            answer = answer("text/plain", HttpScript.BODY);
        }
    }
}
