package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.Simulation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntropyTest {

    @Test
    void shouldGiveTheSameWhenTheSeedIsTheSame() {
        assertArrayEquals(firstOf(7), firstOf(7));
        assertFalse(Arrays.equals(firstOf(7), firstOf(8)));
    }

    private static byte[] firstOf(long seed) {
        try (Simulation simulation = Simulation.seeded(seed)) {
            return simulation.kernel().entropy().bytes(5_000);
        }
    }

    @Test
    void shouldAskItsSourceOnceForManyNumbers() {
        // given
        int[] asked = new int[1];
        SplittableRandom random = new SplittableRandom(1);
        Entropy entropy = new Entropy(bytes -> {
            asked[0]++;
            random.nextBytes(bytes);
        });

        // when
        Set<Integer> seen = new HashSet<>();
        IntStream.range(0, 1_024).forEach(i -> seen.add(entropy.nextInt()));

        // then
        assertEquals(1, asked[0]);
        assertEquals(1_024, seen.size());
        entropy.nextInt();
        assertEquals(2, asked[0]);
    }

    @Test
    void shouldNeverGiveTheSameBytesTwice() {
        // given a source that says how often it was asked, in every byte
        byte[] round = new byte[1];
        Entropy entropy = new Entropy(bytes -> {
            round[0]++;
            Arrays.fill(bytes, round[0]);
        });

        // when not all of a block is left
        byte[] most = entropy.bytes(4_095);
        byte[] two = entropy.bytes(2);
        byte[] many = entropy.bytes(10_000);

        // then
        assertEquals(1, most[4_094]);
        assertArrayEquals(new byte[] {2, 2}, two);
        assertEquals(3, many[9_999]);
        assertEquals(0x0202020202020202L, entropy.nextLong());
    }

    @Test
    void shouldGiveFractionsBelowOneWhenAllBitsAreSet() {
        Entropy entropy = new Entropy(bytes -> Arrays.fill(bytes, (byte) -1));

        assertTrue(entropy.nextDouble() < 1);
        assertTrue(entropy.nextDouble() > 0.999);
    }

    @Test
    void shouldNotRepeatWhatAnotherKernelGivesWhenThereIsNoSeed() {
        try (Kernel one = new Kernel();
                Kernel other = new Kernel()) {
            assertNotEquals(one.entropy().nextLong(), other.entropy().nextLong());
        }
    }

    @Test
    void shouldRefuseOtherThreads() throws InterruptedException {
        // given
        try (Kernel kernel = new Kernel()) {
            Throwable[] thrown = new Throwable[1];

            // when
            Thread other = new Thread(() -> thrown[0] = assertThrows(RuntimeException.class, kernel::entropy));
            other.start();
            other.join();

            // then
            assertTrue(thrown[0].getMessage().contains("thread"), thrown[0].toString());
        }
    }
}
