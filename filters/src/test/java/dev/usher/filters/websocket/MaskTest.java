package dev.usher.filters.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link Mask}: every length and place, in place and copying, at once and in two steps. */
class MaskTest {
    private final Random random = new Random(6455);

    @Test
    void shouldMaskEveryLengthAsTheRfcDefinesIt() {
        for (int length = 0; length < 150; length++) {
            for (int offset = 0; offset < 9; offset++) {
                byte[] bytes = new byte[offset + length + 3];
                random.nextBytes(bytes);
                int key = random.nextInt();
                byte[] expected = bytes.clone();
                for (int i = 0; i < length; i++) {
                    expected[offset + i] ^= (byte) (key >>> 8 * (i & 3)); // RFC 6455 §5.3
                }
                byte[] copied = bytes.clone();
                Mask.apply(key, bytes, offset, copied, offset, length);
                assertArrayEquals(expected, copied);

                int cut = length == 0 ? 0 : random.nextInt(length);
                Mask.apply(key, bytes, offset, bytes, offset, cut);
                Mask.apply(Mask.rotate(key, cut), bytes, offset + cut, bytes, offset + cut, length - cut);
                assertArrayEquals(expected, bytes);
            }
        }
    }

    @Test
    void shouldTellAsciiFromOther() {
        for (int length = 1; length < 80; length++) {
            byte[] bytes = new byte[length];
            assertEquals(true, Mask.apply(0x01020304, bytes, 0, bytes, 0, length));
            bytes[random.nextInt(length)] |= (byte) 0x80;
            assertEquals(false, Mask.apply(0x01020304, bytes, 0, bytes, 0, length));
        }
    }
}
