package dev.usher.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecoderTest {

    @Test
    void shouldGiveOneItemAtATime() {
        Decoder<String> decoder = new Decoder<>(new Pairs());

        decoder.getOneStart(bytes("abc"), bytes("de"));

        assertEquals(List.of("ab"), decoder.getOne());
        assertEquals(List.of("cd"), decoder.getOne());
        assertEquals(List.of(), decoder.getOne());
    }

    @Test
    void shouldGiveEveryItemThatIsWhole() {
        Decoder<String> decoder = new Decoder<>(new Pairs());

        assertEquals(List.of("ab", "cd"), decoder.get(bytes("abc"), bytes("de")));
        assertEquals(List.of("ef"), decoder.get(bytes("f")));
    }

    @Test
    void shouldShowWhatIsPendingAndKeepIt() {
        Decoder<String> decoder = new Decoder<>(new Pairs());
        decoder.get(bytes("abc"));

        assertArrayEquals(bytes("c"), decoder.getPending());
        assertArrayEquals(bytes("c"), decoder.getPending());
        assertEquals(List.of("cd"), decoder.get(bytes("d")));
        assertArrayEquals(bytes(""), decoder.getPending());
    }

    @Test
    void shouldEncodeItemsOneBehindTheOther() {
        Encoder<String> encoder = new Encoder<>(new Pairs());

        assertArrayEquals(bytes("abcd"), encoder.put(List.of("ab", "cd")));
        assertArrayEquals(bytes("ef"), encoder.put(List.of("ef")));
    }

    @Test
    void shouldEncodeNothingOfItemsWhenOneHasNoForm() {
        Encoder<String> encoder = new Encoder<>(new Pairs());

        assertThrows(IllegalArgumentException.class, () -> encoder.put(List.of("ab", "c")));
        assertArrayEquals(bytes("ef"), encoder.put(List.of("ef")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Two letters are an item. */
    private static final class Pairs implements Filter<String, String> {
        @Override
        public String next(Input input) {
            return input.remaining() < 2 ? null : input.take(2, StandardCharsets.ISO_8859_1);
        }

        @Override
        public void put(String item, Output out) {
            if (item.length() != 2) {
                throw new IllegalArgumentException("not a pair: " + item);
            }
            out.put(bytes(item));
        }

        @Override
        public Filter<String, String> fresh() {
            return this;
        }
    }
}
