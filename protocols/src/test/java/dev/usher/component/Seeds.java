package dev.usher.component;

import java.util.function.LongConsumer;

/** Programs at random, one seed after the other; {@code -Dusher.seed=N} repeats the one that failed alone. */
public final class Seeds {
    private Seeds() {}

    /** @return whether one is repeated: then nothing can be said about many */
    public static boolean isOne() {
        return Long.getLong("usher.seed") != null;
    }

    /**
     * Runs programs until one fails, which is told with its seed.
     *
     * @param count how many
     * @param program by its seed
     */
    public static void each(int count, LongConsumer program) {
        long first = Long.getLong("usher.seed", 1);
        long end = isOne() ? first + 1 : first + count;
        for (long seed = first; seed < end; seed++) {
            try {
                program.accept(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("to see it again: -Dusher.seed=" + seed + "\n" + e.getMessage(), e);
            }
        }
    }
}
