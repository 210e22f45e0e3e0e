package dev.usher.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A load that took any answer for a good one would measure nothing. */
class HttpAnswersTest {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nServer: one\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            + "Content-Type: text/plain\r\nContent-Length: 13\r\n\r\nHello, World!";
    private static final String LATER = ANSWER.replace(":37", ":38");

    private final HttpAnswers answers = new HttpAnswers("text/plain", HttpScript.BODY);

    @Test
    void shouldCountEachWhenSeveralComeTogether() throws IOException {
        assertEquals(3, take(ANSWER + ANSWER + LATER));
        assertEquals(2, take(LATER + ANSWER));
    }

    @Test
    void shouldCountOnceWhenOneComesByteByByte() throws IOException {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < ANSWER.length() - 1; i++) {
                assertEquals(0, take(ANSWER.substring(i, i + 1)));
            }
            assertEquals(1, take("!"));
        }
    }

    @Test
    void shouldCountOnceWhenOneIsCutAnywhere() throws IOException {
        for (int cut = 1; cut < ANSWER.length(); cut++) {
            assertEquals(1, take(LATER + ANSWER.substring(0, cut)));
            assertEquals(1, take(ANSWER.substring(cut)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200 OK, 500 Oh, status",
        "200 OK, 2000 OK, status",
        "13, 14, lacks",
        "text/plain, text/html, lacks",
        "GMT, CET, lacks",
        "Server, Other, lacks",
        "Server: one, Date: twice, twice",
        "World, Werld, body"
    })
    void shouldRefuseWhatIsWrongWhenRightOnesCameBefore(String right, String wrong, String said) throws IOException {
        take(ANSWER + LATER);

        IOException thrown = assertThrows(IOException.class, () -> take(ANSWER.replaceFirst(right, wrong)));

        assertTrue(thrown.getMessage().contains(said), thrown::getMessage);
    }

    @Test
    void shouldRefuseWhatHasNoEnd() {
        assertThrows(IOException.class, () -> take("x".repeat(5_000)));
    }

    private int take(String bytes) throws IOException {
        return answers.take(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)));
    }
}
