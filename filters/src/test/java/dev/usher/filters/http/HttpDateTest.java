package dev.usher.filters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link HttpDate}: RFC 9110 §5.6.7. */
class HttpDateTest {
    private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void shouldWriteTheFixedForm() {
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.format(EXAMPLE));
        assertEquals("Thu, 01 Jan 1970 00:00:00 GMT", HttpDate.format(Instant.EPOCH));
        assertThrows(IllegalArgumentException.class, () -> HttpDate.format(Instant.parse("+10000-01-01T00:00:00Z")));
    }

    @Test
    void shouldReadAllThreeForms() {
        assertEquals(Optional.of(EXAMPLE), HttpDate.parse("Sun, 06 Nov 1994 08:49:37 GMT", NOW));
        assertEquals(Optional.of(EXAMPLE), HttpDate.parse("Sunday, 06-Nov-94 08:49:37 GMT", NOW));
        assertEquals(Optional.of(EXAMPLE), HttpDate.parse("Sun Nov  6 08:49:37 1994", NOW));
        assertEquals(
                Optional.of(Instant.parse("2024-12-31T23:59:59Z")), HttpDate.parse("Tue Dec 31 23:59:60 2024", NOW));
    }

    /** More than 50 years ahead is the past. */
    @Test
    void shouldFindTheCenturyOfTwoDigits() {
        assertEquals(
                Optional.of(Instant.parse("2076-01-01T00:00:00Z")),
                HttpDate.parse("Wednesday, 01-Jan-76 00:00:00 GMT", NOW));
        assertEquals(
                Optional.of(Instant.parse("1977-01-01T00:00:00Z")),
                HttpDate.parse("Saturday, 01-Jan-77 00:00:00 GMT", NOW));
        assertEquals(
                Optional.of(Instant.parse("2101-01-01T00:00:00Z")),
                HttpDate.parse("Saturday, 01-Jan-01 00:00:00 GMT", Instant.parse("2090-01-01T00:00:00Z")));
    }

    @Test
    void shouldReadNothingElse() {
        for (String text : new String[] {
            "",
            "yesterday",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 08:49:37 GMTx",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "sun, 06 nov 1994 08:49:37 gmt",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:60:37 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1994 08-49-37 GMT",
            "Sunday, 06-Nov-1994 08:49:37 GMT",
            "Sun Nov 6 08:49:37 1994",
            "Sun Nov  6 08:49:37 19",
            "Sun Nov  6 08:49:37",
            "1994-11-06T08:49:37Z",
            "\u0660\u0661"
        }) {
            assertEquals(Optional.empty(), HttpDate.parse(text, NOW), text);
        }
    }

    @Test
    void shouldReadWhatItWrites() {
        Random random = new Random(1);
        DateTimeFormatter rfc850 = DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
                .withZone(ZoneOffset.UTC);
        DateTimeFormatter asctime = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US)
                .withZone(ZoneOffset.UTC);
        for (int i = 0; i < 1_000; i++) {
            Instant time = NOW.plusSeconds(random.nextInt());

            assertEquals(Optional.of(time), HttpDate.parse(HttpDate.format(time), NOW));
            assertEquals(Optional.of(time), HttpDate.parse(asctime.format(time), NOW), asctime.format(time));
            Instant near = NOW.plusSeconds(random.nextInt() / 2);
            assertEquals(Optional.of(near), HttpDate.parse(rfc850.format(near), NOW), rfc850.format(near));
        }
    }
}
