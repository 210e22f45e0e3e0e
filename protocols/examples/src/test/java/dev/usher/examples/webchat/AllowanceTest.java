package dev.usher.examples.webchat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final long START = Long.MAX_VALUE - 5; // nanoTime may be anything, and go over its end

    private final Allowance allowance = new Allowance(3, 10, START);

    @Test
    void shouldGiveSomeAtOnceThenOneInEachPace() {
        assertEquals(0, allowance.take(START));
        assertEquals(0, allowance.take(START));
        assertEquals(0, allowance.take(START));
        assertEquals(10, allowance.take(START));
        assertEquals(1, allowance.take(START + 9));
        assertEquals(0, allowance.take(START + 10));
        assertEquals(10, allowance.take(START + 10));
    }

    @Test
    void shouldSaveNoMoreThanTheBurst() {
        long later = START + 1_000;
        assertEquals(0, allowance.take(later));
        assertEquals(0, allowance.take(later));
        assertEquals(0, allowance.take(later));
        assertEquals(10, allowance.take(later));
    }
}
