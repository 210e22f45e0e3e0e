package dev.usher.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts as bodies of POST and of its answers, on one connection that is kept: the next may be sent when the last was
 * answered. Cookies are sent back. Used by one thread.
 */
public final class PostWire extends Wire {

    private static final Pattern COOKIE = Pattern.compile("(?im)^set-cookie: *([^;\r]+)");
    private static final Pattern LENGTH = Pattern.compile("(?m)^content-length: *(\\d+)");

    private String cookies = "";

    public PostWire(int port) throws IOException {
        super(Load.connect(port));
    }

    @Override
    Wire beside(int port) throws IOException {
        PostWire other = new PostWire(port);
        other.cookies = cookies;
        return other;
    }

    @Override
    void send(String text) throws IOException {
        write(("POST /cometd HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json;charset=UTF-8\r\n"
                        + (cookies.isEmpty() ? "" : "Cookie: " + cookies + "\r\n")
                        + "Content-Length: " + text.length() + "\r\n\r\n" + text)
                .getBytes(ISO_8859_1));
    }

    @Override
    String next() throws IOException {
        int body = headEnd();
        if (body < 0) {
            return null;
        }
        String raw = new String(window, 0, body, ISO_8859_1);
        if (!raw.startsWith("HTTP/1.1 200")) {
            throw new IOException("a POST was answered: " + raw);
        }
        String head = raw.toLowerCase(Locale.ROOT);
        if (head.contains("\r\nset-cookie:")) {
            keepCookies(raw);
        }
        if (head.contains("transfer-encoding: chunked")) {
            return chunks(body);
        }
        Matcher length = LENGTH.matcher(head);
        if (!length.find()) {
            throw new IOException("the answer to a POST has no length: " + raw);
        }
        int end = body + Integer.parseInt(length.group(1));
        if (end > limit) {
            return null;
        }
        String text = new String(window, body, end - body, ISO_8859_1);
        taken(end);
        return text;
    }

    private int headEnd() {
        for (int i = 3; i < limit; i++) {
            if (window[i] == '\n' && window[i - 1] == '\r' && window[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private void keepCookies(String head) {
        StringBuilder kept = new StringBuilder();
        Matcher cookie = COOKIE.matcher(head);
        while (cookie.find()) {
            kept.append(kept.isEmpty() ? "" : "; ").append(cookie.group(1));
        }
        cookies = kept.toString();
    }

    // RFC 9112 §7.1
    private String chunks(int from) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int at = from;
        while (true) {
            int line = at;
            while (line < limit && window[line] != '\n') {
                line++;
            }
            if (line == limit) {
                return null;
            }
            String size = new String(window, at, line - at, ISO_8859_1).strip();
            int count = Integer.parseInt(size.replaceFirst(";.*", ""), 16);
            int end = line + 1 + count + 2;
            if (end > limit) {
                return null;
            }
            if (count == 0) { // none of the servers sends trailers
                taken(end);
                return text.toString(ISO_8859_1);
            }
            text.write(window, line + 1, count);
            at = end;
        }
    }
}
