package dev.usher.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** Who waits for which child process. What the system tells enters through the inbox. */
final class PidWatches {
    private static final String CHLD = "CHLD";

    private final Kernel kernel;
    private final StartedProcesses processes;
    private final Map<Long, Awaited> byPid = new HashMap<>();
    private int count;
    private long begun;

    /** One process: it stays known until it ends, since CHLD tells of it whether or not a session still waits. */
    record Awaited(long pid, Map<Session, Belongings.SignalWatch> watches, long number) {}

    /** The system tells that a process has ended. */
    record Ended(Kernel kernel, Awaited awaited, long number, int status) implements Mail {
        @Override
        public void run() {
            kernel.pids.ended(awaited, status);
        }

        @Override
        public Letter letter() {
            return new Letter(Letter.Kind.PROCESS_ENDED, number, "", "", status);
        }
    }

    PidWatches(Kernel kernel, StartedProcesses processes) {
        this.kernel = kernel;
        this.processes = processes;
    }

    /** How many waits there are: while there is any, the kernel is not idle. */
    int count() {
        return count;
    }

    void watch(Session session, Process process, Event<SignalInfo> event, Object extra) {
        Awaited awaited = byPid.get(process.pid());
        if (awaited == null) {
            awaited = awaited(process.pid());
            IntConsumer told = teller(awaited);
            process.onExit().thenAccept(ended -> told.accept(ChildExit.status(ended.exitValue())));
        }
        add(session, awaited, event, extra);
    }

    Errno watch(Session session, long pid, Event<SignalInfo> event, Object extra) {
        Process started = processes.process(pid);
        if (started != null) {
            watch(session, started, event, extra);
            return Errno.NONE;
        }
        Awaited awaited = byPid.get(pid);
        if (awaited == null) {
            awaited = awaited(pid);
            if (!processes.onExit(pid, teller(awaited))) {
                byPid.remove(pid);
                return Errno.ECHILD;
            }
        }
        add(session, awaited, event, extra);
        return Errno.NONE;
    }

    private Awaited awaited(long pid) {
        Awaited awaited = new Awaited(pid, new LinkedHashMap<>(), ++begun);
        byPid.put(pid, awaited);
        kernel.inbox.begun(awaited, begun);
        return awaited;
    }

    /** Told on any thread. */
    private IntConsumer teller(Awaited awaited) {
        return status -> kernel.inbox.put(new Ended(kernel, awaited, awaited.number, status));
    }

    private void add(Session session, Awaited awaited, Event<SignalInfo> event, Object extra) {
        if (awaited.watches.put(session, new Belongings.SignalWatch(event, extra)) == null) {
            session.belongings().pids.add(awaited.pid);
            session.hold();
            count++;
        }
    }

    /** What a session that waits for a process is sent. */
    Event<SignalInfo> told(Session session, long pid) {
        return byPid.get(pid).watches.get(session).event();
    }

    void unwatch(Session session, long pid) {
        Awaited awaited = byPid.get(pid);
        if (awaited != null && awaited.watches.remove(session) != null) {
            letGo(session, pid);
        }
    }

    private void letGo(Session session, long pid) {
        session.belongings.pids.remove(pid);
        session.release();
        count--;
    }

    /** Those who wait for it first, then all who watch CHLD (POE's order). */
    private void ended(Awaited awaited, int status) {
        if (byPid.get(awaited.pid) != awaited) {
            return; // of a former run
        }
        byPid.remove(awaited.pid);
        ChildExit exit = new ChildExit(awaited.pid, status);
        awaited.watches.forEach((session, watch) -> {
            SignalInfo info = new SignalInfo(CHLD, List.of(exit), watch.extra());
            kernel.enqueue(session, kernel.root, watch.event(), info, null);
            letGo(session, awaited.pid);
        });
        kernel.signals.raise(kernel.root, CHLD, List.of(exit));
    }

    void removeAll(Session session) {
        if (session.belongings != null) {
            for (long pid : new ArrayList<>(session.belongings.pids)) {
                unwatch(session, pid);
            }
        }
    }

    /** Nothing runs any more: processes that end later are nobody's. */
    void forget() {
        byPid.clear();
    }
}
