package dev.usher.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RoomTest {

    @Test
    void shouldMoveUpWhenAQuarterComesFree() {
        assertEquals(100, Room.capacity(100, 50, 25));
    }

    @Test
    void shouldDoubleWhenLessComesFree() {
        assertEquals(200, Room.capacity(100, 50, 26));
        assertEquals(64, Room.capacity(0, 0, 1));
    }

    @Test
    void shouldGrowToWhatIsNeededWhenThatIsMoreThanTwice() {
        assertEquals(1_050, Room.capacity(100, 50, 1_000));
    }

    @Test
    void shouldStopAtTheLargestArray() {
        assertEquals(Room.LARGEST, Room.capacity(1 << 30, 1 << 30, 1));
        assertEquals(Room.LARGEST, Room.capacity(Room.LARGEST, Room.LARGEST - 1, 1));
    }

    @Test
    void shouldSayHowMuchWasWantedWhenNoArrayIsLongEnough() {
        IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> Room.capacity(1 << 30, Integer.MAX_VALUE, Integer.MAX_VALUE));

        assertTrue(refused.getMessage().contains("4294967294"), refused.getMessage());
    }
}
