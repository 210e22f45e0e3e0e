package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * That a poll is to the byte what the last one was saves the server work, and changes nothing: random programs, each
 * run once as it is and once with a field in every request that makes it another than all before. All that is answered,
 * told, logged and left is the same, at the same time.
 *
 * <p>{@code -Dusher.seed=n} repeats one program, {@code -P nightly} runs many.
 */
class SameAgainTest {
    private static final int PROGRAMS = Boolean.getBoolean("usher.nightly") ? 20_000 : 30;

    @Test
    void shouldAnswerPollsThatComeAgainAsIfTheyHadNeverComeBefore() {
        Long one = Long.getLong("usher.seed");
        long first = one == null ? 1 : one;
        long end = one == null ? first + PROGRAMS : first + 1;
        int requests = 0;
        int known = 0;
        int held = 0;
        int unlike = 0;
        for (long seed = first; seed < end; seed++) {
            String again = "to see it again: -Dusher.seed=" + seed;
            PollProgram same = new PollProgram(seed, false);
            PollProgram other = new PollProgram(seed, true);
            try {
                String expected = String.join("\n", other.play());
                assertEquals(expected, String.join("\n", same.play()));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(again + "\n" + e.getMessage(), e);
            }
            requests += same.requests();
            known += same.watch().known();
            held += same.watch().heldAgain();
            unlike += other.watch().known();
        }

        assertEquals(0, unlike, "requests that were known although each was another");
        if (one == null) {
            String taken = known + " of " + requests + " requests known, " + held + " held as before";
            assertTrue(known > requests / 4 && held > requests / 8, taken);
        }
    }
}
