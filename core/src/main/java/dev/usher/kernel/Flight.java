package dev.usher.kernel;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * What a kernel tells to a recording of the JDK's flight recorder. Named only where the builder asked for it: a program
 * on a runtime without that module does without.
 */
final class Flight {
    private final EventType dispatched = EventType.getEventType(Dispatch.class);
    private boolean recording;

    @Name("dev.usher.Dispatch")
    @Label("Dispatch")
    @Category("Usher")
    @Description("A handler of a session has run")
    @StackTrace(false)
    static final class Dispatch extends jdk.jfr.Event {
        @Label("Event")
        String event;

        @Label("Session")
        long session;

        @Label("Sender")
        long sender;
    }

    @Name("dev.usher.Poll")
    @Label("Poll")
    @Category("Usher")
    @Description("The kernel has waited for links and timers")
    @StackTrace(false)
    static final class Poll extends jdk.jfr.Event {
        @Label("Timeout in nanoseconds, negative for none")
        long timeoutNs;
    }

    @Name("dev.usher.Flush")
    @Label("Flush")
    @Category("Usher")
    @Description("A wheel has written what was put to it")
    @StackTrace(false)
    static final class Flush extends jdk.jfr.Event {
        @Label("Session")
        long session;

        @Label("Wheel")
        String wheel;
    }

    /** Once a slice: whether a recording has begun or ended since the last. */
    boolean hasChanged() {
        boolean now = dispatched.isEnabled();
        if (now == recording) {
            return false;
        }
        recording = now;
        return true;
    }

    boolean isRecording() {
        return recording;
    }

    Dispatch begins(Session session, Context poe) {
        Dispatch dispatch = new Dispatch();
        dispatch.event = poe.event == null ? "" : poe.event.name();
        dispatch.session = session.id;
        dispatch.sender = poe.source().id;
        dispatch.begin();
        return dispatch;
    }

    Poll poll(long timeoutNs) {
        Poll poll = new Poll();
        poll.timeoutNs = timeoutNs;
        poll.begin();
        return poll;
    }

    Flush flush(Session session, Flushable wheel) {
        Flush flush = new Flush();
        flush.session = session.id;
        flush.wheel = wheel.toString();
        flush.begin();
        return flush;
    }
}
