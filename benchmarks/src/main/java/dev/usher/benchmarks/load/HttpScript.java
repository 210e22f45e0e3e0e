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

    HttpScript(boolean json) {
        this.json = json;
    }

    @Override
    public byte[] request(int number) {
        String asked = json
                ? JSON_TARGET + " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: application/json"
                : TARGET + " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: text/plain";
        return ("GET " + asked + "\r\nConnection: keep-alive\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Answers answers() {
        return json ? new HttpAnswers("application/json", JSON_BODY) : new HttpAnswers("text/plain", BODY);
    }
}
