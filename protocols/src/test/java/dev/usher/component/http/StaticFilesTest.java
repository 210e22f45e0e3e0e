package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.simulation.SimulatedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of files: what can be reached of it, and RFC 9110 §13 and §14. */
class StaticFilesTest extends HttpCase {
    private static final String MODIFIED = "Fri, 31 Dec 1999 10:20:30 GMT";
    private static final String BEFORE = "Fri, 31 Dec 1999 10:20:29 GMT";
    private static final String TEXT = "0123456789abcdefghij";

    private final WatchedDisk disk = new WatchedDisk();

    @TempDir
    private Path outer;

    private Path folder;
    private StaticFiles files;

    @BeforeEach
    void fill() throws IOException {
        folder = Files.createDirectories(outer.resolve("public/sub")).getParent();
        write("text.txt", TEXT);
        write("sub/index.html", "<p>index");
        write("sub/a b.css", "p {}");
        write(".hidden", "secret");
        write("../outside.txt", "secret");
        files = StaticFiles.of("/f/", folder);
    }

    private Path write(String name, String content) throws IOException {
        Path path = folder.resolve(name);
        Files.writeString(path, content);
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse("1999-12-31T10:20:30Z")));
        return path;
    }

    private SimulatedClient serving() {
        HttpServerBuilder server = bare().handler("", files);
        server.disk = disk;
        server.start(kernel);
        return client();
    }

    private static String field(String answer, String name) {
        int at = answer.indexOf("\r\n" + name + ": ");
        return at < 0 ? "" : answer.substring(at + name.length() + 4, answer.indexOf("\r\n", at + 2));
    }

    @ParameterizedTest
    @CsvSource({
        "/f/text.txt, 200, text/plain; charset=utf-8",
        "/f/sub/, 200, text/html; charset=utf-8",
        "/f/sub/index.html, 200, text/html; charset=utf-8",
        "/f/sub/a%20b.css, 200, text/css; charset=utf-8",
        "/f/sub/../text.txt, 200, text/plain; charset=utf-8",
        "/f/, 404,",
        "/f/none, 404,",
        "/f/text.txt/, 404,",
        "/f/text.txt/more, 404,",
        "/text.txt, 404,",
        "/f/.hidden, 404,",
        "/f/sub/.././.hidden, 404,",
        "/f/../outside.txt, 404,",
        "/f/%2e%2e/outside.txt, 404,",
        "/f/..%2foutside.txt, 404,",
        "/f/sub%2f..%2f..%2foutside.txt, 404,",
        "/f/..\\outside.txt, 400,",
        "/f//text.txt, 404,",
        "/f//etc/passwd, 404,",
        "/f/sub/..//../outside.txt, 404,",
        "/../etc/passwd, 404,",
        "/%2e%2e/%2e%2e/etc/passwd, 404,"
    })
    @Row("H121")
    void shouldAnswerByWhatIsInTheFolderAlone(String path, String status, String type) {
        String answer = ask(serving(), get(path));

        assertEquals(status, status(answer));
        assertTrue(type == null || field(answer, "Content-Type").equals(type), answer);
        assertFalse(answer.contains("secret") || answer.contains(outer.toString()), answer);
    }

    @Test
    @Row("H121")
    void shouldFollowLinksWithinTheFolderAndOutOnlyWhenTold() throws IOException {
        Files.createSymbolicLink(folder.resolve("in"), folder.resolve("text.txt"));
        Files.createSymbolicLink(folder.resolve("out"), outer.resolve("outside.txt"));
        Files.createSymbolicLink(folder.resolve("up"), outer);
        SimulatedClient client = serving();

        assertEquals("200", status(ask(client, get("/f/in"))));
        assertEquals("404", status(ask(client, get("/f/out"))));
        assertEquals("404", status(ask(client, get("/f/up/outside.txt"))));

        HttpServer.at(81).alias("other").handler("", files.linksOutside(true)).start(kernel);
        SimulatedClient other = simulation.connect(81);
        run();
        assertEquals("200", status(ask(other, get("/f/out"))));
    }

    @Test
    @Row("H121")
    void shouldShowDotFilesWhenToldAndNeverWhatIsAbove() {
        files = files.dotFiles(true);
        SimulatedClient client = serving();

        assertEquals("200", status(ask(client, get("/f/.hidden"))));
        assertEquals("404", status(ask(client, get("/f/..%2foutside.txt"))));
    }

    @Test
    @Row("H121")
    void shouldSendAClientToTheFolderWithItsSlash() {
        String answer = ask(serving(), get("//f/sub?a=1"));

        assertEquals("301", status(answer));
        assertEquals("/f/sub/?a=1", field(answer, "Location"));
    }

    @Test
    @Row("H121")
    void shouldTakeNoOtherMethod() {
        String answer = ask(serving(), post("/f/text.txt", "x"));

        assertEquals("405", status(answer));
        assertEquals("GET, HEAD", field(answer, "Allow"));
    }

    @Test
    @Row("H122")
    void shouldSayTypesAndCacheControlAsItWasTold() throws IOException {
        write("a.xyz", "?");
        files = files.type("xyz", "chemical/x-xyz").cacheControl("max-age=60").index("");
        SimulatedClient client = serving();

        String answer = ask(client, get("/f/a.xyz"));

        assertEquals("chemical/x-xyz", field(answer, "Content-Type"));
        assertEquals("max-age=60", field(answer, "Cache-Control"));
        assertEquals("404", status(ask(client, get("/f/sub/"))));
        assertEquals("404", status(ask(client, get("/f/sub"))));
        assertThrows(IllegalArgumentException.class, () -> StaticFiles.of("static", folder));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-Match: TAG | 200",
                "If-Match: * | 200",
                "If-Match: \"other\" | 412",
                "If-Match: \"a,b\", TAG | 200",
                "If-Match: W/TAG | 412",
                "If-Unmodified-Since: MODIFIED | 200",
                "If-Unmodified-Since: BEFORE | 412",
                "If-Unmodified-Since: nonsense | 200",
                "If-Match: TAG;If-Unmodified-Since: BEFORE | 200",
                "If-Match: \"other\";If-None-Match: TAG | 412",
                "If-None-Match: TAG | 304",
                "If-None-Match: W/TAG | 304",
                "If-None-Match: \"a\", TAG | 304",
                "If-None-Match: * | 304",
                "If-None-Match: \"other\" | 200",
                "If-None-Match: \"other | 200",
                "If-None-Match: \"other\";If-Modified-Since: MODIFIED | 200",
                "If-Modified-Since: MODIFIED | 304",
                "If-Modified-Since: BEFORE | 200",
                "If-Modified-Since: nonsense | 200",
                "If-Unmodified-Since: MODIFIED;If-Modified-Since: MODIFIED | 304",
                "If-None-Match: TAG;Range: bytes=0-1 | 304",
                "If-Match: TAG;Range: bytes=0-1 | 206"
            })
    @Row("H122")
    void shouldTakeConditionsInTheirOrder(String fields, String status) {
        SimulatedClient client = serving();
        String tag = field(ask(client, get("/f/text.txt")), "ETag");
        String[] lines = fields.replace("TAG", tag)
                .replace("MODIFIED", MODIFIED)
                .replace("BEFORE", BEFORE)
                .split(";");

        for (String method : new String[] {"GET", "HEAD"}) {
            String answer = ask(client, request(method, "/f/text.txt", lines));
            String expected = method.equals("HEAD") && status.equals("206") ? "200" : status;
            assertEquals(expected, status(answer), method + " " + fields);
            assertFalse(status.equals("304") && answer.contains("Content-Length"), answer);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-4 | 0-4 | 01234",
                "bytes=15- | 15-19 | fghij",
                "bytes=-3 | 17-19 | hij",
                "bytes=-99 | 0-19 | 0123456789abcdefghij",
                "bytes=5-999 | 5-19 | 56789abcdefghij",
                "Bytes=0-0 | 0-0 | 0",
                "bytes=0-4,99- | 0-4 | 01234",
                "bytes=0-4,5-9 | 0-9 | 0123456789",
                "bytes=0-,0-,0-,5-7 | 0-19 | 0123456789abcdefghij",
                "bytes=, 3-4 , | 3-4 | 34"
            })
    @Row("H122")
    void shouldSendOneRange(String range, String sent, String content) {
        String answer = ask(serving(), get("/f/text.txt", "Range: " + range));

        assertEquals("206", status(answer));
        assertEquals("bytes " + sent + "/20", field(answer, "Content-Range"));
        assertEquals(content, content(answer));
        assertEquals("" + content.length(), field(answer, "Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=5-4",
                "bytes=x",
                "bytes=",
                "bytes=1",
                "bytes=--1",
                "lines=0-1",
                "bytes 0-1",
                "bytes=0-1,2-x",
                "bytes=0-9999999999999999999",
                "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,0-0,2-2,4-4,6-6,8-8,10-10,12-12"
            })
    @Row("H122")
    void shouldIgnoreARangeThatMeansNothingOrTooMuch(String range) {
        String answer = ask(serving(), get("/f/text.txt", "Range: " + range));

        assertEquals("200", status(answer));
        assertEquals(TEXT, content(answer));
        assertEquals("bytes", field(answer, "Accept-Ranges"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=20-", "bytes=99-100,20-20", "bytes=-0"})
    @Row("H122")
    void shouldSayThatNothingIsThere(String range) {
        SimulatedClient client = serving();

        String answer = ask(client, get("/f/text.txt", "Range: " + range));

        assertEquals("416", status(answer));
        assertEquals("bytes */20", field(answer, "Content-Range"));
        assertEquals("200", status(ask(client, get("/f/text.txt"))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Row("H122")
    void shouldSendSeveralRangesInOneMessage(boolean cached) {
        files = files.cache(cached ? 1 << 20 : 0, Duration.ZERO);
        SimulatedClient client = serving();

        String answer = ask(client, get("/f/text.txt", "Range: bytes=15-, 0-1, 5-6"));

        assertEquals("206", status(answer));
        String boundary = field(answer, "Content-Type").replace("multipart/byteranges; boundary=", "");
        String part = "\r\n--" + boundary + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes ";
        String expected = part + "15-19/20\r\n\r\nfghij" + part + "0-1/20\r\n\r\n01" + part + "5-6/20\r\n\r\n56\r\n--"
                + boundary + "--\r\n";
        assertEquals(expected, content(answer));
        assertEquals("" + expected.length(), field(answer, "Content-Length"));
        assertEquals("200", status(ask(client, get("/f/text.txt"))));
        assertTrue(disk.isClosed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TAG | 206",
                "\"other\" | 200",
                "W/TAG | 200",
                "Fri, 31 Dec 1999 10:20:30 GMT | 206",
                "Fri, 31 Dec 1999 10:20:29 GMT | 200",
                "Fri, 31 Dec 1999 10:20:31 GMT | 200",
                "nonsense | 200"
            })
    @Row("H122")
    void shouldSendARangeOnlyIfTheFileIsStillTheSame(String condition, String status) {
        SimulatedClient client = serving();
        String tag = field(ask(client, get("/f/text.txt")), "ETag");

        String answer =
                ask(client, get("/f/text.txt", "Range: bytes=0-1", "If-Range: " + condition.replace("TAG", tag)));

        assertEquals(status, status(answer));
    }

    @Test
    @Row("H122")
    void shouldNotTrustADateThatIsTooYoung() throws IOException {
        Files.setLastModifiedTime(folder.resolve("text.txt"), FileTime.from(Instant.parse("2000-01-01T00:00:00Z")));

        String answer =
                ask(serving(), get("/f/text.txt", "Range: bytes=0-1", "If-Range: Sat, 01 Jan 2000 00:00:00 GMT"));

        assertEquals("200", status(answer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, br | br",
                "gzip | gzip",
                "br;q=0.5, gzip | gzip",
                "br;q=0, gzip;q=0 | ''",
                "* | br",
                "*;q=0 | ''",
                "identity | ''",
                "GZIP | gzip"
            })
    @Row("H122")
    void shouldSendWhatIsCompressedAlready(String accept, String coding) throws IOException {
        write("a.css", "plain");
        write("a.css.gz", "gzip");
        write("a.css.br", "br");
        files = files.precompressed(true);
        SimulatedClient client = serving();

        String plain = ask(client, get("/f/a.css"));
        String answer = ask(client, get("/f/a.css", "Accept-Encoding: " + accept));

        assertEquals(coding, field(answer, "Content-Encoding"));
        assertEquals(coding.isEmpty() ? "plain" : coding, content(answer));
        assertEquals("text/css; charset=utf-8", field(answer, "Content-Type"));
        assertEquals("Accept-Encoding", field(answer, "Vary"));
        assertEquals("Accept-Encoding", field(plain, "Vary"));
        assertEquals(coding.isEmpty(), field(plain, "ETag").equals(field(answer, "ETag")));
        String tag = field(answer, "ETag");
        assertEquals(
                "304", status(ask(client, get("/f/a.css", "Accept-Encoding: " + accept, "If-None-Match: " + tag))));
    }

    @Test
    @Row("H122")
    void shouldNotSayThatAnswersVaryWhereTheyDoNot() {
        files = files.precompressed(true);
        SimulatedClient client = serving();

        assertEquals("", field(ask(client, get("/f/text.txt", "Accept-Encoding: gzip")), "Vary"));
        int looked = disk.looked;
        assertEquals("", field(ask(client, get("/f/text.txt", "Accept-Encoding: gzip")), "Vary"));
        assertEquals(looked, disk.looked, "that there are no others is remembered too");
    }

    @Test
    @Row("H122")
    void shouldAskTheSystemNothingForASmallFileAndLookAgainAfterAWhile() throws IOException {
        SimulatedClient client = serving();

        for (int i = 0; i < 10; i++) {
            assertEquals(TEXT, content(ask(client, get("/f/text.txt"))));
        }
        assertEquals(1, disk.opened.size());
        int looked = disk.looked;

        advance(1);
        assertEquals(TEXT, content(ask(client, get("/f/text.txt"))));
        assertEquals(looked + 1, disk.looked);
        assertEquals(1, disk.opened.size());

        Files.writeString(folder.resolve("text.txt"), "changed");
        advance(1);
        assertEquals("changed", content(ask(client, get("/f/text.txt"))));
        Files.delete(folder.resolve("text.txt"));
        advance(1);
        assertEquals("404", status(ask(client, get("/f/text.txt"))));
        assertTrue(disk.isClosed());
    }

    @Test
    @Row("H122")
    void shouldKeepNoMoreInMemoryThanItMay() throws IOException {
        write("a.txt", "a".repeat(1_000));
        write("b.txt", "b".repeat(1_000));
        files = files.cache(2_000, Duration.ofHours(1));
        SimulatedClient client = serving();

        for (int i = 0; i < 3; i++) {
            assertEquals("a".repeat(1_000), content(ask(client, get("/f/a.txt"))));
            assertEquals("b".repeat(1_000), content(ask(client, get("/f/b.txt"))));
        }

        assertEquals(6, disk.opened.size());
    }

    @Test
    @Row("H122")
    void shouldNeverMakeMoreOfRangesThanTheFile() {
        SplittableRandom random = new SplittableRandom(7);
        String letters = "0123456789-, ";
        int taken = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder field = new StringBuilder("bytes=");
            for (int j = random.nextInt(30); j >= 0; j--) {
                field.append(letters.charAt(random.nextInt(letters.length())));
            }
            long size = random.nextInt(200);

            List<ByteRange> ranges = ByteRange.of(field.toString(), size);

            if (ranges != null && !ranges.isEmpty()) {
                taken++;
                long sum = 0;
                for (ByteRange range : ranges) {
                    assertTrue(
                            range.from() >= 0 && range.from() < range.to() && range.to() <= size, field + " " + ranges);
                    sum += range.length();
                }
                assertTrue(sum <= size, () -> field + " of " + size + ": " + ranges);
            }
        }
        assertTrue(taken > 1_000, "" + taken);
    }
}
