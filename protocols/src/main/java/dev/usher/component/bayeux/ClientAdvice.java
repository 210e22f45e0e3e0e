package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.time.Duration;
import java.util.Map;

/** What the server has advised last, and how long to wait for what it means. Belongs to one client. */
final class ClientAdvice {
    static final String RETRY = "retry";
    static final String HANDSHAKE = "handshake";
    static final String NONE = "none";

    private static final long HELD_MS = 30_000; // before a server says how long it holds a connect

    private final long stepNs;
    private final long mostNs;
    private String reconnect = RETRY;
    private long intervalMs;
    private long timeoutMs = HELD_MS;
    private int failures; // in a row

    ClientAdvice(Duration step, Duration most) {
        stepNs = step.toNanos();
        mostNs = most.toNanos();
    }

    void forget() {
        reconnect = RETRY;
        intervalMs = 0;
        timeoutMs = HELD_MS;
    }

    /** Takes what a reply says; what it does not say stays. */
    void take(BayeuxMessage reply) {
        if (reply.advice().isPresent() && reply.advice().get().value() instanceof Map<?, ?> said) {
            reconnect = said.get("reconnect") instanceof String word ? word : reconnect;
            intervalMs = said.get("interval") instanceof Number number ? number.longValue() : intervalMs;
            timeoutMs = said.get("timeout") instanceof Number number ? Math.max(0, number.longValue()) : timeoutMs;
        }
    }

    /** How to go on after a reply of failure that says nothing of it is as after a lost one. */
    String reconnect() {
        return intervalMs < 0 ? NONE : reconnect;
    }

    long timeoutNs() {
        return timeoutMs * 1_000_000;
    }

    long intervalNs() {
        return Math.max(0, intervalMs) * 1_000_000;
    }

    void succeeded() {
        failures = 0;
    }

    /** How long to wait after one more failure: longer after each in a row. */
    long failedNs() {
        long wait = Math.min(mostNs, stepNs * failures);
        failures = Math.min(failures + 1, 1_000);
        return intervalNs() + wait;
    }
}
