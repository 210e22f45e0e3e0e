package dev.usher.kernel;

/** Timers that tell of each one that is set, and remember from which line. */
final class TracedTimers extends Timers {
    private final Tracer tracer;

    /** As with {@link TracedQueue#of}. */
    static Timers of(Alarms alarms, EventQueue queue, KernelTime time, Tracer tracer) {
        return new TracedTimers(alarms, queue, time, tracer);
    }

    private TracedTimers(Alarms alarms, EventQueue queue, KernelTime time, Tracer tracer) {
        super(alarms, queue, time);
        this.tracer = tracer;
    }

    @Override
    long set(Session session, Event<?> event, Object payload, Event<?> from, long due) {
        Traced traced = Traced.here(payload).caused(event, session, session);
        long id = super.set(session, event, traced, from, due);
        if (tracer.events) {
            tracer.line(
                    Trace.EVENTS, "set timer " + id + " for '" + event + "' of " + session + Traced.at(traced.line()));
        }
        return id;
    }
}
