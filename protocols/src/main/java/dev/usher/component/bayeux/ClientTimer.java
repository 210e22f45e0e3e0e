package dev.usher.component.bayeux;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;

/**
 * The one timer of a client: it passes when its connect has been held long enough, or it has stayed away too long, or
 * lazy messages have waited long enough. One that would pass too early is left as it is and set again then, so connects
 * that come and go quickly never touch the kernel's alarms. Belongs to one client; times are the kernel's nanoseconds.
 */
final class ClientTimer {
    private long due; // of the connect, or else of the client
    private long lazyDue; // 0 for none
    private long alarm; // 0 for none
    private long armedFor; // when it passes

    /** The connect or the client lasts until then. */
    void lasts(long until) {
        due = until;
    }

    boolean isOver(long now) {
        return now >= due;
    }

    /** Lazy messages wait until then. */
    void lazy(long until) {
        lazyDue = until;
    }

    boolean hasLazy() {
        return lazyDue != 0;
    }

    boolean isLazyOver(long now) {
        return lazyDue != 0 && now >= lazyDue;
    }

    /** They are gone. */
    void noLazy() {
        lazyDue = 0;
    }

    /** Whether it has to be armed: it is not, or it would pass too late. */
    boolean isLate() {
        return alarm == 0 || next() < armedFor;
    }

    private long next() {
        return lazyDue != 0 && lazyDue < due ? lazyDue : due;
    }

    void arm(Context poe, Event<Void> event, long now) {
        disarm(poe);
        armedFor = next();
        alarm = poe.delaySetNs(event, Math.max(0, armedFor - now), null);
    }

    void disarm(Context poe) {
        if (alarm != 0) {
            poe.alarmRemove(alarm);
            alarm = 0;
        }
    }

    /** It has fired. */
    void passed() {
        alarm = 0;
    }
}
