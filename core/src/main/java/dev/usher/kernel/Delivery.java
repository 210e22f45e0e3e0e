package dev.usher.kernel;

import java.util.Set;

/** The less common ways of an event to its handler: traced, under another key of the same name, or unhandled. */
final class Delivery {
    private static final Event<?> DEFAULT = Event.any("_default");

    /** Names that mean something only where the kernel itself sends them. */
    private static final Set<String> OWN_NAMES =
            Set.of("_start", "_stop", "_child", "_parent", "_signal", "_garbage_collect", "_sigchld_poll", "_wheel");

    private Delivery() {}

    static Object deliver(Session session, Context poe, Entry entry, Event<?> event, Object payload) throws Exception {
        Object opened = payload;
        if (session.options != 0) {
            opened = open(poe, payload);
            trace(session, poe);
            warnOfOwnNames(session, poe, event);
        }
        if (entry == null) {
            return unhandled(session, poe, event, opened);
        }
        if (entry.event != event && !entry.event.accepts(opened)) {
            throw new ClassCastException("event '" + event + "' from " + poe.source() + " to " + session + " carries a "
                    + opened.getClass().getName() + ", its handler takes a "
                    + entry.event.type().getName());
        }
        return invoke(entry, session, poe, opened);
    }

    /** Past whoever looks on. */
    static Object invoke(Entry entry, Session session, Context poe, Object payload) throws Exception {
        Observation observation = poe.kernel.observation;
        return observation == null
                ? entry.invoke(session.heap, poe, payload)
                : observation.invoke(entry, session, poe, payload);
    }

    static Object unhandled(Session session, Context poe, Event<?> event, Object payload) throws Exception {
        Entry otherwise = session.states.otherwise();
        if (otherwise == null) {
            if (session.option(SessionOption.DEFAULT)) {
                poe.kernel.tracer.warn(
                        Logs.SESSION,
                        "event '" + event + "' from " + poe.source() + Traced.at(poe.line) + " to " + session
                                + ": there is neither a handler for it nor an otherwise handler");
            }
            return null;
        }
        Event<?> active = poe.active;
        poe.active = poe.active();
        poe.event = DEFAULT;
        try {
            return invoke(otherwise, session, poe, new Unhandled(event, payload));
        } finally {
            poe.active = active;
        }
    }

    /** Of what the kernel tells a session about itself: the line is that of whoever had it happen. */
    static void told(Session session, Context poe) {
        if (poe.kernel.tracer.lines) {
            sentHere(poe);
        }
        trace(session, poe);
    }

    static Object open(Context poe, Object payload) {
        if (payload instanceof Traced traced) {
            poe.line = traced.line();
            poe.cause = traced.cause();
            return traced.payload();
        }
        if (poe.kernel.tracer.lines) {
            sentHere(poe); // it was not queued but called
        }
        return payload;
    }

    private static void sentHere(Context poe) {
        poe.line = Traced.caller();
        Causes causes = Observation.causes(poe.kernel);
        if (causes != null && poe.level != Context.QUEUED) {
            poe.cause = new Cause(poe.event, poe.session, poe.source(), poe.line, poe.outer.cause, causes.now());
        }
    }

    private static void trace(Session session, Context poe) {
        Seams seams = poe.kernel.tracer.seams;
        if (seams != null) {
            seams.delivered(session.id, poe.event, poe.source().id);
        }
        if (session.option(SessionOption.TRACE)) {
            Logs.SESSION.info("{}", description(session, poe));
        }
        if (poe.kernel.tracer.events) {
            poe.kernel.tracer.line(Trace.EVENTS, description(session, poe));
        }
    }

    private static String description(Session session, Context poe) {
        return session + " gets '" + poe.event + "' from " + poe.source()
                + (poe.from == null ? "" : " in its '" + poe.from + "'") + Traced.at(poe.line);
    }

    private static void warnOfOwnNames(Session session, Context poe, Event<?> event) {
        Refusals refusals = poe.kernel.refusals;
        if (refusals.usage && OWN_NAMES.contains(event.name())) {
            refusals.misused("event '" + event + "' from " + poe.source() + Traced.at(poe.line) + " to " + session
                    + ": the name is the kernel's own, and sending it has no other effect than that of any event");
        }
    }
}
