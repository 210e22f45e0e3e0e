package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.kernel.Kernel;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What users of curl do; skipped where there is none. */
@Timeout(60)
class CurlTest {
    private static final int LONG = 3_000_000;

    private final byte[] bytes = new byte[LONG];
    private final Kernel kernel = new Kernel();
    private Thread thread;
    private String server;

    @TempDir
    private Path folder;

    @BeforeEach
    void serve() throws Exception {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "curl")));
        Assumptions.assumeTrue(there, "curl is not installed here");
        for (int i = 0; i < LONG; i++) {
            bytes[i] = (byte) (i * 13 >>> 5);
        }
        Files.write(Files.createDirectory(folder.resolve("files")).resolve("long.bin"), bytes);
        Files.writeString(folder.resolve("files/short.txt"), "0123456789");
        CompletableFuture<Integer> port = new CompletableFuture<>();
        HttpServer.at(0)
                .address("127.0.0.1")
                .compress(100, "text/")
                .started((listener, poe) -> port.complete(listener.port()))
                .handler("^/files/", StaticFiles.of("/files/", folder.resolve("files")))
                .handler(
                        "^/text$",
                        (poe, request, response) -> response.contentType("text/plain")
                                .content("hello ".repeat(10_000))
                                .respond()
                                .done())
                .route(Route.of("^/form$")
                        .methods("POST")
                        .streamed()
                        .content(LONG * 2)
                        .to(FormFiles.handler(1_000, folder, CurlTest::form)))
                .route(Route.of("^/echo$")
                        .methods("PUT", "POST")
                        .content(LONG)
                        .to((poe, request, response) -> response.header(
                                        "X-Type", request.header("Content-Type").orElse("-"))
                                .content(request.content())
                                .respond()
                                .done()))
                .start(kernel);
        thread = new Thread(kernel::run);
        thread.start();
        server = "http://127.0.0.1:" + port.get(20, TimeUnit.SECONDS);
    }

    private static void form(dev.usher.kernel.Context poe, FormFiles form, HttpResponse response) {
        try (form) {
            StringBuilder text = new StringBuilder();
            form.parts()
                    .forEach(part -> text.append(part.name())
                            .append(' ')
                            .append(part.size())
                            .append(' ')
                            .append(part.type())
                            .append('\n'));
            response.content(text.toString()).respond().done();
        }
    }

    @AfterEach
    void end() throws Exception {
        if (thread != null) {
            kernel.postFromAnyThread("HTTPd", HttpServer.SHUTDOWN, null);
            thread.join(20_000);
        }
    }

    /** What it prints; it must have found all to be well. */
    private byte[] curl(String path, String... words) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("curl", "--silent", "--show-error", "--fail", "--max-time", "30", "--noproxy", "*"));
        command.addAll(List.of(words));
        command.add(server + path);
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] said = curl.getInputStream().readAllBytes();
        assertEquals(0, curl.waitFor(), () -> new String(said, UTF_8));
        return said;
    }

    private String text(String path, String... words) throws Exception {
        return new String(curl(path, words), UTF_8);
    }

    @Test
    @Row("H122")
    void shouldSendRanges() throws Exception {
        assertEquals("234", text("/files/short.txt", "--range", "2-4"));
        assertEquals("789", text("/files/short.txt", "--range", "-3"));
        assertArrayEquals(Arrays.copyOfRange(bytes, 2_000_000, LONG), curl("/files/long.bin", "--range", "2000000-"));
        String parts = text("/files/short.txt", "--range", "0-1,5-6", "--include");
        assertTrue(parts.startsWith("HTTP/1.1 206 Partial Content\r\n"), parts);
        assertTrue(parts.contains("Content-Range: bytes 0-1/10\r\n\r\n01\r\n--"), parts);
        assertTrue(parts.contains("Content-Range: bytes 5-6/10\r\n\r\n56\r\n--"), parts);
    }

    @Test
    @Row("H122")
    void shouldGoOnWithADownloadThatBroke() throws Exception {
        Path got = folder.resolve("got");
        Files.write(got, Arrays.copyOf(bytes, 1_234_567));

        String status =
                text("/files/long.bin", "--continue-at", "-", "--output", "" + got, "--write-out", "%{http_code}");

        assertEquals("206", status);
        assertArrayEquals(bytes, Files.readAllBytes(got));
    }

    @Test
    @Row("H122")
    void shouldSendNothingThatHasNotChanged() throws Exception {
        Path tag = folder.resolve("tag");

        curl("/files/short.txt", "--etag-save", "" + tag);
        String second = text("/files/short.txt", "--etag-compare", "" + tag, "--write-out", "%{http_code}");

        assertEquals("304", second);
    }

    @Test
    @Row("H98")
    void shouldAskForContentThatACurlWaitsToSend() throws Exception {
        Path file = folder.resolve("files/long.bin");

        String told = text(
                "/echo",
                "--upload-file",
                "" + file,
                "--header",
                "Expect: 100-continue",
                "--output",
                "" + folder.resolve("echoed"),
                "--expect100-timeout",
                "25",
                "--verbose");

        assertTrue(told.contains("< HTTP/1.1 100 Continue"), told);
        assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("echoed")));
    }

    @Test
    @Row("H98")
    void shouldTakeChunks() throws Exception {
        String echoed = text("/echo", "--header", "Transfer-Encoding: chunked", "--data", "a=b", "--include");

        assertTrue(echoed.contains("X-Type: application/x-www-form-urlencoded\r\n"), echoed);
        assertTrue(echoed.endsWith("\r\n\r\na=b"), echoed);
    }

    @Test
    @Row("H78")
    void shouldTakeAForm() throws Exception {
        String told =
                text("/form", "--form", "a=abc", "--form", "f=@" + folder.resolve("files/long.bin") + ";type=a/b");

        assertEquals("a 3 text/plain\nf 3000000 a/b\n", told);
    }

    @Test
    @Row("H99")
    void shouldCompress() throws Exception {
        String plain = text("/text");
        String compressed = text("/text", "--compressed");
        String head = text("/text", "--compressed", "--write-out", "\n%{size_download}", "--dump-header", "-");

        assertEquals("hello ".repeat(10_000), plain);
        assertEquals(plain, compressed);
        assertTrue(head.contains("Content-Encoding: gzip\r\n"), head);
        int size = Integer.parseInt(head.substring(head.lastIndexOf('\n') + 1));
        assertTrue(size < 1_000, () -> size + " bytes of 60,000");
    }

    /** Several requests on one connection, as a script has them. */
    @Test
    @Row("H17")
    void shouldKeepTheConnection() throws Exception {
        String connects = text(
                "/files/short.txt",
                "--write-out",
                "%{num_connects} ",
                server + "/files/short.txt",
                server + "/text",
                "--output",
                "/dev/null",
                "--output",
                "/dev/null",
                "--output",
                "/dev/null");

        assertEquals("1 0 0 ", connects);
    }
}
