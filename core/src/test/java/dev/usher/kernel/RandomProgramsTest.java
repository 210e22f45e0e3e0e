package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * Random programs, run by the kernel and by a model of it that is as simple as can be: one list of what is deferred,
 * searched for the first by (time, number), and a set of live sessions found by asking what holds each of them.
 *
 * <p>A program is decided by its seed alone: what a handler does depends on the number in its payload. Both write down
 * what they see, and must have seen the same, in the usual order of events as in POE's own ({@code strictPoe}).
 * {@code -Dusher.seed=n} repeats one, {@code -P nightly} runs 100,000.
 */
class RandomProgramsTest {
    /** How often a program is run again in the same kernel: an exception may have ended it early. */
    private static final int ROUNDS = 3;

    private static RandomProgram modelled(long seed, boolean strict) {
        RandomProgram program = new RandomProgram(seed);
        ModelWorld world = new ModelWorld(program, strict);
        for (int i = 0; i < ROUNDS; i++) {
            world.run();
        }
        return program;
    }

    private static RandomProgram real(long seed, boolean strict) {
        RandomProgram program = new RandomProgram(seed);
        RealWorld world = new RealWorld(program, strict);
        for (int i = 0; i < ROUNDS; i++) {
            world.run();
        }
        return program;
    }

    private static void shouldAgree(boolean strict) {
        Long one = Long.getLong("usher.seed");
        long first = one == null ? 1 : one;
        long runs = one != null ? 1 : Boolean.getBoolean("usher.nightly") ? 100_000 : 2_000;
        for (long seed = first; seed < first + runs; seed++) {
            String again = "to see it again: -Dusher.seed=" + seed;
            String modelled;
            String real;
            try {
                modelled = String.join("\n", modelled(seed, strict).trace());
                real = String.join("\n", real(seed, strict).trace());
            } catch (Throwable e) {
                throw new AssertionError(again, e);
            }
            assertEquals(modelled, real, again);
        }
    }

    @Test
    void shouldDoWhatTheModelDoes() {
        shouldAgree(false);
    }

    @Test
    void shouldDoWhatTheModelDoesInPoesOwnOrder() {
        shouldAgree(true);
    }
}
