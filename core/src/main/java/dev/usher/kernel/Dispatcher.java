package dev.usher.kernel;

import dev.usher.network.Link;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every way into a handler: from the queue, by an alarm, a call, a ready link, a flush, or from the kernel itself.
 * Keeps one context for each level of calls under way, and turns what handlers throw into DIE signals.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);
    private static final boolean CHECKED = Dispatcher.class.desiredAssertionStatus();

    private final Kernel kernel;
    private final Lifetimes lifetimes;
    private final boolean catchExceptions;
    private final Context outside; // of what is done outside handlers
    private Context current;
    private Context[] frames = new Context[8]; // for handlers that no queued event has brought a context for
    private int depth;
    private Throwable failure;

    Dispatcher(Kernel kernel, boolean catchExceptions) {
        this.kernel = kernel;
        lifetimes = kernel.lifetimes;
        this.catchExceptions = catchExceptions;
        outside = new Context(kernel, 0);
        outside.session = kernel.root;
        outside.sender = kernel.root;
        current = outside;
    }

    Context current() {
        return current;
    }

    boolean isInHandler() {
        return current != outside;
    }

    /** An exception that nobody took care of waits to be thrown from the kernel's run. */
    boolean failed() {
        return failure != null;
    }

    void throwFailure() {
        if (failure != null && current == outside) {
            Throwable thrown = failure;
            failure = null;
            throw Sneaky.thrown(thrown);
        }
    }

    /** Nothing runs any more: forgets the sessions that the levels above this have served. */
    void forget() {
        for (int i = depth; i < frames.length && frames[i] != null; i++) {
            frames[i] = null;
        }
    }

    private Context push(Session session, Session sender, Event<?> event, Event<?> from, Event<?> active, long wheel) {
        int d = depth;
        if (d == frames.length) {
            frames = Arrays.copyOf(frames, d * 2);
        }
        Context poe = frames[d];
        if (poe == null || CHECKED) {
            poe = new Context(kernel, d);
            frames[d] = poe;
        }
        poe.session = session;
        poe.sender = sender;
        poe.event = event;
        poe.from = from;
        poe.active = active;
        poe.wheel = wheel;
        poe.outer = current;
        current = poe;
        depth = d + 1;
        return poe;
    }

    /** Back to the level below, whatever became of those above it: a stack that overflows may leave any of them. */
    private void pop(Context poe) {
        if (CHECKED) {
            poe.expired = true;
        }
        current = poe.outer;
        depth = poe.level;
    }

    /** A slice inside a handler must not sweep away the sessions that wait for it to end. */
    void holdFrames(boolean hold) {
        for (Context poe = current; poe != outside; poe = poe.outer) {
            if (hold) {
                poe.session.hold();
            } else {
                poe.session.release();
            }
        }
        if (hold && current != outside) {
            kernel.queue.giveAway();
        }
    }

    /** Delivers an event just taken off the queue. Its place there is the handler's context: nothing is copied. */
    void dispatch(Context poe) {
        Object payload = poe.payload;
        if (payload != null) {
            poe.payload = null;
        }
        Session target = poe.session;
        Session sender = poe.sender;
        int place = lifetimes.place();
        target.releaseUnmarked();
        if (sender != target) {
            sender.release();
        }
        if (target.alive && sender.alive) { // else one of them was killed, and with it all it was to get and had sent
            if (CHECKED || current != outside) {
                dispatch(target, sender, poe.event, payload, poe.from); // in a context of its own
            } else {
                poe.outer = outside;
                current = poe;
                try {
                    invoke(target, poe, poe.event, payload);
                } catch (Throwable e) {
                    died(e, target, sender, poe.active, poe.from);
                } finally {
                    current = outside;
                    depth = 0;
                }
                if (failure != null) {
                    kernel.endAll();
                }
            }
        }
        if (target.holds() == 0) {
            lifetimes.markAt(place, target);
        }
    }

    void fire(Alarm alarm) {
        Session session = alarm.session;
        Event<?> event = alarm.event;
        Object payload = alarm.payload;
        Event<?> from = alarm.from;
        kernel.alarms.remove(alarm);
        int place = lifetimes.place();
        session.releaseUnmarked();
        dispatch(session, session, event, payload, from);
        if (session.holds() == 0) {
            lifetimes.markAt(place, session);
        }
    }

    void dispatch(Session target, Session sender, Event<?> event, Object payload, Event<?> from) {
        Context poe = push(target, sender, event, from, event, 0);
        try {
            invoke(target, poe, event, payload);
        } catch (Throwable e) {
            died(e, target, sender, event, from);
        } finally {
            pop(poe);
        }
        if (failure != null) {
            kernel.endAll();
        }
    }

    Object call(Context caller, Session target, Event<?> event, Object payload) {
        if (target == caller.session) {
            return callWithin(caller, event, payload, caller.wheel);
        }
        Context poe = push(target, caller.session, event, caller.active, event, 0);
        try {
            return invoke(target, poe, event, payload);
        } catch (Throwable e) {
            if (!catchExceptions) {
                throw Sneaky.thrown(e);
            }
            died(e, target, caller.session, event, caller.active);
            return null;
        } finally {
            pop(poe);
        }
    }

    /** A call to the own session is a call like any other in Java: what it throws comes through. */
    Object callWithin(Context caller, Event<?> event, Object payload, long wheel) {
        Session session = caller.session;
        Context poe = push(session, session, event, caller.active, caller.active, wheel);
        try {
            return invoke(session, poe, event, payload);
        } catch (Throwable e) {
            throw Sneaky.thrown(e);
        } finally {
            pop(poe);
        }
    }

    /** Tells a session about itself or its family; without a handler of its own its {@code otherwise} is told. */
    Object tell(Session session, Event<?> event, Entry entry, Object payload, Session teller) {
        return tell(session, event, entry, payload, teller, null); // in no event's name, as in POE
    }

    Object tell(Session session, Event<?> event, Entry entry, Object payload, Session teller, Event<?> from) {
        Session sender = teller == null ? current.session : teller;
        Context poe = push(session, sender, event, from, event, 0);
        try {
            if (session.options != 0) {
                Delivery.told(session, poe);
            }
            if (entry != null) {
                return entry.invoke(session.heap, poe, payload);
            }
            return Sessions.isStart(event) ? null : Delivery.unhandled(session, poe, event, payload);
        } catch (Throwable e) {
            if (Sessions.isStop(event) || kernel.signals.isDying()) {
                fail(e); // it cannot be signalled: its session is about to go, or is being told of another
            } else {
                died(e, session, sender, event, from);
            }
            return null;
        } finally {
            pop(poe);
        }
    }

    void ready(Watch watch, Event<?> event, int mode) {
        Session session = watch.session;
        Context poe = push(session, session, event, null, event, 0);
        try {
            if (mode == Link.READ) {
                watch.watcher.onReadable(poe);
            } else {
                watch.watcher.onWritable(poe);
            }
        } catch (Throwable e) {
            died(e, session, session, poe.active, null);
        } finally {
            pop(poe);
        }
        if (failure != null) {
            kernel.endAll();
        }
    }

    /** A watch that sends an event of its session's own: that takes the hidden event's place, as POE has none. */
    void select(Context poe, Event<?> event, Object payload) {
        poe.event = event;
        poe.active = event;
        try {
            invoke(poe.session, poe, event, payload);
        } catch (Throwable e) {
            throw Sneaky.thrown(e);
        }
    }

    void flush(Session session, Flushable flushable) {
        Context poe = push(session, session, Flushes.FLUSH, null, Flushes.FLUSH, 0);
        try {
            flushable.flush(poe);
        } catch (Throwable e) {
            died(e, session, session, Flushes.FLUSH, null);
        } finally {
            pop(poe);
        }
        if (failure != null) {
            kernel.endAll();
        }
    }

    private Object invoke(Session target, Context poe, Event<?> event, Object payload) throws Exception {
        Entry entry = target.states.find(event);
        if (entry != null && entry.event == event && target.options == 0) {
            return entry.invoke(target.heap, poe, payload);
        }
        if (event == Signals.SIGNAL) {
            poe.session = kernel.root; // the kernel dispatches signals: whom they end, it ends
            poe.active = null;
            kernel.signals.dispatch(target, (Signals.Posted) payload);
            return null;
        }
        if (event == Later.LATER) {
            Later later = (Later) payload;
            return callWithin(poe, later.event(), later.payload(), later.wheelId());
        }
        return event == Sessions.COLLECT ? null : Delivery.deliver(target, poe, entry, event, payload);
    }

    /** An exception left a handler: it becomes a DIE signal behind what is queued already, as in POE. */
    private void died(Throwable error, Session destination, Session source, Event<?> event, Event<?> from) {
        if (!catchExceptions || kernel.signals.isDying() || kernel.isFinished()) {
            fail(error);
            return;
        }
        Death death = new Death(error, destination, source, event, from, lineOf(event));
        if (!destination.alive) {
            LOG.error("{} threw after the session had ended", death.where(), error);
            return;
        }
        kernel.enqueue(destination, kernel.root, Signals.SIGNAL, new Signals.Posted(Signals.DIE, List.of(death)), null);
    }

    private Optional<StackTraceElement> lineOf(Event<?> event) {
        return event == Flushes.FLUSH || Watchers.isHidden(event)
                ? Optional.empty()
                : current().line();
    }

    /** Like {@link #fail}, but what its DIE handlers threw comes second. */
    void failFirst(Throwable error) {
        Throwable second = failure;
        failure = error;
        if (second != null) {
            fail(second);
        }
    }

    void fail(Throwable error) {
        if (failure == null) {
            failure = error;
        } else if (failure != error) {
            failure.addSuppressed(error);
        }
    }
}
