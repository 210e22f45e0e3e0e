package dev.usher.kernel;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A function that posts an event to the session that made it (POE::Session's postback). May be used from any thread.
 *
 * <p>It keeps its session alive until it is closed, since Java does not tell when it is forgotten; a one-shot postback
 * closes itself when it is used.
 */
public final class Postback implements AutoCloseable {
    static final String TAG = "anon_event"; // POE's tag for all of them

    private final Session session;
    private final Event<PostbackArgs> event;
    private final List<Object> fixed;
    private final boolean oneShot;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final long number;

    Postback(Session session, Event<PostbackArgs> event, Object[] fixed, boolean oneShot) {
        this.session = session;
        this.event = event;
        this.fixed = listed(fixed);
        this.oneShot = oneShot;
        number = session.kernel.numbered(this);
    }

    /**
     * Posts the event. From another thread it enters through the kernel's inbox; nothing happens if the session has
     * ended or this one-shot postback was used before.
     *
     * @param given goes along with the fixed arguments
     */
    public void post(Object... given) {
        if (oneShot && !closed.compareAndSet(false, true)) {
            return;
        }
        PostbackArgs arguments = new PostbackArgs(fixed, listed(given));
        Kernel kernel = session.kernel;
        if (kernel.isInHandler()) {
            send(arguments);
        } else {
            kernel.inbox.put(new Used(this, kernel.carried(arguments)));
        }
    }

    private void send(Object arguments) {
        if (session.alive) {
            session.kernel.current().postTo(session, event, arguments);
            if (oneShot) {
                letGo();
            }
        }
    }

    /** Lets the session go. Events already posted are still delivered. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Kernel kernel = session.kernel;
            if (kernel.isInHandler()) {
                letGo();
            } else {
                kernel.inbox.put(closing());
            }
        }
    }

    private void letGo() {
        if (session.alive) {
            session.kernel.references.decrement(session, TAG);
        }
    }

    /** As if another thread had used it. */
    Mail mail(List<?> given) {
        closed.compareAndSet(false, oneShot);
        return new Used(this, session.kernel.carried(new PostbackArgs(fixed, Collections.unmodifiableList(given))));
    }

    Mail closing() {
        closed.set(true);
        return new Closed(this);
    }

    private record Used(Postback postback, Object arguments) implements Mail {
        @Override
        public void run() {
            postback.send(arguments);
        }

        @Override
        public Letter letter() {
            PostbackArgs said = (PostbackArgs) Traced.payload(arguments);
            return new Letter(Letter.Kind.POSTBACK, postback.number, "", postback.event.name(), said.given());
        }
    }

    private record Closed(Postback postback) implements Mail {
        @Override
        public void run() {
            postback.letGo();
        }

        @Override
        public Letter letter() {
            return new Letter(Letter.Kind.POSTBACK_CLOSED, postback.number, "", "", null);
        }
    }

    static List<Object> listed(Object[] values) {
        return values.length == 0 ? List.of() : Collections.unmodifiableList(Arrays.asList(values.clone()));
    }
}
