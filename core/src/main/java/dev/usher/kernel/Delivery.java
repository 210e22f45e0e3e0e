package dev.usher.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The less common ways of an event to its handler: traced, under another key of the same name, or unhandled. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Event<?> DEFAULT = Event.any("_default");

    private Delivery() {}

    static Object deliver(Session session, Context poe, Entry entry, Event<?> event, Object payload) throws Exception {
        if (session.options != 0) {
            trace(session, poe);
        }
        if (entry == null) {
            return unhandled(session, poe, event, payload);
        }
        if (entry.event != event && !entry.event.accepts(payload)) {
            throw new ClassCastException("event '" + event + "' from " + poe.source() + " to " + session + " carries a "
                    + payload.getClass().getName() + ", its handler takes a "
                    + entry.event.type().getName());
        }
        return entry.invoke(session.heap, poe, payload);
    }

    static Object unhandled(Session session, Context poe, Event<?> event, Object payload) throws Exception {
        Entry otherwise = session.states.otherwise();
        if (otherwise == null) {
            if (session.option(SessionOption.DEFAULT)) {
                LOG.warn(
                        "event '{}' from {} to {}: there is neither a handler for it nor an otherwise handler",
                        event,
                        poe.source(),
                        session);
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

    static void trace(Session session, Context poe) {
        if (session.option(SessionOption.TRACE)) {
            LOG.info(
                    "{} gets '{}' from {}{}",
                    session,
                    poe.event,
                    poe.source(),
                    poe.from == null ? "" : " in its '" + poe.from + "'");
        }
    }
}
