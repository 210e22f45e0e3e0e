package dev.usher.filters.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.FilterCases;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A message read and echoed makes nothing, once its thread has done so before. */
class AllocationTest {
    private static final int WARM = 20_000;
    private static final int COUNTED = 10_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Input input = new Input(16_384);
    private final Output output = new Output(16_384);
    private final Pong pong = new Pong();

    @Test
    void shouldAllocateNothingForMessagesInOneFrame() {
        check(
                new FrameReader(Role.SERVER),
                FrameWriter.ofServer(),
                Frames.binary("0123456789abcdef0123456789abcdef")
                        + Frames.text(Frames.utf8("grüße"))
                        + Frames.ping("x"),
                3);
    }

    @Test
    void shouldAllocateNothingForMessagesInFragments() {
        String message = Frames.frame(Opcode.TEXT, "ab") + Frames.frame(0, "cd") + Frames.frame(Frames.FIN, "ef");
        check(new FrameReader(Role.SERVER), FrameWriter.ofServer(), message, 1);
        check(new FrameReader(Role.SERVER).streamed(), FrameWriter.ofServer(), message, 3);
    }

    @Test
    void shouldAllocateNothingForMessagesOfAServer() {
        check(
                new FrameReader(Role.CLIENT),
                FrameWriter.ofClient(() -> 7),
                Frames.bare(Frames.FIN | Opcode.BINARY, "x".repeat(200)),
                1);
    }

    @Test
    void shouldAllocateNothingForCompressedMessages() {
        FrameWriter client = FrameWriter.ofClient(() -> 7)
                .deflating(DeflateParameters.FRUGAL, DeflateOptions.DEFAULT.withThreshold(0));
        client.put(Binary.of(new byte[2_000]), output);
        String message = FilterCases.text(output.toByteArray());

        check(
                new FrameReader(Role.SERVER).inflating(DeflateParameters.FRUGAL),
                FrameWriter.ofServer().deflating(DeflateParameters.FRUGAL, DeflateOptions.DEFAULT),
                message,
                1);
    }

    private void check(FrameReader reader, FrameWriter writer, String frames, int parts) {
        byte[] bytes = FilterCases.bytes(frames);
        assertEquals(WARM * parts, echo(reader, writer, bytes, WARM));

        long before = threads.getCurrentThreadAllocatedBytes();
        int echoed = echo(reader, writer, bytes, COUNTED);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertEquals(COUNTED * parts, echoed);
        assertTrue(allocated < COUNTED, allocated + " bytes in " + echoed + " parts: not one object each");
    }

    /** The bytes come in two reads, the first of them one byte short of the half. */
    private int echo(FrameReader reader, FrameWriter writer, byte[] bytes, int turns) {
        int echoed = 0;
        for (int i = 0; i < turns; i++) {
            output.clear();
            input.clear();
            int half = bytes.length / 2 - 1;
            input.append(bytes, 0, half);
            echoed += echo(reader, writer);
            input.append(bytes, half, bytes.length - half);
            echoed += echo(reader, writer);
        }
        return echoed;
    }

    private int echo(FrameReader reader, FrameWriter writer) {
        int echoed = 0;
        do {
            for (WebSocketPart part = reader.next(input); part != null; part = reader.next(input)) {
                writer.put(part instanceof Ping ping ? pong.answering(ping) : part, output);
                echoed++;
            }
        } while (reader.wantsTurn());
        return echoed;
    }
}
