package dev.usher.component.tcp;

import dev.usher.component.tcp.StopProgress.Phase;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import java.time.Duration;

/**
 * A stop that goes on, from GRACE over LINGER to CLOSED. Ends when no connection is left. Belongs to the listener's
 * session.
 */
final class Stopping {
    static final Event<Void> STEP = Event.named("tcp_server_stop_step");

    private final TcpListener listener;
    private final Stop how;
    private final TcpServer<?, ?, ?> server;
    private final long deadlineNs;
    private Phase phase = Phase.GRACE;

    Stopping(TcpListener listener, Stop how, TcpServer<?, ?, ?> server, long nowNs) {
        this.listener = listener;
        this.how = how;
        this.server = server;
        this.deadlineNs = nowNs + how.grace().plus(how.linger()).toNanos();
    }

    StopProgress progress(long nowNs) {
        return new StopProgress(phase, listener.connections(), Duration.ofNanos(Math.max(0, deadlineNs - nowNs)));
    }

    void begin(Context poe) throws Exception {
        if (server.clientDraining != null) {
            tellAll(poe, TcpConnection.DRAIN);
        }
        tell(poe);
        next(poe, how.grace());
    }

    /** The time of a phase is over. */
    void step(Context poe) throws Exception {
        if (phase == Phase.GRACE) {
            phase = Phase.LINGER;
            tellAll(poe, TcpServer.SHUTDOWN);
            tell(poe);
            next(poe, how.linger());
        } else if (phase == Phase.LINGER) {
            phase = Phase.CLOSED;
            tellAll(poe, TcpConnection.ABORT);
            tell(poe);
        }
    }

    private void next(Context poe, Duration time) throws Exception {
        if (listener.connections() == 0) {
            return;
        }
        if (time.isZero()) {
            step(poe);
        } else {
            poe.delay(STEP, time);
        }
    }

    /** One connection has ended. */
    void leftOne(Context poe) throws Exception {
        if (listener.connections() == 0) {
            poe.alarmClear(STEP);
        }
        tell(poe);
    }

    private void tellAll(Context poe, Event<Void> event) {
        for (TcpConnection<?, ?, ?> connection : listener.tally().connections()) {
            poe.post(connection.session(), event);
        }
    }

    private void tell(Context poe) throws Exception {
        if (server.stopping != null) {
            server.stopping.on(listener, poe, progress(poe.kernel().nowNs()));
        }
    }
}
