package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Outcome;
import dev.usher.kernel.RemovedAlarm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Timers: names and ids, and what their verbs answer. */
@Difference(
        part = Part.KERNEL,
        poe = "timers set by name have no time in `alarm_remove_all`",
        usher = "they have",
        because = "a defect")
@Difference(
        part = Part.KERNEL,
        poe = "`delay_adjust` tells no reason when it fails",
        usher = "it tells ESRCH or EPERM, like `alarmAdjust`",
        because = "so the manual says")
final class T07 extends Port {
    static final Event<String> X = Event.named("x", String.class);
    static final Event<String> N = Event.named("n", String.class);
    static final Event<String> V = Event.named("v", String.class);
    static final Event<String> W = Event.named("w", String.class);
    static final Event<List<?>> Y = listEvent("y");
    static final Event<Void> Z = Event.named("z");

    Instant t;

    @SuppressWarnings({"unchecked", "rawtypes"})
    static Event<List<?>> listEvent(String name) {
        return (Event) Event.named(name, List.class);
    }

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> {
                t = time();
                poe.alarm(X, t.plusSeconds(10), "old");
                poe.alarm(X, t.plusMillis(50), "new");
                poe.alarmAdd(X, t.plusMillis(60), "added");
                long id = poe.alarmSet(Y, t.plusSeconds(50), List.of("a", "b"));
                RemovedAlarm r = poe.alarmTake(id).value();
                L(
                        "alarm_remove scalar:",
                        "ARRAY",
                        r.event(),
                        since(r.due()),
                        r.payload().toString().replace(",", ""));
                id = poe.alarmSet(Y, t.plusSeconds(50), List.of("a", "b"));
                r = poe.alarmTake(id).value();
                L("alarm_remove list:", r.event(), since(r.due()), "ARRAY");
                id = poe.alarmSet(Z, t.plusSeconds(50), null);
                L(
                        "alarm_adjust +5 -> t+",
                        since(poe.alarmAdjust(id, Duration.ofSeconds(5)).value()),
                        " -45 -> t+",
                        since(poe.alarmAdjust(id, Duration.ofSeconds(-45)).value()));
                L(
                        "delay_adjust(3) -> t+",
                        since(poe.delayAdjust(id, Duration.ofSeconds(3)).value()));
                long d = poe.delaySet(W, Duration.ofSeconds(20), "q");
                L(
                        "delay_adjust(7) -> t+",
                        since(poe.delayAdjust(d, Duration.ofSeconds(7)).value()));
                L(
                        "alarm_adjust on delay +1 -> t+",
                        since(poe.alarmAdjust(d, Duration.ofSeconds(1)).value()));
                poe.delay(V, Duration.ofSeconds(30), "vv");
                poe.delayAdd(V, Duration.ofSeconds(31), "v2");
                S(
                        "B",
                        b -> b.answerStart((none, inB) -> {
                            L(
                                    "B alarm_remove foreign ->",
                                    "errno",
                                    inB.alarmRemove(d).number());
                            L("B alarm_adjust foreign ->", failure(inB.alarmAdjust(d, Duration.ofSeconds(1))));
                            L("B delay_adjust foreign ->", failure(inB.delayAdjust(d, Duration.ofSeconds(1))));
                            return 1;
                        }));
                StringBuilder all = new StringBuilder();
                for (RemovedAlarm each : poe.alarmRemoveAll()) {
                    all.append(all.isEmpty() ? "" : " ").append(shown(each));
                }
                L("remove_all:", all);
                poe.alarm(X, t.plusMillis(50), "again");
                poe.delay(X, seconds(0.01), "viadelay");
                poe.alarmAdd(X, time().plusMillis(20), "k");
                poe.alarmClear(N); // delay('n')
            });
            a.on(X, (heap, poe, text) -> L("x", text));
        });
        kernel.run();
        L("run returned");
    }

    String shown(RemovedAlarm alarm) {
        String due = String.format(
                Locale.ROOT, "t+%.2f", Duration.between(t, alarm.due()).toNanos() / 1e9);
        return "[" + alarm.event() + " " + due + " " + (alarm.payload() == null ? "" : alarm.payload()) + "]";
    }

    long since(Instant due) {
        return Math.round(Duration.between(t, due).toNanos() / 1e9);
    }

    static List<Object> failure(Outcome<Instant> outcome) {
        return List.of("errno", outcome.errno().number());
    }
}
