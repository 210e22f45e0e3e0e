package dev.usher.filters.websocket;

import static dev.usher.filters.websocket.Frames.FIN;
import static dev.usher.filters.websocket.Frames.RSV1;
import static dev.usher.filters.websocket.Frames.frame;
import static dev.usher.filters.websocket.Frames.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.FilterCases;
import dev.usher.filters.Row;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** permessage-deflate (RFC 7692): what is inflated and refused, and what is sent. */
class DeflateTest {
    private static final String HELLO = hex("f2 48 cd c9 c9 07 00");
    private static final int COMPRESSED = FIN | RSV1 | Opcode.TEXT;

    private final Wire frugal = Wire.server().inflating(DeflateParameters.FRUGAL);
    private final Wire context = Wire.server().inflating(DeflateParameters.WITH_CONTEXT);

    private static String deflate(byte[] bytes, int flush) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(bytes);
        if (flush == Deflater.NO_FLUSH) {
            deflater.finish();
        }
        byte[] out = new byte[bytes.length + 1_000];
        int length = deflater.deflate(out, 0, out.length, flush);
        deflater.end();
        return FilterCases.text(Arrays.copyOf(out, length));
    }

    private static String message(byte[] bytes) {
        String flushed = deflate(bytes, Deflater.SYNC_FLUSH);
        return flushed.substring(0, flushed.length() - 4);
    }

    /** RFC 7692 §7.2.3 */
    @Test
    void shouldReadTheExamplesOfTheRfc() {
        for (Wire wire : new Wire[] {frugal, context}) {
            wire.when(frame(COMPRESSED, HELLO)).gives("text Hello");
            wire.when(frame(RSV1 | Opcode.TEXT, hex("f2 48 cd")) + frame(FIN, hex("c9 c9 07 00")))
                    .gives("text Hello");
            wire.when(frame(COMPRESSED, hex("00 05 00 fa ff 48 65 6c 6c 6f 00")))
                    .gives("text Hello");
            wire.when(frame(COMPRESSED, hex("f3 48 cd c9 c9 07 00 00"))).gives("text Hello");
            wire.when(frame(COMPRESSED, hex("f2 48 05 00 00 00 ff ff ca c9 c9 07 00")))
                    .gives("text Hello");
            wire.when(frame(COMPRESSED, hex("00"))).gives("text ");
        }
        context.when(frame(COMPRESSED, HELLO) + frame(COMPRESSED, hex("f2 00 11 00 00")))
                .gives("text Hello", "text Hello");
        frugal.when(frame(COMPRESSED, HELLO) + frame(COMPRESSED, HELLO)).gives("text Hello", "text Hello");
    }

    @Test
    void shouldTakeMessagesThatAreNotCompressedBetweenThoseThatAre() {
        context.when(Frames.text("plain")
                        + frame(RSV1 | Opcode.TEXT, "")
                        + frame(0, HELLO.substring(0, 3))
                        + Frames.ping("p")
                        + frame(FIN, HELLO.substring(3))
                        + Frames.binary("plain")
                        + frame(COMPRESSED, hex("f2 00 11 00 00")))
                .gives("text plain", "ping p", "text Hello", "binary plain", "text Hello");
    }

    @Test
    void shouldTakeAFinalBlockWithOrWithoutAnotherBehindIt() {
        String last = deflate(FilterCases.bytes("Hello"), Deflater.NO_FLUSH);

        for (Wire wire : new Wire[] {frugal, context}) {
            wire.when(frame(COMPRESSED, last) + frame(COMPRESSED, HELLO)).gives("text Hello", "text Hello");
            wire.when(frame(COMPRESSED, last + last + HELLO)).gives("text HelloHelloHello");
        }
    }

    @Test
    void shouldRefuseWhatCannotBeInflated() {
        for (Wire wire : new Wire[] {frugal, context}) {
            wire.when(frame(COMPRESSED, hex("ff ff ff ff ff"))).gives("error 1007 cannot be inflated");
            wire.when(frame(COMPRESSED, "")).gives("error 1007 too early");
            wire.when(frame(RSV1 | Opcode.TEXT, "") + frame(FIN, "")).gives("error 1007 too early");
        }
        frugal.when(frame(COMPRESSED, hex("f2 00 11 00 00"))).gives("error 1007 cannot be inflated");
    }

    @Test
    void shouldRefuseAMessageThatIsCutAnywhere() {
        String whole = message(FilterCases.bytes("what is cut in the middle of a block of codes, ".repeat(3)));

        for (int length = 0; length < whole.length() - 1; length++) {
            String bytes = frame(FIN | RSV1 | Opcode.BINARY, whole.substring(0, length));
            FrameReader reader = new FrameReader(Role.SERVER).inflating(DeflateParameters.FRUGAL);
            WebSocketException refused =
                    assertThrows(WebSocketException.class, () -> reader.next(Input.of(FilterCases.bytes(bytes))));
            assertEquals(CloseCode.INVALID_DATA, refused.code());
        }
    }

    @Test
    void shouldRefuseTextThatIsNoUtf8() {
        frugal.when(frame(COMPRESSED, message(FilterCases.bytes(hex("61 ed a0 80")))))
                .gives("error 1007 no UTF-8");
        frugal.when(frame(COMPRESSED, message(FilterCases.bytes(hex("61 e2 82")))))
                .gives("error 1007 inside a character");
        String word = "a😀é".repeat(20);
        frugal.when(frame(COMPRESSED, message(FilterCases.bytes(Frames.utf8(word)))))
                .gives("text " + word);
    }

    @Test
    @Row("W114")
    void shouldTakeExactlyAsMuchAsTheLimit() {
        FrameLimits limits = FrameLimits.DEFAULT.withMessage(1_000);
        Wire wire = Wire.server(limits).inflating(DeflateParameters.FRUGAL);

        wire.when(frame(COMPRESSED, message(new byte[1_000]))).gives("text " + "\0".repeat(1_000));
        wire.when(frame(COMPRESSED, message(new byte[1_001]))).gives("error 1009 more than message 1000");
        wire.when(frame(COMPRESSED, message(new byte[60_000]))).gives("error 1009 more than message 1000");
    }

    @Test
    @Row("W113")
    void shouldStopABombAtTheLimit() {
        String bomb = frame(COMPRESSED, message(new byte[32 << 20]).substring(0, 30_000));
        Input input = Input.of(FilterCases.bytes(bomb));
        FrameReader reader = new FrameReader(Role.SERVER).inflating(DeflateParameters.FRUGAL);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        int turns = 0;
        while (!reader.isClosed()) {
            try {
                assertNull(reader.next(input));
                assertTrue(reader.wantsTurn(), "it needs no more bytes");
                turns++;
            } catch (WebSocketException e) {
                assertEquals(CloseCode.TOO_BIG, e.code());
            }
        }

        assertEquals(4, turns, "others may do something for each 256 KiB of the mebibyte");
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 5 * FrameLimits.DEFAULT.message(), allocated + " bytes for a limit of a mebibyte");
    }

    @Test
    @Row("W113")
    void shouldInflateOneLargeMessageAtATimeAndAllOfThemInTheEnd() {
        FrameLimits limits = FrameLimits.DEFAULT.withMessage(8 << 20);
        byte[] bytes = FilterCases.bytes(frame(COMPRESSED, message(new byte[8 << 20])));
        List<FrameReader> readers = new ArrayList<>();
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            readers.add(new FrameReader(Role.SERVER, limits).inflating(DeflateParameters.FRUGAL));
            inputs.add(Input.of(bytes.clone()));
        }
        readers.get(7).next(inputs.get(7));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Integer> done = new ArrayList<>();
        long largest = 0;

        for (int turn = 0; done.size() < readers.size() - 1; turn++) {
            assertTrue(turn < 20 * 40, "stands still behind " + done);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < readers.size(); i++) {
                if (i == 7 && turn == 9) {
                    readers.get(i).release(); // its connection is lost
                } else if (!readers.get(i).isClosed() && !done.contains(i)) {
                    WebSocketPart part = readers.get(i).next(inputs.get(i));
                    if (part != null) {
                        assertEquals(8 << 20, ((Text) part).length());
                        done.add(i);
                        assertNull(readers.get(i).next(inputs.get(i)));
                    } else {
                        assertTrue(readers.get(i).wantsTurn());
                    }
                }
            }
            largest = Math.max(largest, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertEquals(19, done.stream().distinct().count());
        assertTrue(largest < 60 << 20, largest + " bytes in one turn of all twenty");
    }

    @Test
    @Row("W113")
    void shouldStopWhatIsCompressedFurtherThanTheRatio() {
        FrameLimits limits = FrameLimits.DEFAULT.withRatio(100);
        byte[] words = "honest words, said again, ".repeat(4_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int i = 0; i < words.length; i += 40) {
            words[i] = (byte) ('a' + i % 23); // so that they shrink to less than a hundredth, but not by far
        }

        Wire.server(limits)
                .inflating(DeflateParameters.FRUGAL)
                .when(frame(COMPRESSED, message(new byte[60_000])))
                .gives("text " + "\0".repeat(60_000));
        Wire.server(limits)
                .inflating(DeflateParameters.FRUGAL)
                .when(frame(COMPRESSED, message(words)))
                .gives("text " + FilterCases.text(words));
        Wire.server(limits)
                .inflating(DeflateParameters.FRUGAL)
                .when(frame(COMPRESSED, message(new byte[100_000])))
                .gives("error 1009 more than ratio 100");
    }

    @Test
    @Row("W115")
    void shouldNeedLittleForTenThousandIdleConnections() {
        int connections = 10_000;
        byte[] message = FilterCases.bytes(frame(COMPRESSED, HELLO));
        List<Object> idle = new ArrayList<>(2 * connections);
        Input input = new Input(64);
        Output out = new Output(1_000);
        Text answer = Text.of("compressed, since it is long enough. ".repeat(9));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < connections + 100; i++) {
            if (i == 100) { // warm: the thread's pools are filled
                before = threads.getCurrentThreadAllocatedBytes();
            }
            FrameReader reader = new FrameReader(Role.SERVER).inflating(DeflateParameters.FRUGAL);
            FrameWriter writer = FrameWriter.ofServer().deflating(DeflateParameters.FRUGAL, DeflateOptions.DEFAULT);
            input.append(message, 0, message.length);
            assertEquals(5, ((Text) reader.next(input)).length());
            assertNull(reader.next(input));
            out.clear();
            writer.put(answer, out);
            idle.add(reader);
            idle.add(writer);
        }

        long each = (threads.getCurrentThreadAllocatedBytes() - before) / connections;

        // With contexts kept it would be 300 KiB, and native.
        assertTrue(each < 4_096, each + " bytes a connection, all that was ever allocated for it");
        assertEquals(2 * (connections + 100), idle.size());
    }

    @Test
    @Row("W112")
    void shouldSendSmallerMessagesAndAllOfThem() {
        for (DeflateParameters agreed : new DeflateParameters[] {
            DeflateParameters.FRUGAL, DeflateParameters.WITH_CONTEXT, new DeflateParameters(false, false, 9, 8)
        }) {
            FrameWriter writer = FrameWriter.ofServer().deflating(agreed, DeflateOptions.DEFAULT.withThreshold(10));
            Output out = new Output(0);
            String text = "over and over, ".repeat(100);

            writer.put(Text.of(text), out);
            int first = out.size();
            writer.put(Text.of(text), out);
            writer.put(Text.of("short"), out);
            writer.put(Text.of(text).uncompressed(), out);
            writer.put(Text.part("a"), out);
            writer.put(new Ping(), out);
            writer.put(Text.of(""), out);

            assertTrue(first < text.length() / 4, first + " bytes");
            Wire.client()
                    .inflating(agreed)
                    .when(FilterCases.text(out.toByteArray()))
                    .gives("text " + text, "text " + text, "text short", "text " + text, "ping ", "text a");
        }
    }

    @Test
    @Row("W112")
    void shouldSendNoiseAsItIs() {
        byte[] noise = new byte[5_000];
        new Random(7).nextBytes(noise);
        FrameWriter writer = FrameWriter.ofServer().deflating(DeflateParameters.WITH_CONTEXT, DeflateOptions.DEFAULT);
        Output out = new Output(0);

        writer.put(Text.of("before".repeat(100)), out);
        int before = out.size();
        writer.put(Binary.of(noise), out);
        assertEquals(noise.length + 4, out.size() - before);
        writer.put(Text.of("before".repeat(100)), out);

        Wire.client()
                .inflating(DeflateParameters.WITH_CONTEXT)
                .when(FilterCases.text(out.toByteArray()))
                .gives(
                        "text " + "before".repeat(100),
                        "binary " + FilterCases.text(noise),
                        "text " + "before".repeat(100));
    }

    /** What lies a whole window back cannot be referred to, so noise that comes again does not shrink. */
    @Test
    void shouldReferNoFurtherBackThanTheWindow() {
        for (int bits = 8; bits < 15; bits++) {
            byte[] noise = new byte[1 << bits];
            new Random(bits).nextBytes(noise);
            byte[] twice = new byte[2 * noise.length];
            System.arraycopy(noise, 0, twice, 0, noise.length);
            System.arraycopy(noise, 0, twice, noise.length, noise.length);
            Output out = new Output(0);

            new MessageDeflater(6, true, bits).put(twice, 0, twice.length, true, out);
            assertTrue(out.size() >= twice.length, bits + " bits: " + out.size());
            out.clear();
            new MessageDeflater(6, true, 15).put(twice, 0, twice.length, true, out);
            assertTrue(out.size() < twice.length * 3 / 4, "15 bits: " + out.size());
        }
    }

    @Test
    void shouldCompressABroadcastOnceForEveryConnection() {
        EncodedMessage message = EncodedMessage.text("hello to all ".repeat(50));
        DeflateParameters agreed = DeflateParameters.WITH_CONTEXT;
        FrameWriter compressing = FrameWriter.ofServer().deflating(agreed, DeflateOptions.DEFAULT);
        FrameWriter plain = FrameWriter.ofServer();
        FrameWriter client = FrameWriter.ofClient(() -> 0x12345678);
        Output small = new Output(0);
        Output large = new Output(0);
        Output masked = new Output(0);

        compressing.put(Text.of("hello to all ".repeat(30)), small);
        int before = small.size();
        compressing.put(message, small);
        byte[] first = Arrays.copyOfRange(small.toByteArray(), before, small.size());
        compressing.put(Text.of("hello to all ".repeat(30)), small);
        plain.put(message, large);
        client.put(message, masked);

        assertTrue(first.length < 100, first.length + " bytes");
        assertArrayEquals(first, message.deflatedFrame(1, 0));
        String text = "text " + "hello to all ".repeat(50);
        String other = "text " + "hello to all ".repeat(30);
        Wire.client()
                .inflating(agreed)
                .when(FilterCases.text(small.toByteArray()))
                .gives(other, text, other);
        Wire.client().when(FilterCases.text(large.toByteArray())).gives(text);
        Wire.server().when(FilterCases.text(masked.toByteArray())).gives(text);
    }

    @Test
    @Row("W115")
    void shouldHoldNativeMemoryOnlyInsideAMessageUnlessItKeepsItsContext() {
        byte[] bytes = FilterCases.bytes(HELLO);
        for (boolean keeps : new boolean[] {false, true}) {
            MessageDeflater deflater = new MessageDeflater(6, keeps, 15);
            MessageInflater inflater = new MessageInflater(keeps);
            assertTrue(deflater.isIdle() && inflater.isIdle());

            deflater.put(bytes, 0, 2, false, new Output(0));
            inflater.begin();
            assertEquals(5, inflater.inflate(bytes, 0, bytes.length, new byte[100], 0, 100));
            assertFalse(deflater.isIdle() || inflater.isIdle());
            deflater.put(bytes, 2, 2, true, new Output(0));
            inflater.finish();
            assertEquals(!keeps, deflater.isIdle());
            assertEquals(!keeps, inflater.isIdle());

            deflater.release();
            inflater.release();
            assertTrue(deflater.isIdle() && inflater.isIdle());
        }
    }

    /** What another connection has left in a pooled inflater or deflater is gone. */
    @Test
    void shouldShareNoContextBetweenConnections() {
        frugal.when(frame(COMPRESSED, HELLO)).gives("text Hello");

        frugal.when(frame(COMPRESSED, hex("f2 00 11 00 00"))).gives("error 1007 cannot be inflated");
    }
}
