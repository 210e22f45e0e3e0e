package dev.usher.filters.websocket;

import static dev.usher.filters.websocket.Frames.FIN;
import static dev.usher.filters.websocket.Frames.bare;
import static dev.usher.filters.websocket.Frames.hex;
import static dev.usher.filters.websocket.Frames.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Output;
import dev.usher.filters.FilterCases;
import org.junit.jupiter.api.Test;

/** {@link FrameWriter}: the bytes it sends, and what it refuses. */
class FrameWriterTest {
    private final FrameWriter server = FrameWriter.ofServer();
    private final Output out = new Output(0);

    private String sent(FrameWriter writer, WebSocketPart... parts) {
        out.clear();
        for (WebSocketPart part : parts) {
            writer.put(part, out);
        }
        return FilterCases.text(out.toByteArray());
    }

    private static byte[] bytes(String text) {
        return FilterCases.bytes(text);
    }

    /** RFC 6455 §5.7 */
    @Test
    void shouldWriteTheExamplesOfTheRfc() {
        FrameWriter client = FrameWriter.ofClient(() -> 0x3D21FA37);

        assertEquals(hex("81 05 48 65 6c 6c 6f"), sent(server, Text.of("Hello")));
        assertEquals(hex("81 85 37 fa 21 3d 7f 9f 4d 51 58"), sent(client, Text.of("Hello")));
        assertEquals(hex("01 03 48 65 6c 80 02 6c 6f"), sent(server, Text.part("Hel"), Text.of("lo")));
        assertEquals(hex("89 05 48 65 6c 6c 6f"), sent(server, Ping.of(bytes("Hello"))));
        assertEquals(
                hex("8a 85 37 fa 21 3d 7f 9f 4d 51 58"), sent(client, new Pong().answering(Ping.of(bytes("Hello")))));
        assertEquals(hex("81 85 37 fa 21 3d 7f 9f 4d 51 58"), sent(client, EncodedMessage.text("Hello")));
    }

    @Test
    void shouldWriteEveryLengthInItsShortestForm() {
        for (int length : new int[] {0, 1, 125, 126, 127, 65_535, 65_536, 100_000}) {
            String payload = "x".repeat(length);
            assertEquals(bare(FIN | Opcode.BINARY, payload), sent(server, Binary.of(bytes(payload))));
            assertEquals(bare(FIN | Opcode.TEXT, payload), sent(server, Text.of(payload)));
            assertEquals(bare(FIN | Opcode.TEXT, payload), sent(server, EncodedMessage.text(payload)));
            assertEquals(
                    bare(FIN | Opcode.BINARY, payload), sent(server, EncodedMessage.of(Binary.of(bytes(payload)))));
        }
    }

    /** Its length is known only once it is written, and may need a longer header than its characters would. */
    @Test
    void shouldWriteTextThatIsLongerInUtf8() {
        for (int length : new int[] {1, 62, 63, 125, 126, 32_767, 32_768, 65_535, 65_536}) {
            for (String character : new String[] {"é", "€", "😀"}) {
                String text = character.repeat(length);
                assertEquals(
                        bare(FIN | Opcode.TEXT, utf8(text)),
                        sent(server, Text.of("a"), Text.of(text)).substring(3));
                Wire.server().transcript(java.util.List.of(bytes(sent(FrameWriter.ofClient(() -> 7), Text.of("x")))));
            }
        }
    }

    @Test
    void shouldWriteViewsAsTheyAre() {
        byte[] array = bytes("..payload..");

        assertEquals(bare(FIN | Opcode.TEXT, "payload"), sent(server, new Text().wrap(array, 2, 7, true)));
        assertEquals(bare(Opcode.BINARY, "payload"), sent(server, new Binary().wrap(array, 2, 7, false)));
    }

    @Test
    void shouldWriteControlFramesBetweenParts() {
        assertEquals(
                bare(Opcode.TEXT, "a") + bare(FIN | Opcode.PONG, "") + bare(0, "b") + bare(FIN, ""),
                sent(server, Text.part("a"), new Pong(), Text.part("b"), Text.of("")));
        assertFalse(server.isInside());
    }

