package dev.usher.benchmarks.load;

import java.nio.charset.StandardCharsets;

/** {@code GET /plaintext} or {@code /json} as a client with keep-alive asks it, always the same. */
public final class HttpScript implements Script {

    public static final String NAME = "http";
    public static final String JSON = "json";
    public static final String TARGET = "/plaintext";
    public static final String JSON_TARGET = "/json";
    public static final String BODY = "Hello, World!";
    public static final String JSON_BODY = "{\"message\":\"" + BODY + "\"}";

    private final boolean json;
    private final byte[] request;

    HttpScript(boolean json) {
        this.json = json;
        request = (json ? text(JSON_TARGET, "application/json") : plaintext()).getBytes(StandardCharsets.US_ASCII);
    }

    /** @return what is asked for plain text */
    public static String plaintext() {
        return text(TARGET, "text/plain");
    }

    private static String text(String target, String accepted) {
        return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: " + accepted
                + "\r\nConnection: keep-alive\r\n\r\n";
    }

    @Override
    public byte[] request(int number) {
        return request;
    }

    @Override
    public Answers answers() {
        return json ? new HttpAnswers("application/json", JSON_BODY) : new HttpAnswers("text/plain", BODY);
    }
}
