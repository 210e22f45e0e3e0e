package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import java.util.OptionalLong;

/** When a client connects again: what its back-off times and what the program has timed itself. */
final class Retries {
    static final Event<Void> RETRY = Event.named("tcp_client_retry");

    private final Backoff policy; // or null
    private int failures; // in a row
    private long connectedNs;

    Retries(Backoff policy) {
        this.policy = policy;
    }

    /** A connection begins. */
    void connected(Context poe) {
        connectedNs = poe.kernel().clock().nanoTime();
    }

    /** A connection has ended. */
    void disconnected(Context poe) {
        if (policy != null && policy.isStable(poe.kernel().clock().nanoTime() - connectedNs)) {
            failures = 0;
        }
        failures++;
    }

    /** An attempt has failed. */
    void failed() {
        failures++;
    }

    /** The program connects of its own will. */
    void forgetFailures() {
        failures = 0;
    }

    /** How many attempts and connections in a row came to nothing. */
    int failures() {
        return failures;
    }

    /** Times the next attempt, unless the program has done so; false if it was tried often enough. */
    boolean next(Context poe) {
        if (policy == null || isTimed(poe)) {
            return true;
        }
        OptionalLong waitNs = policy.waitNs(failures, poe.kernel().entropy()::nextDouble);
        if (waitNs.isPresent()) {
            poe.delaySetNs(RETRY, waitNs.getAsLong(), null);
        }
        return waitNs.isPresent();
    }

    boolean isTimed(Context poe) {
        return poe.alarmIsSet(RETRY) || poe.alarmIsSet(TcpClient.RECONNECT) || poe.alarmIsSet(TcpClient.CONNECT);
    }

    void forgetTimed(Context poe) {
        poe.alarmClear(RETRY);
        poe.alarmClear(TcpClient.CONNECT);
        poe.alarmClear(TcpClient.RECONNECT);
    }
}
