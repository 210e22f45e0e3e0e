package dev.usher.kernel;

import dev.usher.network.Disk;
import dev.usher.network.Network;
import java.time.Instant;
import java.util.Optional;

/** What a kernel tells about itself. Belongs to the kernel's thread. */
public abstract sealed class Telling extends Posting permits Kernel {
    Telling() {}

    private Kernel kernel() {
        return (Kernel) this;
    }

    /** @return the kernel as a session: id 0, the root of the tree, the sender of what the kernel sends */
    public final Session session() {
        return kernel().root;
    }

    /** @return what others call it in {@code poe:} URIs; empty for none */
    public final String name() {
        return kernel().name;
    }

    /** @return the session whose handler runs; outside handlers the kernel itself */
    public final Session activeSession() {
        return kernel().current().session;
    }

    /**
     * @return the event that came from the queue, or null outside handlers; calls to the own session do not change it
     */
    public final Event<?> activeEvent() {
        return kernel().current().active();
    }

    /** @return its source of bytes that nobody can foresee */
    public final Entropy entropy() {
        kernel().checkThread();
        return kernel().entropy;
    }

    /** @return the clock it was made with */
    public final Clock clock() {
        return kernel().clock;
    }

    /** @return the network it was made with */
    public final Network network() {
        return kernel().pollers.network();
    }

    /** @return the child processes it was made with */
    public final Processes processes() {
        return kernel().processes;
    }

    /** @return the files it was made with */
    public final Disk disk() {
        return kernel().disk;
    }

    /** @return how many events and timers wait (POE's get_event_count) */
    public final int eventCount() {
        return kernel().queue.count() + kernel().alarms.count();
    }

    /**
     * Tells when the next event is due (POE's get_next_event_time). Looks at all timers: not for every event.
     *
     * @return now if an event is queued, else when the next timer is due; empty if nothing waits
     */
    public final Optional<Instant> nextEventTime() {
        Kernel kernel = checked();
        if (!kernel.queue.isEmpty()) {
            return Optional.of(kernel.time.wall(kernel.time.now()));
        }
        return kernel.timers.earliest(Sessions.family(kernel.root)).map(kernel.time::wall);
    }

    /** @return what is delivered next; empty if nothing is due now */
    public final Optional<Pending> nextEvent() {
        Kernel kernel = checked();
        if (!kernel.queue.isEmpty()) {
            Context first = kernel.queue.first();
            return Optional.of(new Pending(first.event, first.session));
        }
        Alarm due = kernel.alarms.isEmpty() ? null : kernel.alarms.due(kernel.time.now());
        return due == null ? Optional.empty() : Optional.of(new Pending(due.event, due.session));
    }

    /**
     * What is known of the events that ran.
     *
     * @return the causal trace of this kernel
     * @throws IllegalStateException if it keeps none
     */
    public final Causes causes() {
        Causes causes = Observation.causes(checked());
        if (causes == null) {
            throw new IllegalStateException("this kernel does not trace causes: make it by"
                    + " Kernel.builder().trace(Trace.CAUSES), or set POE_TRACE_CAUSES=1");
        }
        return causes;
    }

    /**
     * Tells what there is and why it is there: the sessions as a tree, with the reasons for which each lives.
     *
     * @return how it is now; its text shows all of it
     */
    public final KernelDump dump() {
        return KernelDump.of(checked());
    }

    /** @return how much there is of everything, for tests and for those who watch over a server */
    public final KernelCounts counts() {
        Kernel kernel = kernel();
        return new KernelCounts(
                kernel.sessions.count(),
                kernel.queue.count(),
                kernel.alarms.count(),
                kernel.watchers.count(),
                kernel.aliases.count(),
                kernel.references.held(),
                kernel.offloads.running(),
                kernel.pids.count());
    }
}
