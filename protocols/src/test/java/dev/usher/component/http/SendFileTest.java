package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.simulation.SimulatedClient;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a handler sends. */
class SendFileTest extends HttpCase {
    private static final String MODIFIED = "Fri, 31 Dec 1999 10:20:30 GMT";
    private static final int LONG = 1_000_000;

    private final WatchedDisk disk = new WatchedDisk();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("hello.txt");
        Files.writeString(file, "hello, file");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("1999-12-31T10:20:30.5Z")));
    }

    private SimulatedClient serving(HttpServerBuilder server) {
        server.disk = disk;
        logged(server).start(kernel);
        return client();
    }

    private SimulatedClient serving(HttpHandler handler) {
        return serving(bare().handler("", handler));
    }

    private SimulatedClient sending() {
        return serving((poe, request, response) -> response.sendFile(file, "text/plain"));
    }

    private String makeLong() throws IOException {
        byte[] bytes = new byte[LONG];
        for (int i = 0; i < LONG; i++) {
            bytes[i] = (byte) (i * 7 >>> 4);
        }
        Files.write(file, bytes);
        return new String(bytes, ISO_8859_1);
    }

    @Test
    @Row({"H88", "H110"})
    void shouldSendAFileWithWhatIsKnownOfIt() {
        SimulatedClient client = sending();

        String answer = ask(client, get("/a"));

        assertEquals("200", status(answer));
        assertEquals("hello, file", content(answer));
        assertTrue(answer.contains("\r\nLast-Modified: " + MODIFIED + "\r\n"), answer);
        assertTrue(answer.contains("\r\nContent-Length: 11\r\n"), answer);
        assertTrue(answer.contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"), answer);
        assertEquals("200", status(ask(client, get("/b"))));
        assertTrue(log.contains("post /a 200"));
        assertTrue(disk.isClosed());
    }

    @Test
    @Row("H110")
    void shouldTakeTheTypeThatWasSetOrNone() {
        SimulatedClient client = serving((poe, request, response) -> {
            if (request.path().equals("/set")) {
                response.contentType("image/gif");
            }
            response.sendFile(file);
        });

        assertTrue(ask(client, get("/set")).contains("\r\nContent-Type: image/gif\r\n"));
        assertTrue(ask(client, get("/none")).contains("\r\nContent-Type: application/octet-stream\r\n"));
    }

    @Test
    @Row("H111")
    void shouldAnswerHeadByTheLengthAlone() {
        SimulatedClient client = sending();

        String answer = ask(client, request("HEAD", "/"));

        assertTrue(answer.contains("\r\nContent-Length: 11\r\n"), answer);
        assertEquals("", content(answer));
        assertEquals("200", status(ask(client, get("/"))));
        assertTrue(disk.isClosed());
    }

    @Test
    @Row("H112")
    void shouldSayThatAFileHasNotChanged() {
        SimulatedClient client = sending();

        String same = ask(client, get("/", "If-Modified-Since: " + MODIFIED));
        String older = ask(client, get("/", "If-Modified-Since: Fri, 31 Dec 1999 10:20:29 GMT"));

        assertEquals("304", status(same));
        assertEquals("", content(same));
        assertFalse(same.contains("Content-Length") || same.contains("Last-Modified"), same);
        assertEquals("200", status(older));
        assertTrue(disk.isClosed());
    }

    @Test
    @Row({"H113", "H117"})
    void shouldNotFindWhatIsNoRegularFileAndNameThePathOfTheUrlAlone() throws IOException {
        SimulatedClient client = serving((poe, request, response) ->
                response.sendFile(request.path().equals("/folder") ? folder : folder.resolve("none")));

        for (String path : List.of("/none", "/folder")) {
            String answer = ask(client, get(path));
            assertEquals("404", status(answer));
            assertTrue(answer.contains("\r\nContent-Type: text/plain"), answer);
            assertTrue(content(answer).contains(path) && !answer.contains(folder.toString()), answer);
        }
        assertEquals(0, disk.opened.size());
    }

    @Test
    @Row("H117")
    void shouldNotFindAFileBelowAFile() {
        SimulatedClient client = serving((poe, request, response) -> response.sendFile(file.resolve("below")));

        assertEquals("404", status(ask(client, get("/"))));
    }

    @Test
    @Row("H114")
    void shouldSayThatAFileMayNotBeRead() {
        disk.failure = new AccessDeniedException(file.toString());
        SimulatedClient client = sending();

        String answer = ask(client, get("/secret"));

        assertEquals("403", status(answer));
        assertTrue(content(answer).contains("/secret") && !answer.contains(folder.toString()), answer);
    }

    @Test
    @Row("H115")
    void shouldSayThatAFileCannotBeOpened() {
        disk.failure = new FileSystemException(file.toString(), null, "Input/output error");
        SimulatedClient client = sending();

        String answer = ask(client, get("/broken"));

        assertEquals("500", status(answer));
        assertEquals("Unable to open /broken", content(answer));
        assertTrue(Logs.complaints().stream().anyMatch(line -> line.contains(file.toString())));
    }

    @Test
    @Row({"H12", "H116"})
    void shouldReadAFileInBlocksWhereItCannotBeSentByTheSystem() throws IOException {
        String content = makeLong();
        HttpServerBuilder server = HttpServer.from(Map.of("inet", Map.of("LocalPort", PORT), "handler", (HttpHandler)
                (poe, request, response) -> response.sendFile(file)));
        SimulatedClient client = serving(server);

        String answer = ask(client, get("/"));

        assertTrue(content.equals(content(answer)));
        List<Integer> reads = disk.opened.get(0).reads;
        assertEquals(7_500, reads.get(0));
        assertTrue(reads.stream().allMatch(size -> size <= 7_500), () -> "" + reads);
    }

    @Test
    @Row("H12")
    void shouldTakeAnotherBlockSize() throws IOException {
        makeLong();
        SimulatedClient client =
                serving(bare().blockSize(1_000).handler("", (poe, request, response) -> response.sendFile(file)));

        ask(client, get("/"));

        assertEquals(1_000, disk.opened.get(0).reads.get(0));
        assertTrue(assertThrows(
                        dev.usher.component.DefinitionException.class,
                        () -> server().blockSize(0).define())
                .getMessage()
                .contains("blockSize must be more than 0, not 0"));
    }

    @Test
    @Row("H118")
    void shouldSendOneFileOnly() {
        SimulatedClient client = serving((poe, request, response) -> {
            response.sendFile(file);
            log.add(assertThrows(IllegalStateException.class, () -> response.sendFile(file))
                    .getMessage());
        });

        assertEquals("hello, file", content(ask(client, get("/a"))));
        assertTrue(log.get(2).contains("takes one file"), () -> "" + log);
    }

    @Test
    @Row("H88")
    void shouldWarnWhenDoneIsCalledBehindAFile() {
        SimulatedClient client = serving((poe, request, response) -> {
            response.sendFile(file);
            response.done();
        });

        assertEquals("hello, file", content(ask(client, get("/a"))));
        assertTrue(Logs.complaints().stream().anyMatch(line -> line.contains("done was called twice")));
    }

    @Test
    @Row({"H119", "H73"})
    void shouldGiveUpTheConnectionWhenTheFileBecomesShorter() throws IOException {
        makeLong();
        SimulatedClient client = sending();
        client.stopReading();
        ask(client, get("/"));

        try (FileChannel shorter = FileChannel.open(file, StandardOpenOption.WRITE)) {
            shorter.truncate(LONG / 2);
        }
        client.resumeReading();
        run();

        assertTrue(client.isClosedByPeer() || client.isReset());
        assertLog(
                "connect",
                "pre /",
                "error sendfile error [5] the file has become 500000 bytes shorter while it was sent",
                "disconnect");
        assertTrue(disk.isClosed());
    }

    @Test
    @Row("H120")
    void shouldSendNoMoreThanAnnouncedWhenTheFileBecomesLonger() throws IOException {
        String content = makeLong();
        SimulatedClient client = sending();
        client.stopReading();
        ask(client, get("/"));

        Files.writeString(file, "more", StandardOpenOption.APPEND);
        client.resumeReading();
        run();

        assertTrue(content.equals(content(client.received())));
        assertEquals("200", status(ask(client, request("HEAD", "/"))));
    }

    @Test
    @Row("H109")
    void shouldLetGoOfTheFileWhenTheClientHasGone() throws IOException {
        makeLong();
        SimulatedClient client = sending();
        client.stopReading();
        ask(client, get("/"));

        client.reset();
        run();

        assertEquals("disconnect", log.get(log.size() - 1));
        assertTrue(disk.isClosed());
    }

    @Test
    @Row("H110")
    void shouldSendAnEmptyFile() throws IOException {
        Files.write(file, new byte[0]);
        SimulatedClient client = sending();

        String answer = ask(client, get("/"));

        assertTrue(answer.contains("\r\nContent-Length: 0\r\n"), answer);
        assertEquals("200", status(ask(client, get("/"))));
        assertTrue(disk.isClosed());
    }

    /** A page for an error is not asked about, nor cut. */
    @Test
    @Row("H88")
    void shouldSendAFileForAnotherStatusWhole() {
        SimulatedClient client =
                serving((poe, request, response) -> response.code(404).sendFile(file, "text/html"));

        String answer = ask(client, get("/", "Range: bytes=0-1", "If-None-Match: *"));

        assertEquals("404", status(answer));
        assertEquals("hello, file", content(answer));
    }
}
