package dev.usher.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who handles which signal, and POE's rules of whom a signal reaches and whom it ends. */
final class Signals {
    static final Event<Posted> SIGNAL = Event.named("_signal", Posted.class);
    static final String DIE = "DIE";
    static final String IDLE = "IDLE";
    private static final String ZOMBIE = "ZOMBIE";
    private static final Set<String> TERMINAL = Set.of("QUIT", "INT", "KILL", "TERM", "HUP", IDLE, DIE);
    private static final Set<String> NOT_MASKABLE = Set.of(ZOMBIE, "UIDESTROY");
    /** Never asked of the operating system: they exist only between sessions, or it would be asking for trouble. */
    private static final Set<String> INTERNAL = Set.of(IDLE, DIE, ZOMBIE, "UIDESTROY", "KILL", "STOP", "CHLD", "CLD");

    /** A signal on its way through the queue. */
    record Posted(String name, List<Object> details) {}

    private final Kernel kernel;
    private final Map<String, Integer> watching = new HashMap<>(); // how many sessions, by signal
    private int dispatching; // signals inside one another
    private boolean handled;
    private boolean dying; // a DIE signal is being dispatched: what its handlers throw is not signalled again

    Signals(Kernel kernel) {
        this.kernel = kernel;
    }

    void watch(Session session, String name, Event<SignalInfo> event, Object extra) {
        if (session.belongings().signals.put(name, new Belongings.SignalWatch(event, extra)) == null) {
            watchOs(name);
        }
    }

    void unwatch(Session session, String name) {
        if (session.belongings != null && session.belongings.signals.remove(name) != null) {
            unwatchOs(name);
        }
    }

    void born(Session session) {
        for (Entry entry : session.states.signals()) {
            watchOs(entry.event.name());
        }
    }

    void died(Session session) {
        for (Entry entry : session.states.signals()) {
            unwatchOs(entry.event.name());
        }
        if (session.belongings != null) {
            session.belongings.signals.keySet().forEach(this::unwatchOs);
            session.belongings.signals.clear();
        }
    }

    private void watchOs(String name) {
        if (!INTERNAL.contains(name) && watching.merge(name, 1, Integer::sum) == 1 && kernel.tracer.hearsOthers()) {
            OsSignals.subscribe(name, kernel);
        }
    }

    private void unwatchOs(String name) {
        if (!INTERNAL.contains(name) && watching.merge(name, -1, Integer::sum) == 0) {
            watching.remove(name);
            OsSignals.unsubscribe(name, kernel);
        }
    }

    /** The signal being dispatched is taken care of; false if there is none. */
    boolean handled() {
        handled = true;
        return dispatching > 0;
    }

    boolean isDying() {
        return dying;
    }

    void dispatch(Session target, Posted signal) {
        boolean outerHandled = handled;
        boolean outerDying = dying;
        handled = false;
        dying = signal.name.equals(DIE);
        dispatching++;
        Event<?> from = kernel.current().from; // the event in which it was sent: its handlers' caller, as in POE
        try {
            List<Session> reached = reached(target);
            trace(target, signal, reached);
            for (Session session : reached) {
                if (session.alive) {
                    tell(session, signal, from);
                }
            }
            conclude(target, signal, reached);
        } finally {
            handled = outerHandled;
            dying = outerDying;
            dispatching--;
        }
    }

    /** Deepest first, the target last; DIE goes on to the ancestors, so that a parent may save its child. */
    private List<Session> reached(Session target) {
        List<Session> reached = new ArrayList<>(Sessions.family(target));
        Collections.reverse(reached);
        if (dying) {
            for (Session above = target.parent; above != null && above != kernel.root; above = above.parent) {
                reached.add(above);
            }
        }
        return reached;
    }

    private void trace(Session target, Posted signal, List<Session> reached) {
        if (kernel.tracer.signals) {
            kernel.tracer.line(
                    Trace.SIGNALS, signal.name + " " + signal.details + " to " + target + " reaches " + reached);
        }
    }

    /** How many sessions watch signals of the system: none when all have ended. */
    int watched() {
        return watching.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void tell(Session session, Posted signal, Event<?> from) {
        Belongings.SignalWatch own = session.belongings == null ? null : session.belongings.signals.get(signal.name);
        if (own != null) {
            SignalInfo info = new SignalInfo(signal.name, signal.details, own.extra());
            kernel.dispatcher.dispatch(session, kernel.root, own.event(), info, from);
            return;
        }
        Entry entry = session.states.signal(signal.name);
        if (entry != null) {
            SignalInfo info = new SignalInfo(signal.name, signal.details, null);
            kernel.dispatcher.tell(session, entry.event, entry, info, kernel.root, from);
        }
    }

    private void conclude(Session target, Posted signal, List<Session> reached) {
        String name = signal.name;
        boolean ends = NOT_MASKABLE.contains(name) || !handled && TERMINAL.contains(name);
        if (!ends) {
            if (name.equals(IDLE) && kernel.isIdle()) {
                raise(kernel.root, ZOMBIE, List.of());
            }
            return;
        }
        if (kernel.tracer.signals) {
            kernel.tracer.line(Trace.SIGNALS, name + " ends " + reached);
        }
        for (Session session : reached) {
            if (session.alive && session != kernel.root) {
                kernel.sessions.stop(session);
            }
        }
        if (target == kernel.root) {
            kernel.endAll(); // and whom these handlers have just created
        }
        if (dying && !signal.details.isEmpty() && signal.details.get(0) instanceof Death death) {
            kernel.dispatcher.failFirst(death.error());
        }
    }

    void raise(Session target, String name, List<Object> details) {
        kernel.enqueue(target, kernel.current().session, SIGNAL, new Posted(name, details), null);
    }
}
