package dev.usher.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** {@code GET /small.txt} of 1 KiB or {@code GET /large.txt} of 1 MiB, with keep-alive, always the same. */
final class FileScript implements Script {

    static final String SMALL = "static-1k";
    static final String LARGE = "static-1m";

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

    /** A new folder with both files, for servers to serve; removed when this process ends. */
    static Path folder() throws IOException {
        Path folder = Files.createTempDirectory("usher-files");
        boolean open =
                folder.toFile().setReadable(true, false) && folder.toFile().setExecutable(true, false);
        if (!open) { // nginx's worker is another user
            throw new IOException("cannot open " + folder + " to all");
        }
        Files.write(folder.resolve(file(true)), content(SMALL_SIZE));
        Files.write(folder.resolve(file(false)), content(LARGE_SIZE));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
        return folder;
    }

    /** Removes a folder and all in it. */
    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("not removed: " + folder + ": " + e);
        }
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
