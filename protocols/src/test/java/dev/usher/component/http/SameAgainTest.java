package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Seeds;
import org.junit.jupiter.api.Test;

/**
 * That a request is to the byte what the last one was saves the server work, and changes nothing: random programs, each
 * run once as it is and once with a field in every request that makes it another than all before. All that is answered,
 * told, logged and left is the same, at the same time.
 *
 * <p>{@code -Dusher.seed=n} repeats one program, {@code -P nightly} runs many.
 */
class SameAgainTest {
    private static final int PROGRAMS = Boolean.getBoolean("usher.nightly") ? 20_000 : 60;

    private int handled;
    private int known;
    private int routed;
    private int unlike;

    @Test
    void shouldAnswerRequestsThatComeAgainAsIfTheyHadNeverComeBefore() {
        Seeds.each(PROGRAMS, this::compare);

        assertEquals(0, unlike, "requests that were known although each was another");
        if (!Seeds.isOne()) {
            String taken = known + " of " + handled + " requests known, " + routed + " routed as the one before";
            assertTrue(known > handled / 3 && routed > handled / 4, taken);
        }
    }

    private void compare(long seed) {
        RequestProgram same = new RequestProgram(seed, false);
        RequestProgram other = new RequestProgram(seed, true);

        String expected = String.join("\n", other.play());
        assertEquals(expected, String.join("\n", same.play()));

        handled += same.witness().handled();
        known += same.witness().known();
        routed += same.witness().knownAtOnce();
        unlike += other.witness().known();
    }
}
