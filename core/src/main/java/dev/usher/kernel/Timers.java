package dev.usher.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What sessions may do with their alarms, and no others with theirs (POE::Resource::Events). */
sealed class Timers permits TracedTimers {
    private final Alarms alarms;
    private final EventQueue queue;
    private final KernelTime time;

    Timers(Alarms alarms, EventQueue queue, KernelTime time) {
        this.alarms = alarms;
        this.queue = queue;
        this.time = time;
    }

    long set(Session session, Event<?> event, Object payload, Event<?> from, long due) {
        session.hold();
        long id = alarms.set(session, event, payload, from, due, queue.tail()).id();
        tellOfDue();
        return id;
    }

    void clear(Session session, Event<?> event) {
        Alarm next;
        for (Alarm alarm = session.alarms; alarm != null; alarm = next) {
            next = alarm.nextOfSession;
            if (alarm.event.equals(event)) {
                drop(session, alarm);
            }
        }
    }

    boolean isSet(Session session, Event<?> event) {
        for (Alarm alarm = session.alarms; alarm != null; alarm = alarm.nextOfSession) {
            if (alarm.event.equals(event)) {
                return true;
            }
        }
        return false;
    }

    Errno remove(Session session, long id) {
        Alarm alarm = alarms.find(id);
        Errno errno = errno(session, alarm);
        if (errno == Errno.NONE) {
            drop(session, alarm);
        }
        return errno;
    }

    Outcome<RemovedAlarm> take(Session session, long id) {
        Alarm alarm = alarms.find(id);
        Errno errno = errno(session, alarm);
        if (errno != Errno.NONE) {
            return Outcome.failed(errno);
        }
        RemovedAlarm removed = describe(alarm);
        drop(session, alarm);
        return Outcome.done(removed);
    }

    List<RemovedAlarm> takeAll(Session session) {
        List<Alarm> all = new ArrayList<>();
        for (Alarm alarm = session.alarms; alarm != null; alarm = alarm.nextOfSession) {
            if (alarm.event != WheelTimer.TICK) { // a wheel's own, which it needs
                all.add(alarm);
            }
        }
        all.sort(Comparator.<Alarm>comparingLong(alarm -> alarm.due).thenComparingLong(alarm -> alarm.sequence));
        List<RemovedAlarm> removed = new ArrayList<>(all.size());
        for (Alarm alarm : all) {
            removed.add(describe(alarm));
            drop(session, alarm);
        }
        return removed;
    }

    Outcome<Instant> adjust(Session session, long id, long byNs, boolean fromNow) {
        Alarm alarm = alarms.find(id);
        Errno errno = errno(session, alarm);
        if (errno != Errno.NONE) {
            return Outcome.failed(errno);
        }
        if (fromNow || byNs != 0) { // a zero delta keeps the place among equals, as in POE
            alarms.adjust(alarm, fromNow ? time.after(byNs) : KernelTime.sum(alarm.due, byNs), queue.tail());
            tellOfDue();
        }
        return Outcome.done(time.wall(alarm.due));
    }

    /** An alarm that is due already may go before the next event. */
    private void tellOfDue() {
        if (!alarms.isQuiet(time)) {
            queue.lookAt(0);
        }
    }

    /** When the first of all timers is due, in the kernel's time; far ones are in no order, so all are looked at. */
    Optional<Long> earliest(List<Session> sessions) {
        Alarm earliest = null;
        for (Session session : sessions) {
            for (Alarm alarm = session.alarms; alarm != null; alarm = alarm.nextOfSession) {
                earliest = earliest == null || alarm.before(earliest) ? alarm : earliest;
            }
        }
        return Optional.ofNullable(earliest).map(alarm -> alarm.due);
    }

    void dropAll(Session session) {
        while (session.alarms != null) {
            Alarm alarm = session.alarms;
            Object payload = Traced.payload(alarm.payload);
            drop(session, alarm);
            if (payload instanceof WheelTimer timer) {
                timer.sessionEnded();
            }
        }
    }

    private static Errno errno(Session session, Alarm alarm) {
        if (alarm == null) {
            return Errno.ESRCH;
        }
        return alarm.session == session ? Errno.NONE : Errno.EPERM;
    }

    private void drop(Session session, Alarm alarm) {
        alarms.remove(alarm);
        session.release();
    }

    private RemovedAlarm describe(Alarm alarm) {
        return new RemovedAlarm(alarm.event, time.wall(alarm.due), Traced.payload(alarm.payload));
    }
}
