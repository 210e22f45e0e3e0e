package dev.usher.component.http;

import dev.usher.filters.http.DateField;
import dev.usher.filters.http.ResponseHead;
import dev.usher.kernel.Clock;
import dev.usher.kernel.Kernel;
import java.time.Instant;
import java.util.ArrayDeque;

/**
 * What all HTTP connections of a kernel share: the Date, the way of requests to their routes, and response heads, which
 * an idle connection does not need. One thread.
 */
final class Stock {
    private static final int KEPT = 256;

    private static final long SECOND_NS = 1_000_000_000;

    private final Kernel kernel;
    private final Clock clock;
    private final ArrayDeque<ResponseHead> heads = new ArrayDeque<>();
    private final Routing routing = new Routing();
    private long second;
    private long overNs = Long.MIN_VALUE; // the kernel's time at which the second is over
    private final DateField date = new DateField(() -> second);

    private Stock(Kernel kernel) {
        this.kernel = kernel;
        clock = kernel.clock();
    }

    static Stock of(Kernel kernel) {
        return kernel.shared(Stock.class, () -> new Stock(kernel));
    }

    /** As of the last {@link #readClock}. */
    DateField date() {
        return date;
    }

    /** A reading of the time of day costs 40 ns, so there is none before the second of the last one is over. */
    void readClock() {
        long nowNs = kernel.nowNs();
        if (nowNs >= overNs) {
            Instant now = clock.wallTime();
            second = now.getEpochSecond();
            overNs = nowNs + SECOND_NS - now.getNano();
        }
    }

    Routing routing() {
        return routing;
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
