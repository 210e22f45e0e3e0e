package dev.usher.kernel;

import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The less common ways of an event to its handler: traced, under another key of the same name, or unhandled. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
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
        return entry.invoke(session.heap, poe, opened);
    }

    static Object unhandled(Session session, Context poe, Event<?> event, Object payload) throws Exception {
        Entry otherwise = session.states.otherwise();
        if (otherwise == null) {
            if (session.option(SessionOption.DEFAULT)) {
                poe.kernel.tracer.warn(
                        LOG,
                        "event '" + event + "' from " + poe.source() + Traced.at(poe.line) + " to " + session
                                + ": there is neither a handler for it nor an otherwise handler");
            }
            return null;
        }
        Event<?> active = poe.active;
        poe.active = poe.active();
        poe.event = DEFAULT;
        try {
            return otherwise.invoke(session.heap, poe, new Unhandled(event, payload));
        } finally {
            poe.active = active;
        }
    }

    /** Of what the kernel tells a session about itself: the line is that of whoever had it happen. */
    static void told(Session session, Context poe) {
        if (poe.kernel.tracer.events) {
            poe.line = Traced.caller();
        }
        trace(session, poe);
    }

    private static Object open(Context poe, Object payload) {
        if (payload instanceof Traced traced) {
            poe.line = traced.line();
            return traced.payload();
        }
        if (poe.kernel.tracer.events) {
            poe.line = Traced.caller(); // it was not queued but called
        }
        return payload;
    }

    private static void trace(Session session, Context poe) {
        Seams seams = poe.kernel.tracer.seams;
        if (seams != null) {
            seams.delivered(session.id, poe.event, poe.source().id);
        }
        if (session.option(SessionOption.TRACE)) {
            LOG.info("{}", description(session, poe));
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
