package dev.usher.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

/**
 * Where everything enters that does not come from a link: posts of other threads, results of offloaded work, signals of
 * the operating system. Any thread may put; the kernel's thread takes. One wake-up serves a whole batch.
 */
sealed class Inbox permits SeamedInbox {
    private final MpscUnboundedVarHandleArrayQueue<Mail> mail = new MpscUnboundedVarHandleArrayQueue<>(1024);
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final Pollers pollers;

    Inbox(Pollers pollers) {
        this.pollers = pollers;
    }

    /** Any thread: has something run on the kernel's thread, before it looks at its events. */
    void put(Mail letter) {
        mail.offer(letter); // in one order with announcements: the queue counts by compare-and-set before it stores
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            pollers.wakeUp();
        }
    }

    boolean isEmpty() {
        return mail.isEmpty();
    }

    /** Announces that the kernel is about to sleep; false if it must not because there is mail. */
    boolean sleep() {
        pollers.open(); // a wake-up must find it, were it the kernel's first
        asleep.set(true);
        if (isEmpty()) {
            return true;
        }
        asleep.set(false);
        return false;
    }

    void awake() {
        asleep.set(false);
    }

    /** How much mail there is now. */
    final int count() {
        return mail.size();
    }

    final Mail take() {
        return mail.relaxedPoll();
    }

    // ---- whom letters may name by number: only those who record ask

    void made(Postback postback, long number) {}

    void begun(Offloads.Work work, long number) {}

    void begun(PidWatches.Awaited process, long number) {}

    void drain() {
        // Not more than is there now: a thread that posts all the time must not keep the kernel from its work. Nor more
        // than
        // is worked off before the next look: what waits here need not wait in the queue, and grow it.
        for (int left = Math.min(mail.size(), Loop.EVENTS_BETWEEN_POLLS); left > 0; left--) {
            Mail letter = take();
            if (letter == null) {
                return;
            }
            letter.run();
        }
    }
}
