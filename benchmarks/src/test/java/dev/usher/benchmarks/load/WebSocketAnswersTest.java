package dev.usher.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** A load that took any echo for a good one would measure nothing. */
class WebSocketAnswersTest {

    private static final byte[][] PAYLOADS = {"one message".getBytes(US_ASCII), "two messages".getBytes(US_ASCII)};
    private static final int TEXT = 1;

    private final byte[][] known = new byte[PAYLOADS.length][];
    private final WebSocketAnswers answers = new WebSocketAnswers(PAYLOADS, TEXT, known);

    private static byte[] frame(int first, byte[] payload) {
        return ByteBuffer.allocate(payload.length + 2)
                .put((byte) first)
                .put((byte) payload.length)
                .put(payload)
                .array();
    }

    private static byte[] all(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }

    private int take(byte[]... parts) throws IOException {
        return answers.take(ByteBuffer.wrap(all(parts)));
    }

    @Test
    void shouldCountEachWhenTheyComeTogetherAndAgain() throws IOException {
        byte[] one = frame(0x81, PAYLOADS[0]);
        byte[] two = frame(0x81, PAYLOADS[1]);

        assertEquals(3, take(one, two, one));
        assertEquals(1, take(two));
    }

    @Test
    void shouldCountOnceWhenOneComesByteByByte() throws IOException {
        byte[] both = all(frame(0x81, PAYLOADS[0]), frame(0x81, PAYLOADS[1]));
        for (int round = 0; round < 2; round++) {
            int count = 0;
            for (byte octet : both) {
                count += take(new byte[] {octet});
            }
            assertEquals(2, count);
        }
    }

    @Test
    void shouldTakeAMessageThatWasCutIntoFrames() throws IOException {
        byte[] begin = frame(0x01, "one ".getBytes(US_ASCII));
        byte[] end = frame(0x80, "message".getBytes(US_ASCII));

        assertEquals(0, take(begin));
        assertEquals(1, take(end));
        assertEquals(1, take(frame(0x81, PAYLOADS[1])));
        assertEquals(1, take(begin, end));
    }

    @Test
    void shouldInflateWhatIsCompressed() throws IOException {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(PAYLOADS[0]);
        byte[] buffer = new byte[100];
        int count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        byte[] deflated = new byte[count - 4];
        System.arraycopy(buffer, 0, deflated, 0, deflated.length);

        assertEquals(1, take(frame(0xC1, deflated)));
    }

    @Test
    void shouldRefuseWhatIsWrong() {
        refused("wrong echo of message 0", frame(0x81, "one massage".getBytes(US_ASCII)));
        refused("wrong echo of message 0", frame(0x82, PAYLOADS[0]));
        refused("wrong echo of message 0", frame(0x88, new byte[] {3, -24}));
        refused("wrong echo of message 0", frame(0xC1, "not deflated".getBytes(US_ASCII)));
        refused("masks", new byte[] {(byte) 0x81, (byte) 0x8B});
    }

    private static void refused(String said, byte[] frame) {
        WebSocketAnswers fresh = new WebSocketAnswers(PAYLOADS, TEXT, new byte[PAYLOADS.length][]);
        IOException thrown = assertThrows(IOException.class, () -> fresh.take(ByteBuffer.wrap(frame)), said);
        assertTrue(thrown.getMessage().contains(said) || thrown.getMessage().contains("inflated"), thrown::getMessage);
    }

    @Test
    void shouldRefuseAMessageInThePlaceOfAnother() throws IOException {
        take(frame(0x81, PAYLOADS[0]));

        assertThrows(IOException.class, () -> take(frame(0x81, PAYLOADS[0])));
    }
}
