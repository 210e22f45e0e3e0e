package dev.usher.kernel;

import java.util.Objects;
import java.util.Optional;

/**
 * A timer of a wheel's own, which calls the wheel instead of sending an event. While it is set it keeps the session
 * alive, as every timer does; {@code alarmRemoveAll} leaves it alone. Belongs to the kernel's thread.
 */
public final class WheelTimer implements AutoCloseable {
    static final Event<?> TICK = Event.any("_wheel_timer");

    /** What a wheel gives to be called. On the kernel's thread. */
    public interface Owner extends OfWheel {

        /**
         * The time is over. Called once for each time the timer was set; may set it again, put, post and call; an
         * exception becomes the session's DIE signal.
         *
         * @param poe the session's context
         */
        void onTime(Context poe);

        /** @return what it looks at when the time is over, a file say, for dumps; empty for nothing that has a name */
        default Optional<String> looksAt() {
            return Optional.empty();
        }

        /** The session has ended while the timer was set, or before it could be: let go of all. */
        void onSessionEnd();
    }

    private final Kernel kernel;
    private final Session session;
    private final Owner owner;
    private long id; // of the alarm, 0: not set

    WheelTimer(Kernel kernel, Session session, Owner owner) {
        this.kernel = kernel;
        this.session = session;
        this.owner = Objects.requireNonNull(owner, "owner");
    }

    /**
     * Sets it, instead of how it was set before.
     *
     * @param delayNs nanoseconds from now; 0 for the next turn of the loop
     */
    public void set(long delayNs) {
        close();
        if (session.alive) {
            id = kernel.timers.set(session, TICK, this, null, kernel.time.after(delayNs));
        } else {
            owner.onSessionEnd();
        }
    }

    /** Takes it back; it may be set again. */
    @Override
    public void close() {
        kernel.checkThread();
        if (id != 0) {
            kernel.timers.remove(session, id);
            id = 0;
        }
    }

    Owner owner() {
        return owner;
    }

    void fire(Context poe) {
        id = 0;
        owner.onTime(poe);
    }

    void sessionEnded() {
        id = 0;
        owner.onSessionEnd();
    }
}
