package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.usher.filter.Decoder;
import dev.usher.filter.Encoder;
import dev.usher.filter.Input;
import java.util.List;
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
