package dev.usher.transcripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Ports that ask for {@code strictPoe}, run without it: how a kernel differs by default. */
class DefaultsTest {
    private static final int EVENTS_BETWEEN_POLLS = 256;

    @Test
    @Difference(
            part = Part.KERNEL,
            poe = "each post is stamped with a clock reading of its own",
            usher =
                    "it is stamped with the slice's reading, from which delays count too: a timer that falls due during a "
                            + "slice fires after that slice's posts. `Kernel.builder().strictPoe()` does as POE does",
            because = "a clock reading costs more than an event",
            shownBy = "TimersTest.shouldFireATimerThatFallsDueInASliceAfterThatSlicesPosts")
    void shouldFireATimerThatFellDueAfterTheSlicesPostsWhenNotStrict() throws Exception {
        List<String> trace = new T46(UnaryOperator.identity()).trace();

        assertEquals(
                List.of(
                        "A._start sender=KERNEL",
                        "busy end (timer overdue between p1 and p2)",
                        "p1",
                        "p2",
                        "timer",
                        "A._stop sender=KERNEL"),
                trace);
    }

    @Test
    @Difference(
            part = Part.KERNEL,
            poe = "it polls after each generation of events",
            usher = "up to 256 events run between two polls; with `strictPoe()` one generation",
            because = "a poll costs twenty events",
            shownBy = "LoopTest.shouldRunSeveralGenerationsASlice")
    void shouldSeeAByteWithin256YieldsWhenNotStrict() throws Exception {
        List<String> trace = new T27(UnaryOperator.identity()).trace();

        assertTrue(seen(trace, "yield") > 10, trace::toString);
        assertTrue(seen(trace, "yield") <= 10 + EVENTS_BETWEEN_POLLS, trace::toString);
    }

    @Test
    @Difference(
            part = Part.KERNEL,
            poe = "alarms for times past starve I/O for ever",
            usher = "they count among the 256 events between two polls; with `strictPoe()` they starve it too",
            because = "a fault in one session must not stop all",
            shownBy = "LoopTest.shouldNotStarveLinksByEndlessAlarmsInThePast")
    void shouldSeeAByteWithin256AlarmsForTimesPastWhenNotStrict() throws Exception {
        List<String> trace = new T27(UnaryOperator.identity()).trace();

        assertTrue(seen(trace, "alarmpast") <= 10 + EVENTS_BETWEEN_POLLS, trace::toString);
    }

    /** After how many events of a loop its byte was seen. */
    private static int seen(List<String> trace, String loop) {
        Matcher line = Pattern.compile(loop + ": .* io seen at n=(\\d+)").matcher(String.join("\n", trace));
        assertTrue(line.find(), trace::toString);
        return Integer.parseInt(line.group(1));
    }
}
