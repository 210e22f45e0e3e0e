package dev.usher.filters.websocket;

import static dev.usher.filters.websocket.Frames.FIN;
import static dev.usher.filters.websocket.Frames.binary;
import static dev.usher.filters.websocket.Frames.frame;
import static dev.usher.filters.websocket.Frames.ping;
import static dev.usher.filters.websocket.Frames.wide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.filter.Input;
import dev.usher.filters.FilterCases;
import org.junit.jupiter.api.Test;

/** {@link FrameLimits}: exactly as much is taken, one more is refused as soon as it is announced. */
class LimitsTest {
    private static final FrameLimits DEFAULT = FrameLimits.DEFAULT;

    @Test
    void shouldLimitTheFrame() {
        Wire wire = Wire.server(DEFAULT.withFrame(200));

        wire.when(binary("x".repeat(200))).gives("binary " + "x".repeat(200));
        wire.when(binary("x".repeat(201))).gives("error 1009 more than frame 200");
        wire.when(wide(FIN | Opcode.BINARY, 2, 201, "")).gives("error 1009 raise FrameLimits.frame");
        wire.when(frame(Opcode.BINARY, "x".repeat(200)) + frame(FIN, "x".repeat(200)))
                .gives("binary " + "x".repeat(400));
        Wire.server(DEFAULT.withFrame(0)).when(binary("") + ping("x")).gives("binary ", "ping x");
    }

    @Test
    void shouldLimitTheMessage() {
        Wire wire = Wire.server(DEFAULT.withMessage(5));

        wire.when(binary("12345") + binary("12345")).gives("binary 12345", "binary 12345");
        wire.when(binary("123456")).gives("error 1009 more than message 5");
        wire.when(frame(Opcode.TEXT, "123") + ping("control") + frame(0, "45") + frame(FIN, ""))
                .gives("ping control", "text 12345");
        wire.when(frame(Opcode.TEXT, "123") + frame(0, "45") + frame(FIN, "6"))
                .gives("error 1009 raise FrameLimits.message");
    }

    @Test
    void shouldLimitTheFragments() {
        Wire wire = Wire.server(DEFAULT.withFragments(3));
        String start = frame(Opcode.TEXT, "1") + frame(0, "2");

        wire.when(start + ping("") + frame(FIN, "3") + start + frame(FIN, "3")).gives("ping ", "text 123", "text 123");
        wire.when(start + frame(0, "3") + frame(FIN, "")).gives("error 1009 more than fragments 3");
        Wire.server(DEFAULT.withFragments(1)).when(binary("a") + binary("b")).gives("binary a", "binary b");
    }

    @Test
    void shouldObeyNewLimitsFromTheNextFrameOn() {
        FrameReader reader = new FrameReader(Role.SERVER, DEFAULT.withMessage(3));
        Input input = Input.of(FilterCases.bytes(frame(Opcode.BINARY, "123") + frame(FIN, "45")));

        reader.limits(DEFAULT.withMessage(5));

        assertEquals(5, ((Binary) reader.next(input)).length());
        reader.limits(DEFAULT.withMessage(2));
        Input more = Input.of(FilterCases.bytes(binary("123")));
        assertThrows(WebSocketException.class, () -> reader.next(more));
    }

    @Test
    void shouldRefuseLimitsThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.withFrame(-1));
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.withMessage(-1));
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.withMessage(Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.withFragments(0));
    }
}
