package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.usher.filter.Decoder;
import dev.usher.filter.Encoder;
import dev.usher.filter.Input;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamFilterTest {

    @Test
    void shouldJoinWhatIsThereIntoOneItem() {
        Decoder<byte[]> decoder = new Decoder<>(new StreamFilter());

        List<byte[]> items = decoder.get(FilterCases.bytes("a"), FilterCases.bytes("b"));

        assertEquals(List.of("ab"), items.stream().map(FilterCases::text).toList());
        assertEquals(0, decoder.getPending().length);
    }

    @Test
    void shouldGiveNothingWhenNothingIsThere() {
        assertNull(new StreamFilter().next(new Input(8)));
    }

    @Test
    void shouldPassOnWhatIsPut() {
        byte[] a = {0, (byte) 0xFF};
        byte[] b = {'b'};

        assertArrayEquals(new byte[] {0, (byte) 0xFF, 'b'}, new Encoder<>(new StreamFilter()).put(List.of(a, b)));
    }

    @Test
    void shouldGiveBackAllBytesWhateverTheCuts() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(1_000)];
            random.nextBytes(bytes);
            Decoder<byte[]> decoder = new Decoder<>(new StreamFilter());
            StringBuilder received = new StringBuilder();
            for (int at = 0; at < bytes.length; ) {
                int end = Math.min(bytes.length, at + 1 + random.nextInt(100));
                List<byte[]> items = decoder.get(Arrays.copyOfRange(bytes, at, end));
                assertEquals(1, items.size());
                received.append(FilterCases.text(items.get(0)));
                at = end;
            }

            byte[] sent = new Encoder<>(new StreamFilter()).put(List.of(bytes));

            assertEquals(FilterCases.text(sent), received.toString());
        }
    }

    @Test
    void shouldGiveAnItemOfItsOwn() {
        Input input = Input.of(FilterCases.bytes("abc"));
        byte[] item = new StreamFilter().next(input);
        input.clear();
        input.append(FilterCases.bytes("xyz"), 0, 3);

        assertEquals("abc", FilterCases.text(item));
    }

    @Test
    void shouldServeAnyNumberOfWheelsWithOneObject() {
        StreamFilter filter = new StreamFilter();

        assertSame(filter, filter.fresh());
    }
}
