package dev.usher.component.websocket;

import dev.usher.filters.websocket.Ping;
import java.time.Duration;
import java.util.Optional;

/** Whether the peer lives: pings when it is silent, and how long it takes to answer. Belongs to one connection. */
final class Pulse {
    private static final Ping PING = new Ping();

    private final FrameGate gate;
    private final Outbox outbox;
    private final Counts counts;
    private boolean asked; // a ping has gone unanswered
    private long askedNs; // when the first such was sent
    private long rttNs = -1;
    private long pongNs;

    Pulse(FrameGate gate, Outbox outbox, Counts counts) {
        this.gate = gate;
        this.outbox = outbox;
        this.counts = counts;
    }

    void ping(long nowNs) {
        if (!asked) {
            asked = true;
            askedNs = nowNs;
        }
        counts.pings++;
        outbox.putControl(PING);
    }

    void pong(long nowNs) {
        if (asked) {
            asked = false;
            rttNs = nowNs - askedNs;
            pongNs = nowNs;
            counts.trip(rttNs);
        }
    }

    Optional<Duration> rtt() {
        return rttNs < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(rttNs));
    }

    /** How long ago that was. */
    Optional<Duration> sincePong(long nowNs) {
        return rttNs < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nowNs - pongNs));
    }

    /**
     * A look at a connection, after all that has come was read. Answers whether it must be given up: nothing has come,
     * and nothing was taken, since a ping that is older than the deadline.
     */
    boolean isGone(long nowNs, long deadlineNs) {
        boolean progress = outbox.takeProgress();
        if (gate.takeHeard() || progress) {
            asked = false;
            return false;
        }
        if (!asked) {
            ping(nowNs);
            return false;
        }
        if (deadlineNs > 0 && nowNs - askedNs >= deadlineNs) {
            return true;
        }
        ping(nowNs);
        return false;
    }
}
