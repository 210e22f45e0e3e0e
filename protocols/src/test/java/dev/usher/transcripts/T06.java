package dev.usher.transcripts;

import dev.usher.kernel.Event;
import java.time.Instant;
import java.util.List;

/** Timers and events posted in one order by time: a time past goes before what was posted earlier. */
final class T06 extends Port {
    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> {
                Instant t = time().plusMillis(100);
                poe.yield(Event.named("y1"));
                poe.alarmSet(Event.named("past"), time().minusSeconds(5), null);
                poe.alarmSet(Event.named("zero"), Instant.EPOCH, null);
                poe.delaySet(Event.named("d0"), seconds(0));
                poe.yield(Event.named("y2"));
                poe.alarmSet(Event.named("now"), time(), null);
                poe.yield(Event.named("y3"));
                for (int i = 1; i <= 4; i++) {
                    poe.alarmSet(Event.named("s" + i), t, null);
                }
                poe.delaySet(Event.named("s5"), seconds(0.1));
            });
            for (String n : List.of("y1", "y2", "y3", "past", "zero", "d0", "now", "s1", "s2", "s3", "s4", "s5")) {
                a.on(Event.named(n), (heap, poe) -> L(n));
            }
        });
        kernel.run();
        L("run returned");
    }
}
