package dev.usher.component.http;

import dev.usher.filters.http.Content;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.ResponseHead;
import dev.usher.filters.http.SourcedContent;
import dev.usher.kernel.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures the requests of a connection for those who observe the server. Belongs to the connection's session; where
 * nobody observes, all have the same one.
 */
final class Observation {
    private static final Observation NOBODY = new Observation(null, List.of(), null);

    private final HttpConnection connection;
    private final List<HttpObserver> observers;
    private final boolean observed; // else nothing is measured
    private final Clock clock;
    private Instant begun;
    private long begunNs;
    private int status;
    private long bytes;

    private Observation(HttpConnection connection, List<HttpObserver> observers, Clock clock) {
        this.connection = connection;
        this.observers = observers;
        observed = !observers.isEmpty();
        this.clock = clock;
    }

    static Observation of(HttpConnection connection, List<HttpObserver> observers, Clock clock) {
        return observers.isEmpty() ? NOBODY : new Observation(connection, observers, clock);
    }

    void connected() {
        tell(observer -> observer.connected(connection));
    }

    void disconnected() {
        tell(observer -> observer.disconnected(connection));
    }

    void begin() {
        if (!observed) {
            return;
        }
        begun = clock.wallTime();
        begunNs = clock.nanoTime();
        status = 0;
        bytes = 0;
        tell(observer -> observer.begun(connection));
    }

    void put(HttpPart part, HttpRequest answered) {
        if (!observed) {
            return;
        }
        boolean toHead = answered.isHead();
        if (part instanceof ResponseHead head && (head.status() >= 200 || head.status() == 101)) {
            status = head.status();
            bytes += toHead ? 0 : head.wholeLength();
        } else if (part instanceof Content content && !toHead) {
            bytes += content.length();
        } else if (part instanceof SourcedContent sourced && !toHead) {
            bytes += sourced.source().remaining();
        }
    }

    void end(HttpRequest request, boolean whole) {
        if (!observed) {
            return;
        }
        Duration taken = Duration.ofNanos(clock.nanoTime() - begunNs);
        Served served = new Served(request, status, bytes, whole, begun, taken);
        tell(observer -> observer.served(served));
    }

    private void tell(Consumer<HttpObserver> told) {
        for (HttpObserver observer : observers) {
            try {
                told.accept(observer);
            } catch (RuntimeException e) {
                Logs.SERVER.error("{}: an observer failed", connection, e);
            }
        }
    }
}
