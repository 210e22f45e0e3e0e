package dev.usher.filters.websocket;

import static dev.usher.filters.websocket.Frames.FIN;
import static dev.usher.filters.websocket.Frames.RSV1;
import static dev.usher.filters.websocket.Frames.RSV2;
import static dev.usher.filters.websocket.Frames.RSV3;
import static dev.usher.filters.websocket.Frames.bare;
import static dev.usher.filters.websocket.Frames.binary;
import static dev.usher.filters.websocket.Frames.close;
import static dev.usher.filters.websocket.Frames.frame;
import static dev.usher.filters.websocket.Frames.hex;
import static dev.usher.filters.websocket.Frames.text;
import static dev.usher.filters.websocket.Frames.wide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link FrameReader}: what it refuses, and with which close code. */
class ViolationsTest {
    private static final Wire SERVER = Wire.server();

    @Test
    void shouldRefuseReservedBits() {
        for (int bits = 1; bits < 8; bits++) {
            SERVER.when(frame(FIN | bits << 4 | Opcode.TEXT, "x")).gives("error 1002");
            SERVER.when(frame(FIN | bits << 4 | Opcode.PING, "")).gives("error 1002");
        }
        SERVER.when(text("ok") + frame(FIN | RSV1 | Opcode.TEXT, "x")).gives("text ok", "error 1002 RSV1");
        Wire inflating = SERVER.inflating(DeflateParameters.FRUGAL);
        inflating.when(frame(FIN | RSV2 | Opcode.TEXT, "x")).gives("error 1002 reserved bits");
        inflating.when(frame(FIN | RSV3 | Opcode.BINARY, "x")).gives("error 1002 reserved bits");
        inflating.when(frame(FIN | RSV1 | Opcode.PING, "x")).gives("error 1002 begins no message");
        inflating.when(frame(Opcode.TEXT, "a") + frame(FIN | RSV1, "b")).gives("error 1002 begins no message");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void shouldRefuseReservedOpcodes(int opcode) {
        SERVER.when(frame(FIN | opcode, "")).gives("error 1002 opcode " + opcode);
        SERVER.when(frame(opcode, "abc")).gives("error 1002 opcode " + opcode);
    }

    @Test
    void shouldRefuseTheWrongMask() {
        SERVER.when(bare(FIN | Opcode.TEXT, "x")).gives("error 1002 without a mask");
        SERVER.when(bare(FIN | Opcode.PING, "")).gives("error 1002 without a mask");
        Wire.client().when(text("x")).gives("error 1002 with a mask");
        Wire.client().when(frame(FIN | Opcode.PONG, "")).gives("error 1002 with a mask");
    }

    @Test
    void shouldRefuseLongAndFragmentedControlFrames() {
        for (int opcode : new int[] {Opcode.CLOSE, Opcode.PING, Opcode.PONG}) {
            SERVER.when(frame(FIN | opcode, "x".repeat(126))).gives("error 1002 125");
            SERVER.when(frame(opcode, "")).gives("error 1002 in fragments");
        }
    }

    /** RFC 6455 §5.2 */
    @Test
    void shouldRefuseLengthsThatAreNotTheShortest() {
        SERVER.when(wide(FIN | Opcode.TEXT, 2, 5, "hello")).gives("error 1002 more bytes than it needs");
        SERVER.when(wide(FIN | Opcode.TEXT, 2, 125, "")).gives("error 1002 length 125");
        SERVER.when(wide(FIN | Opcode.TEXT, 8, 5, "hello")).gives("error 1002 length 5");
        SERVER.when(wide(FIN | Opcode.TEXT, 8, 65_535, "")).gives("error 1002 length 65535");
        SERVER.when(wide(FIN | Opcode.BINARY, 8, 1L << 63, "")).gives("error 1002 64 bits");
        SERVER.when(wide(FIN | Opcode.BINARY, 8, -1, "")).gives("error 1002 64 bits");
        SERVER.when(wide(FIN | Opcode.BINARY, 8, Long.MAX_VALUE, "")).gives("error 1009 frame");
        Wire.server(FrameLimits.DEFAULT.withFrame(Long.MAX_VALUE >> 1))
                .when(wide(FIN | Opcode.BINARY, 8, 1L << 60, ""))
                .gives("error 1009 message");
    }

    @Test
    void shouldRefuseFragmentsThatDoNotFit() {
        SERVER.when(frame(FIN, "x")).gives("error 1002 continuation");
        SERVER.when(frame(0, "x")).gives("error 1002 continuation");
        SERVER.when(frame(Opcode.TEXT, "a") + text("b")).gives("error 1002 inside a message");
        SERVER.when(frame(Opcode.TEXT, "a") + binary("b")).gives("error 1002 inside a message");
        SERVER.when(frame(Opcode.TEXT, "a") + frame(FIN, "b") + frame(FIN, "c"))
                .gives("text ab", "error 1002 continuation");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void shouldRefuseCloseCodesThatAreNotForTheWire(int code) {
        SERVER.when(close(code, "")).gives("error 1002 close code " + code);
    }

    @Test
    void shouldRefuseBrokenCloseFrames() {
        SERVER.when(frame(FIN | Opcode.CLOSE, "x")).gives("error 1002 half of a code");
        SERVER.when(close(1000, hex("d0 9f ed a0 80"))).gives("error 1007 close reason");
        SERVER.when(close(1000, hex("e2 82"))).gives("error 1007 close reason");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0 80",
                "c1 bf",
                "c5 41",
                "e0 80 80",
                "e0 9f bf",
                "e3 41 81",
                "e3 81 41",
                "ed a0 80",
                "ed bf bf",
                "f0 80 80 80",
                "f0 8f bf bf",
                "f1 41 80 81",
                "f1 80 41 81",
                "f1 80 80 e1 80",
                "f4 90 80 80",
                "f5 80 80 80",
                "f8 88 80 80 80",
                "fe",
                "ff",
                "c2 c2",
                "e1 80 c2"
            })
    void shouldRefuseTextThatIsNoUtf8AtItsFirstWrongByte(String octets) {
        String wrong = hex(octets);
        for (String before : new String[] {"", "a", "1234567", Frames.utf8("é€😀"), "0123456789".repeat(7)}) {
            SERVER.when(text(before + wrong)).gives("error 1007 no UTF-8");
            SERVER.when(text(before + wrong + "and more of it")).gives("error 1007 no UTF-8");
            SERVER.when(frame(Opcode.TEXT, before + wrong)).gives("error 1007 no UTF-8");
            SERVER.when(text(before + wrong + "0123456789").substring(0, before.length() + wrong.length() + 6))
                    .gives("error 1007 no UTF-8");
        }
    }

    @Test
    void shouldRefuseTextThatEndsInsideACharacter() {
        for (String cut : new String[] {"c3", "e2 82", "f0 9f 98", "f0"}) {
            SERVER.when(text(hex(cut))).gives("error 1007 inside a character");
            SERVER.when(text("0123456789" + hex(cut))).gives("error 1007 inside a character");
            SERVER.when(frame(Opcode.TEXT, hex(cut)) + frame(FIN, "")).gives("error 1007 inside a character");
            SERVER.when(frame(Opcode.TEXT, hex(cut)) + frame(FIN, "a")).gives("error 1007 no UTF-8");
        }
        SERVER.when(binary(hex("ff c3"))).gives("binary " + hex("ff c3"));
    }
}
