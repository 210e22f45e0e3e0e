package dev.usher.filters.websocket;

import static dev.usher.filters.websocket.Frames.FIN;
import static dev.usher.filters.websocket.Frames.binary;
import static dev.usher.filters.websocket.Frames.close;
import static dev.usher.filters.websocket.Frames.frame;
import static dev.usher.filters.websocket.Frames.hex;
import static dev.usher.filters.websocket.Frames.ping;
import static dev.usher.filters.websocket.Frames.text;
import static dev.usher.filters.websocket.Frames.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.filters.FilterCases;
import org.junit.jupiter.api.Test;

/** {@link FrameReader}: what it gives, whole and in parts, however it is cut. Refusals are in ViolationsTest. */
class FrameReaderTest {
    private static final String EVERY_WIDTH = "aé€😀 κόσμος 日本語 z";

    @Test
    void shouldGiveMessagesOfAClient() {
        Wire.server().when(text("")).gives("text ");
        Wire.server().when(text("hello")).gives("text hello");
        Wire.server().when(text(utf8(EVERY_WIDTH))).gives("text " + EVERY_WIDTH);
        Wire.server().when(binary("\u0000\u00ff\u0080")).gives("binary \u0000\u00ff\u0080");
        Wire.server().when(text("one") + binary("two") + text("three")).gives("text one", "binary two", "text three");
    }

    @Test
    void shouldGiveMessagesOfAServer() {
        Wire.client().when(Frames.bare(FIN | Opcode.TEXT, "")).gives("text ");
        Wire.client().when(Frames.bare(FIN | Opcode.TEXT, utf8(EVERY_WIDTH))).gives("text " + EVERY_WIDTH);
        Wire.client()
                .when(Frames.bare(Opcode.BINARY, "ab") + Frames.bare(FIN | Opcode.PONG, "x") + Frames.bare(FIN, "cd"))
                .gives("pong x", "binary abcd");
    }

    /** RFC 6455 §5.7 */
    @Test
    void shouldReadTheExamplesOfTheRfc() {
        Wire.client().when(hex("81 05 48 65 6c 6c 6f")).gives("text Hello");
        Wire.server().when(hex("81 85 37 fa 21 3d 7f 9f 4d 51 58")).gives("text Hello");
        Wire.client().when(hex("01 03 48 65 6c 80 02 6c 6f")).gives("text Hello");
        Wire.client().when(hex("89 05 48 65 6c 6c 6f")).gives("ping Hello");
        Wire.server().when(hex("8a 85 37 fa 21 3d 7f 9f 4d 51 58")).gives("pong Hello");
    }

    @Test
    void shouldTakeEveryFormOfLength() {
        for (int length : new int[] {1, 125, 126, 127, 128, 65_535, 65_536}) {
            String payload = "*".repeat(length);
            Wire.server().when(binary(payload)).gives("binary " + payload);
        }
    }

    @Test
    void shouldPutFragmentsTogether() {
        Wire.server().when(frame(Opcode.TEXT, "frag1") + frame(FIN, "ment2")).gives("text frag1ment2");
        Wire.server()
                .when(frame(Opcode.TEXT, "") + frame(0, "a") + frame(0, "") + frame(FIN, ""))
                .gives("text a");
        Wire.server()
                .when(frame(Opcode.BINARY, "") + frame(0, "") + frame(FIN, ""))
                .gives("binary ");
        Wire.server()
                .when(frame(Opcode.TEXT, "") + frame(FIN, "é€".repeat(0) + "b"))
                .gives("text b");
    }

    @Test
    void shouldPutCharactersTogetherThatWereCutByFragments() {
        String bytes = utf8(EVERY_WIDTH);
        StringBuilder frames = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            int last = i == bytes.length() - 1 ? FIN : 0;
            frames.append(frame((i == 0 ? Opcode.TEXT : 0) | last, bytes.substring(i, i + 1)));
        }

