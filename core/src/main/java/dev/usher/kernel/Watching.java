package dev.usher.kernel;

import dev.usher.network.Link;
import java.util.Objects;

/**
 * The verbs by which a session is told of what happens outside of it: signals, the ends of child processes, links that
 * are ready. To be used on the kernel's thread, inside handlers.
 */
public abstract sealed class Watching extends Timing permits Context {
    Watching() {}

    // ---- signals

    /**
     * Has a signal sent to this session as an event. Does not keep the session alive.
     *
     * @param name the signal: INT, TERM, HUP, ... of the operating system, DIE, IDLE, CHLD, or one of the program's own
     * @param event what to send; replaces what was said before
     */
    public final void sig(String name, Event<SignalInfo> event) {
        sig(name, event, null);
    }

    /**
     * Has a signal sent to this session as an event, with something to send along.
     *
     * @param name the signal
     * @param event what to send; replaces what was said before
     * @param extra comes back in {@link SignalInfo#extra}
     */
    public final void sig(String name, Event<SignalInfo> event, Object extra) {
        Objects.requireNonNull(event, "event");
        Kernel kernel = checked();
        if (self().alive) {
            kernel.signals.watch(self(), Objects.requireNonNull(name, "name"), event, extra);
        }
    }

    /**
     * Has a signal sent no more.
     *
     * @param name the signal
     */
    public final void sig(String name) {
        checked().signals.unwatch(self(), name);
    }

    /** Says that the signal being handled is taken care of: a terminal one ends nobody. */
    public final void sigHandled() {
        Kernel kernel = checked();
        if (!kernel.signals.handled()) {
            kernel.refusals.misused(self() + " calls sigHandled, but no signal is being handled");
        }
    }

    // ---- child processes

    /**
     * Has this session told, once, when a child process ends: the signal CHLD with a {@link ChildExit}, before those
     * who watch CHLD by {@link #sig} are told. Keeps this session alive, and the kernel from being idle, until then.
     *
     * @param process the process; one that has ended already is told of too
     * @param event what to send; replaces what was said of this process before
     * @param extra comes back in {@link SignalInfo#extra}, null for nothing
     * @return NONE, or ESRCH if this session has ended
     */
    public final Errno sigChild(Process process, Event<SignalInfo> event, Object extra) {
        Objects.requireNonNull(event, "event");
        Kernel kernel = checked();
        if (!self().alive) {
            return kernel.refusals.of("sigChild", Errno.ESRCH);
        }
        kernel.pids.watch(self(), process, event, extra);
        return Errno.NONE;
    }

    /**
     * Like {@link #sigChild(Process, Event, Object)}, for a process of which only the id is known. Of one that this
     * kernel has started, and somebody still has, the status is told, whether or not it has ended before.
     *
     * @param pid the process's id
     * @param event what to send; replaces what was said of this process before
     * @param extra comes back in {@link SignalInfo#extra}, null for nothing
     * @return NONE, ECHILD if the kernel's {@link Processes} know no such process, or ESRCH if this session has ended
     */
    public final Errno sigChild(long pid, Event<SignalInfo> event, Object extra) {
        Objects.requireNonNull(event, "event");
        Kernel kernel = checked();
        Errno errno = self().alive ? kernel.pids.watch(self(), pid, event, extra) : Errno.ESRCH;
        return kernel.refusals.of("sigChild", errno);
    }

    /**
     * Waits for a child process no more. Nothing happens if this session did not.
     *
     * @param pid the process's id
     */
    public final void sigChild(long pid) {
        checked().pids.unwatch(self(), pid);
    }

    // ---- links

    /**
     * Sends events whenever a link can be read and whenever it can be written, or ends either.
     *
     * @param link the link
     * @param readEvent what to send when it can be read; null ends that
     * @param writeEvent what to send when it can be written; null ends that
     * @param extra comes back in {@link Selected#extra}
     */
    public final void select(Link link, Event<Selected> readEvent, Event<Selected> writeEvent, Object extra) {
        selectRead(link, readEvent, extra);
        selectWrite(link, writeEvent, extra);
    }

    /**
     * Sends an event whenever a link can be read, or ends that. Beginning again replaces event and extra. Closing the
     * link ends it too.
     *
     * @param link the link, which the program closes itself
     * @param event what to send; null ends it
     * @param extra comes back in {@link Selected#extra}
     */
    public final void selectRead(Link link, Event<Selected> event, Object extra) {
        select(link, Link.READ, event, extra);
    }

    /**
     * Sends an event whenever a link can be written, or ends that. Beginning again replaces event and extra. Closing
     * the link ends it too.
     *
     * @param link the link, which the program closes itself
     * @param event what to send; null ends it
     * @param extra comes back in {@link Selected#extra}
     */
    public final void selectWrite(Link link, Event<Selected> event, Object extra) {
        select(link, Link.WRITE, event, extra);
    }

    private void select(Link link, int mode, Event<Selected> event, Object extra) {
        Kernel kernel = checked();
        if (self().alive) {
            EventWatcher.select(kernel.watchers, self(), link, mode, event, extra);
        }
    }

    /**
     * Sends no events for a link for a while; it goes on keeping the session alive.
     *
     * @param link the link
     * @param mode {@link Link#READ} or {@link Link#WRITE}
     * @return false if this session does not watch the link in that mode
     */
    public final boolean selectPause(Link link, int mode) {
        checked();
        return EventWatcher.toggle(self(), link, mode, false);
    }

    /**
     * Sends events for a link again.
     *
     * @param link the link
     * @param mode {@link Link#READ} or {@link Link#WRITE}
     * @return false if this session does not watch the link in that mode
     */
    public final boolean selectResume(Link link, int mode) {
        checked();
        return EventWatcher.toggle(self(), link, mode, true);
    }

    /**
     * For wheels: watches a link, asking for nothing yet.
     *
     * @param link the link
     * @param watcher whom to call
     * @return the watch, which keeps this session alive; if this one has ended, a closed watch, and the watcher is told
     *     of the end at once
     */
    public final Watch watch(Link link, Watcher watcher) {
        return checked().watchers.open(self(), link, watcher);
    }

    /**
     * For wheels: a timer that calls the wheel itself.
     *
     * @param owner whom to call
     * @return the timer, not set yet
     */
    public final WheelTimer timer(WheelTimer.Owner owner) {
        return new WheelTimer(checked(), self(), owner);
    }
}
