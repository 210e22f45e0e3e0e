package dev.usher.filters.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filters.Row;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CloseCodeTest {
    private static final Set<Integer> DEFINED =
            Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014);

    @Test
    @Row("W123")
    void shouldSayOfEveryNumberWhetherItMayBeOnTheWire() {
        for (int value = 0; value <= 65_535; value++) {
            CloseCode code = new CloseCode(value);
            boolean expected = DEFINED.contains(value) || value >= 3000 && value <= 4999;
            assertEquals(expected, code.isOnWire(), code.toString());
            assertEquals(expected, code.maySend(Role.CLIENT), code.toString());
            assertEquals(expected && value != 1010, code.maySend(Role.SERVER), code.toString());
            assertEquals(value == 1005 || value == 1006 || value == 1015, code.isLocal(), code.toString());
            assertFalse(code.isLocal() && code.isOnWire());
        }
        assertThrows(IllegalArgumentException.class, () -> new CloseCode(-1));
        assertThrows(IllegalArgumentException.class, () -> new CloseCode(65_536));
    }

    @Test
    @Row("W123")
    void shouldTellWhoseACodeIs() {
        assertTrue(new CloseCode(3000).isRegistered() && new CloseCode(3999).isRegistered());
        assertTrue(new CloseCode(4000).isPrivate() && new CloseCode(4999).isPrivate());
        assertFalse(CloseCode.NORMAL.isRegistered() || new CloseCode(4000).isRegistered());
        assertFalse(new CloseCode(3999).isPrivate() || new CloseCode(5000).isPrivate());
    }

    @Test
    void shouldAnswerACloseWithItsCode() {
        assertEquals(new Close(CloseCode.GOING_AWAY, ""), new Close(CloseCode.GOING_AWAY, "bye").answer(Role.CLIENT));
        assertEquals(Close.EMPTY, Close.EMPTY.answer(Role.SERVER));
        assertEquals(new Close(CloseCode.NORMAL, ""), new Close(CloseCode.MANDATORY_EXTENSION, "").answer(Role.SERVER));
    }
}
