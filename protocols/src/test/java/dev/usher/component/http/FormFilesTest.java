package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.log.Logs;
import dev.usher.filter.ProtocolException;
import dev.usher.filters.http.FieldValue;
import dev.usher.simulation.SimulatedClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms whose large parts go to files, and the parser of their pieces. */
class FormFilesTest extends HttpCase {
    private static final String TYPE = "Content-Type: multipart/form-data; boundary=B-B";

    @TempDir
    private Path folder;

    private HttpServerBuilder taking(FormFiles.Handler handler) {
        return bare().route(Route.of("^/form$")
                .methods("POST")
                .streamed()
                .content(100_000_000)
                .to(FormFiles.handler(10, folder, handler)));
    }

    private static String part(String name, String more, String content) {
        return "--B-B\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n" + content + "\r\n";
    }

    private long files() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldKeepSmallPartsInMemoryAndLargeOnesInFiles() {
        taking((poe, form, response) -> {
                    for (FormFiles.Part part : form.parts()) {
                        log.add(part.name() + " " + part.fileName() + " " + part.type() + " " + part.size() + " "
                                + part.file().isPresent() + " " + new String(part.content()));
                    }
                    log.add(files() + " files");
                    form.part("large").orElseThrow().moveTo(folder.resolve("kept"));
                    form.close();
                    response.content("taken").respond().done();
                })
                .start(kernel);

        String answer = ask(post(
                "/form",
                part("small", "", "0123456789")
                        + part("large", "; filename=\"f.txt\"\r\nContent-Type: text/html", "0123456789A")
                        + part("empty", "", "") + "--B-B--\r\n",
                TYPE));

        assertEquals("taken", content(answer));
        assertLog(
                "small  text/plain 10 false 0123456789",
                "large f.txt text/html 11 true 0123456789A",
                "empty  text/plain 0 false ",
                "1 files");
        assertEquals(1, files());
        assertTrue(Files.exists(folder.resolve("kept")));
    }

    @Test
    void shouldWriteWhileTheFormComesAndLeaveNothingWhenTheClientGoes() {
        taking((poe, form, response) -> log.add("never")).start(kernel);
        SimulatedClient client = client();
        client.send(request("POST", "/form", TYPE, "Content-Length: 1000000") + part("a", "", "x".repeat(100_000)));
        run();
        assertEquals(1, files());

        client.reset();
        run();

        assertEquals(0, files());
        assertLog();
    }

    @Test
    void shouldLeaveNothingWhenTheHandlerForgetsTheFormAndTheConnectionEnds() {
        taking((poe, form, response) -> response.content("x").respond().done()).start(kernel);
        SimulatedClient client = client();
        ask(client, post("/form", part("a", "", "x".repeat(100)) + "--B-B--", TYPE));
        assertEquals(1, files());

        client.close();
        run();

        assertEquals(0, files());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--B-B\r\nContent-Disposition: form-data; name=a\r\n\r\n0123456789ABC",
                "nothing at all",
                "--B-B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B-B--",
                "--B-B and more\r\n\r\nx\r\n--B-B--",
                "--B-B\r\nX: y"
            })
    void shouldAnswer400ToASpoiledFormAndLeaveNothing(String content) {
        taking((poe, form, response) -> log.add("never")).start(kernel);

        assertEquals("400", status(ask(post("/form", content, TYPE))));

        assertEquals(0, files());
        assertLog();
        Logs.clear();
    }

    @Test
    void shouldAnswer415ToWhatIsNoSuchForm() {
        taking((poe, form, response) -> log.add("never")).start(kernel);

        assertEquals("415", status(ask(post("/form", "a=b", "Content-Type: application/x-www-form-urlencoded"))));
        assertEquals("415", status(ask(post("/form", "a=b"))));
    }

    /** Writes the parts down. */
    private static final class Noted implements MultipartParser.Parts {
        final List<String> parts = new ArrayList<>();
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private String begun;

        @Override
        public void begin(String name, String fileName, String type) {
            begun = name;
        }

        @Override
        public void content(byte[] array, int offset, int length) {
            content.write(array, offset, length);
        }

        @Override
        public void end() {
            parts.add(begun + "=" + content.toString(StandardCharsets.ISO_8859_1));
            content.reset();
        }
    }

    /** Contents made of what delimiters are made of, cut anywhere, are what the parser of whole forms finds. */
    @Test
    void shouldFindTheSamePartsHoweverTheFormIsCut() throws IOException {
        Random random = new Random(5);
        FieldValue type = FieldValue.of("multipart/form-data; boundary=B-B").orElseThrow();
        String[] bits = {"\r", "\n", "-", "B", "\r\n", "--", "\r\n--B", "\r\n--B-", "x", "\r\r\n--B-"};
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "preamble\r\n" : "");
            for (int i = random.nextInt(4); i >= 0; i--) {
                StringBuilder content = new StringBuilder();
                for (int j = random.nextInt(6); j > 0; j--) {
                    content.append(bits[random.nextInt(bits.length)]);
                }
                text.append(part("p" + i, "", content.toString()));
            }
            byte[] bytes = text.append("--B-B--\r\nepilogue").toString().getBytes(StandardCharsets.ISO_8859_1);
            List<String> expected;
            try {
                expected = Multipart.read(bytes, type).stream()
                        .map(part -> part.name() + "=" + new String(part.content(), StandardCharsets.ISO_8859_1))
                        .toList();
            } catch (ProtocolException e) {
                expected = null; // a content has become a delimiter
            }
            Noted noted = new Noted();
            MultipartParser parser = new MultipartParser(type, noted);
            boolean refused = false;
            try {
                for (int at = 0; at < bytes.length; ) {
                    int count = Math.min(bytes.length - at, 1 + random.nextInt(7));
                    parser.take(bytes, at, count);
                    at += count;
                }
                parser.end();
            } catch (ProtocolException e) {
                refused = true;
            }

            assertEquals(expected == null, refused);
            if (!refused) {
                assertEquals(expected, noted.parts);
            }
        }
    }
}
