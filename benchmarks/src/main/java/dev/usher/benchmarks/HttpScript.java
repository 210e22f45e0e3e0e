package dev.usher.benchmarks;

import java.nio.charset.StandardCharsets;

/** {@code GET /plaintext} as a client with keep-alive asks it, always the same. */
final class HttpScript implements Script {

    static final String NAME = "http";
    static final String TARGET = "/plaintext";
    static final String BODY = "Hello, World!";

    private static final byte[] REQUEST = ("GET " + TARGET
                    + " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: text/plain\r\nConnection: keep-alive\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    @Override
    public byte[] request(int number) {
        return REQUEST;
    }

    @Override
    public Answers answers() {
        return new HttpAnswers();
    }
}
