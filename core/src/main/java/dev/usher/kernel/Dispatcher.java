package dev.usher.kernel;

import dev.usher.network.Link;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every way into a handler: from the queue, by an alarm, a call, a ready link, a flush, or from the kernel itself.
 * Keeps one context for each level of calls under way, and turns what handlers throw into DIE signals.
 */
final class Dispatcher {
    private static final boolean CHECKED = Dispatcher.class.desiredAssertionStatus();

    private final Kernel kernel;
    private final EventQueue queue;
    private final Alarms alarms;
    private final KernelTime time;
    private final Lifetimes lifetimes;
    private final boolean catchExceptions;
    private Context[] frames = new Context[8]; // one for each level, but for QUEUED: the queue has that
    private long generation; // where the one ends in which the last delivery stopped
    private long last; // where the one ends that may be delivered before the next poll
    private int level; // of the handler that runs
    private Context kept; // of the queued event whose handler runs, if that has run a slice
    private Throwable failure;
    private boolean unusual; // something is kept, or failed

    Dispatcher(Kernel kernel, boolean catchExceptions) {
        this.kernel = kernel;
        lifetimes = kernel.lifetimes;
        this.catchExceptions = catchExceptions;
        queue = kernel.queue;
        alarms = kernel.alarms;
        time = kernel.time;
        frames[Context.OUTSIDE] = new Context(kernel, Context.OUTSIDE);
        frames[Context.OUTSIDE].session = kernel.root;
    }

    Context current() {
        if (level != Context.QUEUED) {
            return frames[level];
        }
        return kept == null ? queue.taken() : kept;
    }

    boolean isInHandler() {
        return level != Context.OUTSIDE;
    }

    /** An exception that nobody took care of waits to be thrown from the kernel's run. */
    boolean failed() {
        return failure != null;
    }

    void throwFailure() {
        if (failure != null && level == Context.OUTSIDE) {
            Throwable thrown = failure;
            failure = null;
            throw Sneaky.thrown(kernel.tracer.died(thrown));
        }
    }

    /** Nothing runs any more: forgets the sessions that the levels above this have served. */
    void forget() {
        Arrays.fill(frames, Math.max(level, Context.QUEUED) + 1, frames.length, null);
    }

    private Context push(Session session, Session sender, Event<?> event, Event<?> from, Event<?> active, long wheel) {
        Context outer = current();
        int above = Math.max(level, Context.QUEUED) + 1;
        if (above == frames.length) {
            frames = Arrays.copyOf(frames, above * 2);
        }
        Context poe = frames[above];
        if (poe == null || CHECKED) {
            poe = new Context(kernel, above);
            frames[above] = poe;
        }
        poe.session = session;
        poe.sender = sender;
        poe.event = event;
        poe.from = from;
        poe.active = active;
        poe.wheel = wheel;
        poe.outer = outer;
        level = above;
        return poe;
    }

    /** Back to the level below, whatever became of those above it: a stack that overflows may leave any of them. */
    private void pop(Context poe) {
        if (CHECKED) {
            poe.expire();
        }
        level = poe.outer.level;
    }

    /** A slice inside a handler must not sweep away the sessions that wait for it to end. */
    void holdFrames(boolean hold) {
        for (Context poe = current(); poe.level != Context.OUTSIDE; poe = below(poe)) {
            if (hold) {
                poe.session.hold();
            } else {
                poe.session.release();
            }
            if (poe.level == Context.QUEUED && kept == null) {
                kept = queue.giveAway();
                setUnusual();
            }
        }
    }

    private Context below(Context poe) {
        return poe.level == Context.QUEUED ? frames[Context.OUTSIDE] : poe.outer;
    }

