package dev.usher.kernel;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

/**
 * Where everything enters that does not come from a link: posts of other threads, results of offloaded work, signals of
 * the operating system. Any thread may put; the kernel's thread takes. One wake-up serves a whole batch.
 */
final class Inbox {
    private final MpscUnboundedVarHandleArrayQueue<Runnable> mail = new MpscUnboundedVarHandleArrayQueue<>(1024);
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final Pollers pollers;

    Inbox(Pollers pollers) {
        this.pollers = pollers;
    }

    /** Any thread: has something run on the kernel's thread, before it looks at its events. */
    void put(Runnable letter) {
        mail.offer(letter);
        VarHandle.fullFence(); // between offering and asking, as the other side announces sleep before it looks
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
        if (mail.isEmpty()) {
            return true;
        }
        asleep.set(false);
        return false;
    }

    void awake() {
        asleep.set(false);
    }

    void drain() {
        // Not more than is there now: a thread that posts all the time must not keep the kernel from its work.
        for (int left = mail.size(); left > 0; left--) {
            Runnable letter = mail.relaxedPoll();
            if (letter == null) {
                return;
            }
            letter.run();
        }
    }
}
