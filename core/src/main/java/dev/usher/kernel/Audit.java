package dev.usher.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at a kernel's books between slices, where {@link Assert} asks for it: every session is held as often as there
 * are reasons, events and timers are in order, watches and poller agree. What does not agree is a fault of the kernel
 * or of a wheel.
 */
final class Audit {
    private final Kernel kernel;
    private final boolean data;
    private final boolean events;
    private final boolean files;
    private final Map<Session, Integer> reasons = new HashMap<>();

    Audit(Kernel kernel, Switches switches) {
        this.kernel = kernel;
        data = switches.asserts(Assert.DATA);
        events = switches.asserts(Assert.EVENTS);
        files = switches.asserts(Assert.FILES);
    }

    /** Outside handlers only: inside, some are held by what waits for the handler. */
    void look() {
        List<Session> all = Sessions.family(kernel.root);
        if (data) {
            lookAtLives(all);
        }
        if (events) {
            lookAtEvents(all);
        }
        if (files) {
            lookAtWatches(all);
        }
    }

    private void lookAtLives(List<Session> all) {
        reasons.clear();
        kernel.queue.forEach(poe -> {
            count(poe.session, 1);
            if (poe.sender != null && poe.sender != poe.session) {
                count(poe.sender, 1);
            }
        });
        kernel.flushes.forEach((owner, flushable) -> count(owner, 1));
        count(kernel.root, 1); // nobody collects the kernel
        check(
                all.size() - 1 == kernel.sessions.count(),
                "%d sessions are in the tree, %d have an id",
                all.size() - 1,
                kernel.sessions.count());
        for (Session session : all) {
            count(session, ownReasons(session));
            int counted = reasons.get(session);
            check(counted == session.holds(), "%s is held %d times for %d reasons", session, session.holds(), counted);
        }
    }

    private static int ownReasons(Session session) {
        int own = Sessions.children(session).size() + alarms(session) + watches(session);
        Belongings belongings = session.belongings;
        if (belongings != null) {
            own += belongings.aliases.size() + belongings.offloads.size() + belongings.pids.size();
            own += (int) belongings.references.values().stream()
                    .filter(count -> count > 0)
                    .count();
        }
        return own;
    }

    private void count(Session session, int more) {
        reasons.merge(session, more, Integer::sum);
    }

    private void lookAtEvents(List<Session> all) {
        int[] queued = {0};
        kernel.queue.forEach(poe -> {
            queued[0]++;
            check(poe.session != null && poe.event != null, "event %d of the queue is none", queued[0]);
        });
        check(queued[0] == kernel.queue.count(), "%d events are queued, %d counted", queued[0], kernel.queue.count());
        int alarms = all.stream().mapToInt(Audit::alarms).sum();
        check(alarms == kernel.alarms.count(), "%d timers are set, %d counted", alarms, kernel.alarms.count());
    }

    private void lookAtWatches(List<Session> all) {
        int watches = 0;
        for (Session session : all) {
            for (Watch watch = session.watches; watch != null; watch = watch.nextOfSession) {
                watches++;
                check(watch.open && watch.link.isOpen(), "%s watches %s, which is closed", session, watch.link);
                check(isAttached(watch), "%s watches %s, and the poller does not know", session, watch.link);
            }
        }
        check(watches == kernel.watchers.count(), "%d links are watched, %d counted", watches, kernel.watchers.count());
    }

    private boolean isAttached(Watch sought) {
        Watch watch = kernel.watchers.first(sought.link);
        while (watch != null && watch != sought) {
            watch = watch.nextOnLink;
        }
        return watch == sought;
    }

    private static int alarms(Session session) {
        int count = 0;
        for (Alarm alarm = session.alarms; alarm != null; alarm = alarm.nextOfSession) {
            count++;
        }
        return count;
    }

    private static int watches(Session session) {
        int count = 0;
        for (Watch watch = session.watches; watch != null; watch = watch.nextOfSession) {
            count++;
        }
        return count;
    }

    private static void check(boolean agrees, String otherwise, Object... about) {
        if (!agrees) {
            throw new AssertionError(String.format(otherwise, about));
        }
    }

    /** At the end, when all sessions are gone: tells of what is left. */
    static void report(Kernel kernel) {
        KernelCounts left = kernel.counts();
        leaked(kernel, left.sessions(), "sessions");
        leaked(kernel, left.aliases(), "aliases");
        leaked(kernel, left.references(), "references");
        leaked(kernel, left.events(), "events");
        leaked(kernel, left.alarms(), "timers");
        leaked(kernel, left.watches(), "watched links");
        leaked(kernel, left.offloads(), "offloads");
        leaked(kernel, left.processes(), "awaited processes");
        leaked(kernel, kernel.signals.watched(), "signal handlers");
        leaked(kernel, kernel.root.holds() - 1 - left.references(), "reasons of the kernel to live");
    }

    private static void leaked(Kernel kernel, int count, String what) {
        if (count != 0) {
            kernel.tracer.warn(Logs.ASSERT, "!!! Leaked " + what + ": " + count);
        }
    }
}
