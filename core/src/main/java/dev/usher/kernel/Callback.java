package dev.usher.kernel;

import java.util.List;

/**
 * A function that calls an event of the session that made it and answers what its handler answers (POE::Session's
 * callback). To be used on the kernel's thread; keeps its session alive until it is closed.
 */
public final class Callback implements AutoCloseable {
    private final Session session;
    private final Event<PostbackArgs> event;
    private final List<Object> fixed;
    private boolean closed;

    Callback(Session session, Event<PostbackArgs> event, Object[] fixed) {
        this.session = session;
        this.event = event;
        this.fixed = Postback.listed(fixed);
    }

    /**
     * Calls the event.
     *
     * @param given goes along with the fixed arguments
     * @return what the handler answers, or null
     */
    public Object call(Object... given) {
        return session.kernel.callTo(session, event, new PostbackArgs(fixed, Postback.listed(given)));
    }

    /** Lets the session go. */
    @Override
    public void close() {
        session.kernel.checkThread();
        if (!closed) {
            closed = true;
            if (session.alive) {
                session.kernel.references.decrement(session, Postback.TAG);
            }
        }
    }
}
