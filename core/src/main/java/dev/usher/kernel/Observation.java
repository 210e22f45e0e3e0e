package dev.usher.kernel;

/**
 * Who looks on while handlers run: causal trace, watchdog and flight recorder, as far as the builder asked for them. A
 * kernel without any has none of this, and its events go the shorter way past it.
 */
final class Observation {
    private final Kernel kernel;
    final Causes causes; // null unless asked for
    private final Watchdog watchdog; // the same
    private final Flight flight; // the same

    private final boolean seamed; // every event goes the watched way, for whoever stands at the seams

    private Observation(Kernel kernel, boolean seamed, Causes causes, Watchdog watchdog, Flight flight) {
        this.kernel = kernel;
        this.seamed = seamed;
        this.causes = causes;
        this.watchdog = watchdog;
        this.flight = flight;
    }

    /** Null where nobody looks on. */
    static Observation of(Kernel kernel, KernelBuilder builder, Tracer tracer, Clock clock) {
        if (!tracer.causes && builder.watchdogTold == null && !builder.flight) {
            return null;
        }
        return new Observation(
                kernel,
                builder.seams != null,
                tracer.causes ? new Causes(clock) : null,
                builder.watchdogTold == null ? null : new Watchdog(builder.watchdogBudget, builder.watchdogTold),
                builder.flight ? new Flight() : null);
    }

    /** Null where none is kept. */
    static Causes causes(Kernel kernel) {
        return kernel.observation == null ? null : kernel.observation.causes;
    }

    static int sessionBits(Observation observation) {
        return observation != null && observation.isSteady() ? SessionOption.WATCHED : 0;
    }

    /** Whether every event is to go the longer way; with a flight recorder alone only those of a recording. */
    private boolean isSteady() {
        return causes != null || watchdog != null || seamed;
    }

    Object invoke(Entry entry, Session session, Context poe, Object payload) throws Exception {
        Cause cause = causes == null ? null : poe.cause;
        if (cause != null) {
            causes.begun(cause);
        }
        if (watchdog != null) {
            watchdog.begins(session, poe);
        }
        Flight.Dispatch dispatch = isRecording() ? flight.begins(session, poe) : null;
        try {
            return entry.invoke(session.heap, poe, payload);
        } finally {
            if (dispatch != null) {
                dispatch.commit();
            }
            if (watchdog != null) {
                watchdog.ends();
            }
            if (cause != null) {
                causes.ended(cause);
            }
        }
    }

    private boolean isRecording() {
        return flight != null && flight.isRecording();
    }

    /** Once a slice: a recording that begins or ends sends all events the other way. */
    void look() {
        if (flight == null || !flight.hasChanged() || isSteady()) {
            return;
        }
        kernel.sessions.watch(flight.isRecording());
    }

    /** A poll, or null where nobody is told of it. */
    Flight.Poll poll(long timeoutNs) {
        return isRecording() ? flight.poll(timeoutNs) : null;
    }

    /** What a wheel tells while it writes has no other cause. */
    Flushable flushing(Session session, Flushable flushable) {
        return causes != null || isRecording() ? new Flushing(this, session, flushable) : flushable;
    }

    static Flushable observed(Flushable flushable) {
        return flushable instanceof Flushing observed ? observed.flushable : flushable;
    }

    private record Flushing(Observation observation, Session session, Flushable flushable) implements Flushable {
        @Override
        public void flush(Context poe) {
            poe.cause = null;
            Flight.Flush told = observation.isRecording() ? observation.flight.flush(session, flushable) : null;
            flushable.flush(poe);
            if (told != null) {
                told.commit();
            }
        }
    }

    /** What a wheel tells of its link begins a chain. */
    Watcher watching(Watcher watcher) {
        return causes == null ? watcher : new Observed(watcher, causes);
    }

    static Watcher observed(Watcher watcher) {
        return watcher instanceof Observed observed ? observed.watcher : watcher;
    }

    private record Observed(Watcher watcher, Causes causes) implements Watcher {
        @Override
        public void onReadable(Context poe) {
            begin(poe);
            try {
                watcher.onReadable(poe);
            } finally {
                causes.ended(poe.cause);
            }
        }

        @Override
        public void onWritable(Context poe) {
            begin(poe);
            try {
                watcher.onWritable(poe);
            } finally {
                causes.ended(poe.cause);
            }
        }

        private void begin(Context poe) {
            poe.line = null;
            poe.cause = new Cause(poe.event, poe.session, poe.session, null, null, causes.now());
            causes.begun(poe.cause);
        }

        @Override
        public void onSessionEnd() {
            watcher.onSessionEnd();
        }

        @Override
        public String toString() {
            return watcher.toString();
        }
    }

    /** Nothing is left to run. */
    static void rest(Observation observation) {
        if (observation != null && observation.watchdog != null) {
            observation.watchdog.rest();
        }
    }
}
