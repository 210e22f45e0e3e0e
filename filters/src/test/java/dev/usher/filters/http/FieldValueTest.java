package dev.usher.filters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@link FieldValue} and {@link FieldName}: RFC 9110 §5.1 and §5.6. */
class FieldValueTest {

    @Test
    void shouldReadAWordAndItsParameters() {
        FieldValue type = FieldValue.of(" text/html ; Charset=\"utf\\\"8\" ;;q=0.5; charset=x ")
                .orElseThrow();

        assertEquals("text/html", type.word());
        assertEquals("{charset=utf\"8, q=0.5}", type.parameters().toString());
        assertEquals(Optional.of("utf\"8"), type.parameter("CHARSET"));
        assertEquals(Optional.empty(), type.parameter("boundary"));
    }

    @Test
    void shouldReadNothingThatIsMalformed() {
        for (String text : new String[] {
            "", ";a=b", "a b", "a;b", "a;b=", "a;b=\"c", "a;b=\"c\\", "a,b", "a;b= c", "\"a\"", "a;b=\u00e9"
        }) {
            assertEquals(Optional.empty(), FieldValue.of(text), text);
        }
    }

    @Test
    void shouldReadLists() {
        assertEquals(
                List.of("text/html{q=1}", "*/*{}", "a{b=c,\"d}", "x{y=,}"),
                FieldValue.list("text/html;q=1,, */* ,bad one,a;b=\"c,\\\"d\", b;c, x;y=\",\",z;\"a, c").stream()
                        .map(value -> value.word() + value.parameters())
                        .toList());
        assertEquals(List.of(), FieldValue.list(" , ,"));
    }

    @Test
    void shouldKnowEveryConstantWhateverItsCase() {
        Set<Integer> numbers = new HashSet<>();
        for (FieldName name : FieldName.constants()) {
            assertSame(name, FieldName.of(name.toString().toUpperCase(Locale.ROOT)));
            assertTrue(name.number >= 0 && name.number < FieldName.MOST_CONSTANTS);
            assertTrue(numbers.add(name.number));
        }
    }

    @Test
    void shouldCompareNamesWithoutCase() {
        assertEquals(FieldName.of("X-a"), FieldName.of("x-A"));
        assertEquals(FieldName.of("X-a").hashCode(), FieldName.of("x-A").hashCode());
        assertNotEquals(FieldName.of("X-a"), FieldName.of("X-b"));
    }
}
