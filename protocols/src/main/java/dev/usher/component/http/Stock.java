package dev.usher.component.http;

import dev.usher.filters.http.DateField;
import dev.usher.filters.http.ResponseHead;
import dev.usher.kernel.Clock;
import dev.usher.kernel.Kernel;
import java.util.ArrayDeque;

/**
 * What all HTTP connections of a kernel share: the Date, where the last request went, and response heads, which an idle
 * connection does not need. One thread.
 */
final class Stock {
    private static final int KEPT = 256;

    private final Clock clock;
    private final ArrayDeque<ResponseHead> heads = new ArrayDeque<>();
    private final LastRoute lastRoute = new LastRoute();
    private long second;
    private final DateField date = new DateField(() -> second);

    private Stock(Clock clock) {
        this.clock = clock;
    }

    static Stock of(Kernel kernel) {
        return kernel.shared(Stock.class, () -> new Stock(kernel.clock()));
    }

    /** As of the last {@link #readClock}: a reading costs more than a response, so one serves for a burst of them. */
    DateField date() {
        return date;
    }

    void readClock() {
        second = clock.wallTime().getEpochSecond();
    }

    LastRoute lastRoute() {
        return lastRoute;
    }

    ResponseHead takeHead() {
        ResponseHead head = heads.pollLast();
        return head == null ? new ResponseHead() : head;
    }

    void giveBack(ResponseHead head) {
        if (heads.size() < KEPT) {
            heads.addLast(head.clear());
        }
    }
}
