package dev.usher.benchmarks.jmh;

import java.util.concurrent.CountDownLatch;

/**
 * How many events an invocation still has to run, and whom to tell when they have. Used by the thread that runs the
 * events; another one may wait.
 */
final class Budget {

    private final long events;
    private final long live;
    private long left;
    private final CountDownLatch done = new CountDownLatch(1);

    /**
     * @param events to run in all
     * @param live of them are in the queue at the begin and stay so until the end is near
     */
    Budget(long events, int live) {
        this.events = events;
        this.left = events;
        this.live = live;
    }

    /** Counts one event. Answers whether it should queue itself again. */
    boolean again() {
        long rest = --left;
        if (rest == 0) {
            done.countDown();
        }
        return rest >= live;
    }

    boolean isSpent() {
        return left == 0;
    }

    long ran() {
        return events - left;
    }

    void await() throws InterruptedException {
        done.await();
    }
}