        Wire.server().when(frames.toString()).gives("text " + EVERY_WIDTH);
    }

    @Test
    void shouldGiveControlFramesBetweenFragments() {
        Wire.server()
                .when(frame(Opcode.TEXT, utf8("€").substring(0, 1))
                        + ping("1")
                        + frame(0, utf8("€").substring(1))
                        + frame(FIN | Opcode.PONG, "")
                        + frame(FIN, "!"))
                .gives("ping 1", "pong ", "text €!");
        Wire.server().when(ping("x".repeat(125))).gives("ping " + "x".repeat(125));
    }

    @Test
    void shouldEndWithACloseFrame() {
        Wire.server().when(text("last") + close(1000, "")).gives("text last", "close 1000 ");
        Wire.server().when(close(4242, utf8("grüße"))).gives("close 4242 grüße");
        Wire.server().when(frame(FIN | Opcode.CLOSE, "")).gives("close 1005 ");
        Wire.server()
                .when(close(1000, "é".repeat(0) + utf8("é".repeat(61)) + "x"))
                .gives("close 1000 " + "é".repeat(61) + "x");
        Wire.server().when(frame(Opcode.TEXT, "a") + close(1001, "")).gives("close 1001 ");
        Wire.server().when(close(1000, "") + ping("x") + text("y")).gives("close 1000 ");
    }

    @Test
    void shouldWaitForTheRest() {
        Wire.server().when("").needsMore();
        Wire.server().when(text("hello").substring(0, 8)).needsMore();
        Wire.server().when(ping("hello").substring(0, 10)).needsMore();
        Wire.server().when(frame(Opcode.TEXT, "hello")).needsMore();
    }

    @Test
    void shouldShowAMessageWhereItIs() {
        Input input = Input.of(FilterCases.bytes(binary("hello")));

        Binary message = (Binary) new FrameReader(Role.SERVER).next(input);

        assertSame(input.array(), message.array());
        assertEquals("hello", FilterCases.text(message.toByteArray()));
        assertTrue(input.isEmpty());
    }

    @Test
    void shouldTakeALongFrameAsItComes() {
        FrameReader reader = new FrameReader(Role.SERVER);
        byte[] bytes = FilterCases.bytes(binary("0123456789".repeat(1_000)));
        Input input = new Input(64);

        for (int at = 0; at < bytes.length - 100; at += 100) {
            input.append(bytes, at, 100);
            assertNull(reader.next(input));
            assertTrue(input.isEmpty(), "kept in the window");
        }

        assertTrue(reader.isInside());
    }

    @Test
    void shouldGivePartsOfATextThatAreWholeCharacters() {
        FrameReader reader = new FrameReader(Role.CLIENT).streamed();
        byte[] bytes = FilterCases.bytes(Frames.bare(Opcode.TEXT, utf8("a€")));
        Input input = new Input(64);

        input.append(bytes, 0, bytes.length - 1);
        Text part = (Text) reader.next(input);
        assertEquals("a", part.text());
        assertTrue(part.isFirst());
        assertFalse(part.isLast());
        assertNull(reader.next(input));
        input.append(bytes, bytes.length - 1, 1);
        part = (Text) reader.next(input);

        assertEquals("€", part.text());
        assertFalse(part.isFirst() || part.isLast());
    }

    @Test
    void shouldTellWhetherAllHasBeenSaid() {
        FrameReader reader = new FrameReader(Role.CLIENT);
        Input input = new Input(64);
        for (String step : new String[] {"\u0001", "\u0001", "a", "\u0089\u0000"}) {
            input.append(FilterCases.bytes(step), 0, step.length());
            reader.next(input);
            assertTrue(reader.isInside());
        }

        input.append(FilterCases.bytes("\u0080\u0000"), 0, 2);

        assertEquals("a", ((Text) reader.next(input)).text());
        assertFalse(reader.isInside());
    }

    @Test
    void shouldRememberWhatWasWrong() {
        FrameReader reader = new FrameReader(Role.CLIENT);
        assertTrue(reader.failure().isEmpty());

        WebSocketException thrown =
                assertThrows(WebSocketException.class, () -> reader.next(Input.of(new byte[] {0x70})));

        assertSame(thrown, reader.failure().orElseThrow());
        assertTrue(reader.isClosed());
        assertTrue(reader.fresh().failure().isEmpty());
    }

    @Test
    void shouldReadNothingOnceReleased() {
        FrameReader reader = new FrameReader(Role.SERVER);

        reader.release();

        assertNull(reader.next(Input.of(FilterCases.bytes(text("x")))));
        assertTrue(reader.isClosed());
    }
}
