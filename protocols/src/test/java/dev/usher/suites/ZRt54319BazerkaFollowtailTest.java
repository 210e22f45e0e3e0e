package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import dev.usher.wheel.FollowTail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** z_rt54319_bazerka_followtail: a file is written twice as often as it is looked at, and yet no line comes late. */
class ZRt54319BazerkaFollowtailTest extends SuiteCase {
    private static final Event<Void> TICK = Event.named("on_tick");
    private static final Event<String> LINE = Event.named("got_log_line", String.class);
    private static final Event<Void> TIMEOUT = Event.named("timeout");
    private static final Path LOG = Path.of("log");
    private static final int LINES = 6;
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(500);
    private static final Duration POLL = BETWEEN_WRITES.multipliedBy(2);

    private FollowTail<String> tail;
    private int written;

    @Test
    void shouldDelayNoLineLongerThanOneLookTakes() {
        simulation.disk().write(LOG, "");
        kernel.create(
                States.of(Object.class).start((me, poe) -> poe.yield(TICK)).on(TICK, (me, poe) -> {
                    simulation
                            .disk()
                            .append(LOG, ++written + " " + simulation.clock().nowNs() + "\n");
                    if (written < LINES) {
                        poe.delay(TICK, BETWEEN_WRITES);
                    }
                }),
                null);
        List<Long> delays = new ArrayList<>();
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> {
                            tail = FollowTail.with(new LineFilter())
                                    .inputEvent(LINE)
                                    .pollInterval(POLL)
                                    .open(poe, LOG);
                            poe.delay(TIMEOUT, POLL.multipliedBy(LINES));
                        })
                        .on(LINE, (me, poe, line) -> {
                            String[] words = line.split(" ");
                            delays.add(simulation.clock().nowNs() - Long.parseLong(words[1]));
                            saw(words[0]);
                            if (words[0].equals("" + LINES)) {
                                poe.alarmClear(TIMEOUT);
                                tail.close();
                            }
                        })
                        .on(TIMEOUT, (me, poe) -> tail.close()),
                null);

        runShows("1", "2", "3", "4", "5", "6");

        assertTrue(delays.stream().allMatch(delay -> delay <= POLL.toNanos()), delays.toString());
        assertTrue(delays.stream().anyMatch(delay -> delay > 0), "nothing was ever late: this shows nothing");
    }
}
