package dev.usher.wheel;

import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Watch;
import dev.usher.network.ListenLink;
import dev.usher.network.StreamLink;
import java.io.IOException;

/** What {@link SocketFactory} and {@link ListenAccept} do with connections that wait. Belongs to its wheel. */
final class Accepting {
    /** Accepted at one readiness at most, so that a flood of connects leaves room for those who are connected. */
    private static final int ACCEPTS_AT_ONCE = 64;

    /** What becomes of a connection that was accepted. */
    @FunctionalInterface
    interface Taker {
        void take(Context poe, StreamLink connection);
    }

    Event<Opened> accepted;
    Event<IoError> error;

    Accepting(Event<Opened> accepted, Event<IoError> error) {
        this.accepted = accepted;
        this.error = error;
    }

    void accept(Context poe, ListenLink listener, Watch watch, long wheelId, Taker taker) {
        for (int i = 0; i < ACCEPTS_AT_ONCE && watch.reads(); i++) {
            StreamLink connection;
            try {
                connection = listener.accept();
            } catch (IOException e) {
                IoError failure = IoError.of("accept", e);
                if (failure.errno() == Errno.ECONNABORTED) {
                    continue; // it gave up while it waited: nobody's fault
                }
                poe.deliver(error, failure, wheelId);
                return;
            }
            if (connection == null) {
                return;
            }
            taker.take(poe, connection);
        }
    }

    /** Hands a connection over; a handler that throws before it gave the link to a wheel will never close it. */
    void hand(Context poe, Opened opened, long wheelId) {
        try {
            poe.deliver(accepted, opened, wheelId);
        } catch (Throwable e) {
            if (!poe.kernel().isWatched(opened.link())) {
                opened.close();
            }
            throw e;
        }
    }
}