    @Test
    void shouldRefuseAnotherMessageInsideAMessage() {
        sent(server, Text.part("a"));

        assertThrows(IllegalArgumentException.class, () -> server.put(new Binary(), out));
        assertThrows(IllegalArgumentException.class, () -> server.put(EncodedMessage.text("b"), out));

        assertTrue(server.isInside());
        assertEquals(bare(FIN, "c"), sent(server, Text.of("c")));
    }

    @Test
    void shouldSendNothingBehindAClose() {
        assertEquals(
                bare(FIN | Opcode.CLOSE, "\u0003\u00e8" + utf8("tschüß")),
                sent(server, new Close(CloseCode.NORMAL, "tschüß"), Text.of("x"), Close.EMPTY, new Ping()));
        assertTrue(server.isClosed());
        assertEquals(bare(FIN | Opcode.CLOSE, ""), sent(server.fresh(), Close.EMPTY));
    }

    @Test
    void shouldRefuseCloseFramesThatMayNotBeSent() {
        for (int code : new int[] {0, 999, 1004, 1006, 1010, 1015, 1016, 2999, 5000}) {
            Close close = new Close(new CloseCode(code), "");
            assertThrows(IllegalArgumentException.class, () -> server.put(close, out));
        }
        Close tooLong = new Close(CloseCode.NORMAL, "x".repeat(124));
        assertThrows(IllegalArgumentException.class, () -> server.put(tooLong, out));
        assertThrows(IllegalArgumentException.class, () -> new Close(CloseCode.NO_STATUS, "why"));

        assertTrue(out.isEmpty());
        assertFalse(server.isClosed());
        sent(FrameWriter.ofClient(() -> 1), new Close(CloseCode.MANDATORY_EXTENSION, ""));
        assertEquals(6 + 2, out.size());
    }

    @Test
    void shouldCutAReasonBetweenTwoCharacters() {
        assertEquals(
                "x".repeat(123), Close.of(CloseCode.NORMAL, "x".repeat(200)).reason());
        assertEquals("é".repeat(61), Close.of(CloseCode.NORMAL, "é".repeat(62)).reason());
        assertEquals(
                "x" + "😀".repeat(30),
                Close.of(CloseCode.NORMAL, "x" + "😀".repeat(31)).reason());
        assertEquals("short", Close.of(CloseCode.NORMAL, "short").reason());
    }

    @Test
    void shouldRefuseWhatHasNoFormOnTheWire() {
        sent(server, Text.of("before"));
        int before = out.size();

        assertThrows(IllegalArgumentException.class, () -> server.put(Text.of("half \ud800"), out));
        assertThrows(IllegalArgumentException.class, () -> EncodedMessage.text("\udc00"));
        assertThrows(IllegalArgumentException.class, () -> Ping.of(new byte[126]));
        assertThrows(
                IllegalArgumentException.class,
                () -> EncodedMessage.of(Text.part("x").wrap(new byte[1], 0, 1, false)));

        assertEquals(before, out.size());
    }

    @Test
    void shouldRefuseMoreThanMaxPayload() {
        server.maxPayload(5);

        assertEquals(bare(FIN | Opcode.TEXT, "12345"), sent(server, Text.of("12345")));
        assertThrows(IllegalArgumentException.class, () -> server.put(Text.of("ééé"), out));
        assertThrows(IllegalArgumentException.class, () -> server.put(Binary.of(new byte[6]), out));
        assertThrows(IllegalArgumentException.class, () -> server.put(EncodedMessage.text("123456"), out));

        assertEquals(7, out.size());
    }

    @Test
    void shouldAskForAKeyForEachFrame() {
        int[] next = {0x01010101};
        FrameWriter client = FrameWriter.ofClient(() -> next[0]++);

        assertEquals(hex("81 81 01 01 01 01 60 81 81 02 01 01 01 63"), sent(client, Text.of("a"), Text.of("a")));
    }
}
