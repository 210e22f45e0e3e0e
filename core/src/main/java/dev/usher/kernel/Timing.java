package dev.usher.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The verbs that set, move and remove a session's timers (POE's {@code alarm_*} and {@code delay_*}). To be used on the
 * kernel's thread, inside handlers.
 *
 * <p>Delays count from the kernel's time, which is read once a slice; timers due at the same time fire in the order in
 * which they were set. A timer keeps its session alive.
 */
public abstract sealed class Timing extends Posting permits Watching {
    Timing() {}

    abstract Session self();

    abstract long setTimer(Event<?> event, Object payload, long due);

    /**
     * Replaces all of this session's timers for an event by one at a time of day.
     *
     * @param event the event
     * @param due when; a time past fires before events queued already
     * @param payload goes along
     * @param <T> the payload
     */
    public final <T> void alarm(Event<T> event, Instant due, T payload) {
        alarmClear(event);
        alarmSet(event, due, payload);
    }

    /**
     * Replaces all of this session's timers for an event by one at a time of day, without payload.
     *
     * @param event the event
     * @param due when; a time past fires before events queued already
     */
    public final void alarm(Event<?> event, Instant due) {
        alarmClear(event);
        alarmSet(event, due);
    }

    /**
     * Adds a timer at a time of day. {@link #alarmSet} does the same and tells its id.
     *
     * @param event the event
     * @param due when; a time past fires before events queued already
     * @param payload goes along
     * @param <T> the payload
     */
    public final <T> void alarmAdd(Event<T> event, Instant due, T payload) {
        alarmSet(event, due, payload);
    }

    /**
     * Adds a timer at a time of day, without payload.
     *
     * @param event the event
     * @param due when; a time past fires before events queued already
     */
    public final void alarmAdd(Event<?> event, Instant due) {
        alarmSet(event, due);
    }

    /**
     * Replaces all of this session's timers for an event by one after a delay.
     *
     * @param event the event
     * @param delay how long from now
     * @param payload goes along
     * @param <T> the payload
     */
    public final <T> void delay(Event<T> event, Duration delay, T payload) {
        alarmClear(event);
        delaySet(event, delay, payload);
    }

    /**
     * Replaces all of this session's timers for an event by one after a delay, without payload.
     *
     * @param event the event
     * @param delay how long from now
     */
    public final void delay(Event<?> event, Duration delay) {
        alarmClear(event);
        delaySet(event, delay);
    }

    /**
     * Adds a timer after a delay. {@link #delaySet} does the same and tells its id.
     *
     * @param event the event
     * @param delay how long from now
     * @param payload goes along
     * @param <T> the payload
     */
    public final <T> void delayAdd(Event<T> event, Duration delay, T payload) {
        delaySet(event, delay, payload);
    }

    /**
     * Adds a timer after a delay, without payload.
     *
     * @param event the event
     * @param delay how long from now
     */
    public final void delayAdd(Event<?> event, Duration delay) {
        delaySet(event, delay);
    }

    /**
     * Removes all of this session's timers for an event ({@code alarm} and {@code delay} without a time).
     *
     * @param event the event
     */
    public final void alarmClear(Event<?> event) {
        checked().timers.clear(self(), event);
    }

    /**
     * Asks whether this session has a timer for an event. Looks at all of the session's timers.
     *
     * @param event the event
     * @return whether at least one is set
     */
    public final boolean alarmIsSet(Event<?> event) {
        return checked().timers.isSet(self(), event);
    }

    /**
     * Adds a timer at a time of day.
     *
     * @param event the event
     * @param due when; a time past fires before events queued already
     * @param payload goes along
     * @param <T> the payload
     * @return the timer's id
     */
    public final <T> long alarmSet(Event<T> event, Instant due, T payload) {
        return setTimer(event, payload, checked().time.at(due));
    }

    /**
     * Adds a timer at a time of day, without payload.
     *
     * @param event the event
     * @param due when; a time past fires before events queued already
     * @return the timer's id
     */
    public final long alarmSet(Event<?> event, Instant due) {
        return setTimer(event, null, checked().time.at(due));
    }

    /**
     * Adds a timer after a delay, without payload.
     *
     * @param event the event
     * @param delay how long from now
     * @return the timer's id
     */
    public final long delaySet(Event<?> event, Duration delay) {
        return setTimer(event, null, checked().time.after(KernelTime.nanos(delay)));
    }

    /**
     * Adds a timer after a delay.
     *
     * @param event the event
     * @param delay how long from now
     * @param payload goes along
     * @param <T> the payload
     * @return the timer's id
     */
    public final <T> long delaySet(Event<T> event, Duration delay, T payload) {
        return setTimer(event, payload, checked().time.after(KernelTime.nanos(delay)));
    }

    /**
     * Adds a timer after a delay, without making a Duration.
     *
     * @param event the event
     * @param delayNs nanoseconds from now
     * @param payload goes along
     * @param <T> the payload
     * @return the timer's id
     */
    public final <T> long delaySetNs(Event<T> event, long delayNs, T payload) {
        return setTimer(event, payload, checked().time.after(delayNs));
    }

    /**
     * Moves a timer.
     *
     * @param id the timer
     * @param by how much later; less than zero is earlier
     * @return its new time, or ESRCH (no such timer), EPERM (another session's)
     */
    public final Outcome<Instant> alarmAdjust(long id, Duration by) {
        Kernel kernel = checked();
        return kernel.refusals.of("alarmAdjust", kernel.timers.adjust(self(), id, KernelTime.nanos(by), false));
    }

    /**
     * Sets a timer to a delay from now.
     *
     * @param id the timer
     * @param delay how long from now
     * @return its new time, or ESRCH (no such timer), EPERM (another session's)
     */
    public final Outcome<Instant> delayAdjust(long id, Duration delay) {
        Kernel kernel = checked();
        return kernel.refusals.of("delayAdjust", kernel.timers.adjust(self(), id, KernelTime.nanos(delay), true));
    }

    /**
     * Removes a timer.
     *
     * @param id the timer
     * @return NONE, ESRCH (no such timer) or EPERM (another session's)
     */
    public final Errno alarmRemove(long id) {
        Kernel kernel = checked();
        return kernel.refusals.of("alarmRemove", kernel.timers.remove(self(), id));
    }

    /**
     * Removes a timer and tells what it was.
     *
     * @param id the timer
     * @return the timer, or ESRCH (no such timer), EPERM (another session's)
     */
    public final Outcome<RemovedAlarm> alarmTake(long id) {
        Kernel kernel = checked();
        return kernel.refusals.of("alarmTake", kernel.timers.take(self(), id));
    }

    /**
     * Removes all timers of this session.
     *
     * @return what they were, in the order in which they would have fired
     */
    public final List<RemovedAlarm> alarmRemoveAll() {
        return checked().timers.takeAll(self());
    }
}
