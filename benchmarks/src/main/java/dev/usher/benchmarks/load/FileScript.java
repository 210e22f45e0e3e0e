package dev.usher.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code GET /small.txt} of 1 KiB or {@code GET /large.txt} of 1 MiB, with keep-alive, always the same. */
public final class FileScript implements Script {

    public static final String PREFIX = "files-";
    public static final String SMALL = PREFIX + "1k";
    public static final String LARGE = PREFIX + "1m";

    private static final int SMALL_SIZE = 1 << 10;
    private static final int LARGE_SIZE = 1 << 20;

    private final byte[] request;
    private final byte[] content;

    FileScript(String name) {
        boolean small = name.equals(SMALL);
        content = content(small ? SMALL_SIZE : LARGE_SIZE);
        request = ("GET /" + file(small)
                        + " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: text/plain\r\nConnection: keep-alive\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String file(boolean small) {
        return small ? "small.txt" : "large.txt";
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (' ' + i * 31 % 95);
        }
        return content;
    }

    /** Writes both files into a folder, for servers to serve. */
    public static void write(Path folder) throws IOException {
        Files.write(folder.resolve(file(true)), content(SMALL_SIZE));
        Files.write(folder.resolve(file(false)), content(LARGE_SIZE));
    }

    @Override
    public byte[] request(int number) {
        return request;
    }

    @Override
    public Answers answers() {
        return new FileAnswers(content);
    }
}
