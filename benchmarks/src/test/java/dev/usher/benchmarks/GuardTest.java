package dev.usher.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

class GuardTest {

    private static final Guard NOTHING = new Guard("A.usher", "A.loop", 3, 0);

    @Test
    void shouldPassWhenNothingIsAllocatedAndTheRatioHolds() {
        assertEquals(Optional.empty(), NOTHING.broken(30, 10, 0.002));
    }

    @Test
    void shouldSayWhatIsAllocatedWhenItIsMoreThanAllowed() {
        assertEquals(
                Optional.of("A.usher allocates 16.000 B an operation, where 0 are allowed"),
                NOTHING.broken(10, 10, 16));
        assertTrue(NOTHING.broken(10, 10, 0.02).isPresent(), "16 B once in 800 operations");
        assertTrue(NOTHING.broken(10, 10, Double.NaN).isPresent());
    }

    @Test
    void shouldSayHowMuchSlowerItIsWhenItIsMoreThanAllowed() {
        assertEquals(
                Optional.of(
                        "A.usher takes 3.10 times as long as A.loop (31.0 and 10.0 ns), where 3.0 times are allowed"),
                NOTHING.broken(31, 10, 0));
        assertTrue(NOTHING.broken(Double.NaN, 10, 0).isPresent());
    }

    @Test
    void shouldAllowTheBytesOfAnItemAndNoMore() {
        Guard line = new Guard("A.usher", "A.loop", 3, 104);

        assertEquals(Optional.empty(), line.broken(10, 10, 104.001));
        assertTrue(line.broken(10, 10, 112).isPresent());
    }

    @Test
    void shouldNameBenchmarksThatExist() throws ClassNotFoundException {
        for (Guard guard : Guards.ALL) {
            for (String name : Set.of(guard.path(), guard.baseline())) {
                String[] parts = name.split("\\.");
                Class<?> benchmark = Class.forName("dev.usher.benchmarks.jmh." + parts[0]);
                assertTrue(
                        Arrays.stream(benchmark.getMethods())
                                .anyMatch(method -> method.getName().equals(parts[1])
                                        && method.isAnnotationPresent(Benchmark.class)),
                        name);
            }
        }
    }

    @Test
    void shouldGuardEachPathOnce() {
        Set<String> paths = new HashSet<>();
        for (Guard guard : Guards.ALL) {
            assertTrue(paths.add(guard.path()), guard::path);
        }
    }
}