    /**
     * Delivers the next event in the queue and those behind it, as long as no alarm is due and, where a generation of
     * them ends, nothing has to be settled. The place of an event in the queue is what its handler gets: nothing is
     * copied. Between two events only one thing is asked: whether the queue says that it is time to look around.
     *
     * <p>This is the one method that every event goes through, so the call sites of {@link Entry} stand here once more:
     * what the JIT compiler inlines into them makes it so large that it would call it instead of inlining it. For the
     * same reason nothing but the context is needed behind a handler: what is, waits on the stack at every call.
     *
     * @param end the number of the first event that does not belong to the current generation
     * @param most how many may be delivered
     * @return how many more may be delivered then
     */
    int deliver(long end, int most) {
        if (level != Context.OUTSIDE) {
            return deliverWithin(end, most);
        }
        generation = end;
        last = queue.head() + most;
        queue.lookAt(alarms.isQuiet(time) ? Math.min(end, last) : 0);
        level = Context.QUEUED;
        try {
            while (true) {
                Context poe = queue.take();
                Object payload = poe.payload;
                if (payload != null) {
                    poe.payload = null;
                }
                Session target = poe.session;
                Event<?> event = poe.event;
                int place = lifetimes.place();
                target.releaseUnmarked();
                Session sender = poe.sender;
                if (sender != null && !isAlive(sender)) { // it was killed, and with it all it had sent
                    settle(place, target);
                } else {
                    Entry entry = target.likely(event);
                    if (entry == null || entry.event != event || target.options != 0) {
                        deliverUnlikely(target, poe, event, payload);
                        settle(place, target);
                    } else {
                        try {
                            Handler h = entry.handler;
                            Object heap = target.heap;
                            switch (entry.site) {
                                case 0 -> h.handle(heap, poe, payload);
                                case 1 -> h.handle(heap, poe, payload);
                                case 2 -> h.handle(heap, poe, payload);
                                case 3 -> h.handle(heap, poe, payload);
                                case 4 -> h.handle(heap, poe, payload);
                                case 5 -> h.handle(heap, poe, payload);
                                case 6 -> h.handle(heap, poe, payload);
                                case 7 -> h.handle(heap, poe, payload);
                                default -> h.handle(heap, poe, payload);
                            }
                        } catch (Throwable e) {
                            died(e, poe.session, poe.source(), poe.event, poe.from);
                        } finally {
                            if (CHECKED) {
                                expire(poe);
                            }
                        }
                        settle(place, poe.session);
                    }
                }
                if (queue.isTimeToLook() && !goesOn()) {
                    break;
                }
            }
        } finally {
            level = Context.OUTSIDE;
        }
        return (int) (last - queue.head());
    }

    /** Whether there is more to deliver, when it was time to look around. */
    private boolean goesOn() {
        if (unusual) {
            settleUnusual();
        }
        if (queue.head() >= last || !alarms.isQuiet(time)) {
            return false;
        }
        if (queue.head() >= generation) {
            if (queue.isEmpty() || kernel.isUnsettled()) {
                return false;
            }
            generation = queue.tail();
        }
        queue.lookAt(Math.min(generation, last));
        return true;
    }

    private void settle(int place, Session served) {
        if (served.holds() == 0) {
            lifetimes.markAt(place, served);
        }
    }

    /** In a slice inside a handler: the next event alone, whose place in the queue is left at once. */
    private int deliverWithin(long end, int most) {
        generation = end;
        Context poe = queue.take();
        Object payload = poe.payload;
        poe.payload = null;
        Session target = poe.session;
        int place = lifetimes.place();
        target.releaseUnmarked();
        if (poe.sender == null || isAlive(poe.sender)) {
            dispatch(target, poe.source(), poe.event, payload, poe.from);
        }
        settle(place, target);
        return most - 1;
    }

    private void deliverUnlikely(Session target, Context poe, Event<?> event, Object payload) {
        Session sender = poe.source();
        try {
            invoke(target, poe, event, payload);
        } catch (Throwable e) {
            died(e, target, sender, event, poe.from);
        } finally {
            if (CHECKED) {
                expire(poe);
            }
        }
    }

    private void settleUnusual() {
        kept = null;
        unusual = false;
        if (failure != null) {
            level = Context.OUTSIDE;
            try {
                kernel.endAll();
            } finally {
                level = Context.QUEUED;
            }
        }
    }

