package dev.usher.filters.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * {@link RequestPath}, {@link Query}, {@link FieldValue} and {@link HttpDate} on texts made of what they stumble on:
 * they answer or refuse with 400, and no path leads out of its root. {@code -Dusher.nightly=true} tries a million.
 */
class ValueFuzzTest {
    private static final int TRIES = Boolean.getBoolean("usher.nightly") ? 1_000_000 : 5_000;

    private static final String[] PATH = {
        "/", "//", ".", "..", "/../", "/./", "%2e", "%2E%2e", "%2f", "%5c", "%25", "%", "%00", "%c3%bc", "%ff", "a",
        ";", "+"
    };
    private static final String[] VALUE = {
        "a",
        "text/html",
        ";",
        "; ",
        "q=1",
        "=",
        "\"",
        "\\",
        "\\\"",
        ",",
        " ",
        "\t",
        "\u00e9",
        "a=\"b\"",
        "&",
        "%41",
        "+"
    };
    private static final String[] DATE = {
        "Sun", "Sunday", ", ", " ", "06", "6", "Nov", "-", "1994", "94", "08:49:37", ":", "GMT", "31", "\u0661"
    };

    @Test
    void shouldNeverLeadOutOfTheRoot() {
        int refused = 0;
        for (int i = 0; i < TRIES; i++) {
            String raw = "/" + text(i, PATH);
            try {
                String path = RequestPath.of(raw);

                List<String> segments = Arrays.asList(path.split("/", -1));
                assertTrue(path.startsWith("/") && !path.startsWith("//"), () -> raw + " gives " + path);
                assertFalse(segments.contains("..") || segments.contains("."), () -> raw + " gives " + path);
                assertFalse(path.contains("\0"), () -> raw + " gives " + path);
            } catch (HttpException e) {
                assertTrue(e.status() == 400 && raw.contains("%"), raw);
                refused++;
            }
        }
        assertTrue(refused > 0 && refused < TRIES, refused + " refused");
    }

    @Test
    void shouldAnswerOrRefuseWhateverTheTextIs() {
        int understood = 0;
        for (int i = 0; i < TRIES; i++) {
            String value = text(i, VALUE);
            understood += FieldValue.of(value).isPresent() ? 1 : 0;
            understood += FieldValue.list(value).size();
            understood += HttpDate.parse(text(i, DATE), Instant.EPOCH).isPresent() ? 1 : 0;
            understood += query(value);
        }
        assertTrue(understood > TRIES / 2, understood + " understood");
    }

    private static int query(String raw) {
        try {
            return Query.of(raw).pairs().size();
        } catch (HttpException e) {
            assertTrue(e.status() == 400, raw);
            return 0;
        }
    }

    private static String text(int seed, String[] pieces) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }
}
