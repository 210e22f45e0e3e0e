package dev.usher.kernel;

/** A queue that tells of each event that is posted, and remembers from which line. */
final class TracedQueue extends EventQueue {
    private final Tracer tracer;

    /**
     * For who may trace: named here, so that a kernel that does not trace never loads this class. Once it is loaded,
     * every call of a method that it overrides is a question of the class.
     */
    static EventQueue of(Kernel kernel, KernelTime time) {
        return new TracedQueue(kernel, time);
    }

    private TracedQueue(Kernel kernel, KernelTime time) {
        super(kernel, time);
        tracer = kernel.tracer;
    }

    @Override
    void add(Session target, Session sender, Event<?> event, Object payload, Event<?> from) {
        Session source = sender == null ? target : sender;
        Object carried = payload;
        Event<?> shown = event;
        if (event == Later.LATER) {
            Later later = (Later) payload;
            shown = later.event();
            carried = new Later(shown, Traced.here(later.payload()).caused(shown, target, source), later.wheelId());
        } else if (event != Sessions.COLLECT) {
            carried = Traced.here(payload).caused(event, target, source);
        }
        super.add(target, sender, event, carried, from);
        if (tracer.events) {
            tell(target, source, shown, carried);
        }
    }

    private void tell(Session target, Session source, Event<?> shown, Object carried) {
        StackTraceElement line = carried instanceof Traced traced ? traced.line() : Traced.caller();
        tracer.line(Trace.EVENTS, "posted '" + shown + "' from " + source + " to " + target + Traced.at(line));
    }

    /** A place that was used before still knows who had it used. */
    @Override
    Context take() {
        Context place = super.take();
        place.line = null;
        place.cause = null;
        return place;
    }
}