    private void setUnusual() {
        unusual = true;
        queue.lookAt(0);
    }

    long generation() {
        return generation;
    }

    private static boolean isAlive(Session sender) {
        sender.release();
        return sender.alive;
    }

    private void expire(Context poe) {
        poe.expire();
        if (kept == null) {
            queue.giveAway();
        }
    }

    void fire(Alarm alarm) {
        Session session = alarm.session;
        Event<?> event = alarm.event;
        Object payload = alarm.payload;
        Event<?> from = alarm.from;
        kernel.lagNs = kernel.time.now() - alarm.due;
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
        Context poe = push(target, caller.session, event, caller.active(), event, 0);
        try {
            return invoke(target, poe, event, payload);
        } catch (Throwable e) {
            if (!catchExceptions) {
                throw Sneaky.thrown(e);
            }
            died(e, target, caller.session, event, caller.active());
            return null;
        } finally {
            pop(poe);
        }
    }

    /** Like {@link #call}, but what the handler throws comes through, whosesoever it is: the caller answers for it. */
    Object callThrough(Context caller, Session target, Event<?> event, Object payload) {
        if (target == caller.session) {
            return callWithin(caller, event, payload, caller.wheel);
        }
        Context poe = push(target, caller.session, event, caller.active(), event, 0);
        try {
            return invoke(target, poe, event, payload);
        } catch (Throwable e) {
            throw Sneaky.thrown(e);
        } finally {
            pop(poe);
        }
    }

    /** A call to the own session is a call like any other in Java: what it throws comes through. */
    Object callWithin(Context caller, Event<?> event, Object payload, long wheel) {
        Session session = caller.session;
        Context poe = push(session, session, event, caller.active(), caller.active(), wheel);
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
        Session sender = teller == null ? current().session : teller;
        Context poe = push(session, sender, event, from, event, 0);
        try {
            if (session.options != 0) {
                Delivery.told(session, poe);
            }
            if (entry != null) {
                return Delivery.invoke(entry, session, poe, payload);
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
            died(e, session, session, poe.active(), null);
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
        Entry entry = target.likely(event);
        if (entry != null && entry.event == event && target.options == 0) {
            return entry.invoke(target.heap, poe, payload);
        }
        return invokeUnlikely(target, poe, event, payload);
    }

    private Object invokeUnlikely(Session target, Context poe, Event<?> event, Object payload) throws Exception {
        if (!target.alive) {
            return null; // it was killed, and with it all it was to get
        }
        if (event == Signals.SIGNAL) {
            poe.session = kernel.root; // the kernel dispatches signals: whom they end, it ends
            poe.event = null;
            poe.active = null;
            kernel.signals.dispatch(target, (Signals.Posted) Delivery.open(poe, payload));
            return null;
        }
        if (event == Later.LATER) {
            Later later = (Later) payload;
            return callWithin(poe, later.event(), later.payload(), later.wheelId());
        }
        if (event == WheelTimer.TICK) {
            ((WheelTimer) Traced.payload(payload)).fire(poe);
            return null;
        }
        return event == Sessions.COLLECT
                ? null
                : Delivery.deliver(target, poe, target.states.find(event), event, payload);
    }

    /** An exception left a handler: it becomes a DIE signal behind what is queued already, as in POE. */
    private void died(Throwable error, Session destination, Session source, Event<?> event, Event<?> from) {
        if (!catchExceptions || kernel.signals.isDying() || kernel.isFinished()) {
            fail(error);
            return;
        }
        Death death = Death.of(error, destination, source, event, from, lineOf(event), current().cause);
        if (!destination.alive) {
            Logs.KERNEL.error("{} threw after the session had ended", death.where(), error);
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
        setUnusual();
        if (second != null) {
            fail(second);
        }
    }

    void fail(Throwable error) {
        if (failure == null) {
            failure = error;
            setUnusual();
        } else if (failure != error) {
            failure.addSuppressed(error);
        }
    }
}
