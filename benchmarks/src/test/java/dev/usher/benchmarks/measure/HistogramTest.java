package dev.usher.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {

    private final Histogram histogram = new Histogram();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 255, 256, 257, 511, 512, 999, 10_000, 123_456_789, 60_000_000_000L})
    void shouldBeRightToOnePartIn128WhateverTheSize(long ns) {
        histogram.record(ns);

        double us = histogram.percentileUs(0.5);

        assertTrue(us * 1e3 >= ns && us * 1e3 <= ns * (1 + 1.0 / 128) + 0.001, () -> ns + " became " + us);
    }

    @Test
    void shouldTellTheShareThatIsNotExceeded() {
        for (int us = 1; us <= 1_000; us++) {
            histogram.record(us * 1_000L);
        }

        assertEquals(500, histogram.percentileUs(0.5), 500 / 128.0);
        assertEquals(990, histogram.percentileUs(0.99), 990 / 128.0);
        assertEquals(999, histogram.percentileUs(0.999), 999 / 128.0);
        assertEquals(1_000, histogram.percentileUs(1), 1_000 / 128.0);
        assertEquals(histogram.percentileUs(0.999), histogram.percentiles().get(Figure.P999_US));
    }

    @Test
    void shouldCountAsTheLongestWhenLongerThanFourMinutes() {
        histogram.record(Duration.ofHours(1).toNanos());
        histogram.record(-1);

        assertEquals(2, histogram.total());
        assertEquals(274_877_906, histogram.percentileUs(1), 1);
        assertEquals(0, histogram.percentileUs(0.5));
    }

    @Test
    void shouldBeNoNumberWhenCleared() {
        histogram.record(5);
        histogram.clear();

        assertTrue(Double.isNaN(histogram.percentileUs(0.5)));
        assertEquals(0, histogram.total());
    }
}
