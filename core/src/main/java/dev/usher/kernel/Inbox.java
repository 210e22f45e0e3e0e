package dev.usher.kernel;

/**
 * Where everything enters that does not come from a link: posts of other threads, results of offloaded work, signals of
 * the operating system. Any thread may put; the kernel's thread takes. One wake-up serves a whole batch.
 */
sealed class Inbox permits SeamedInbox {
    /**
     * No more enters between two polls: fewer than the events worked off then, so that what waits here need not wait in
     * the queue too; and with some others they fit into 256 places of its ring, which stay in the processor's cache.
     */
    static final int MOST = 240;

    private final MailQueue mail = new MailQueue();
    private final Kernel kernel;
    private final Pollers pollers;

    Inbox(Kernel kernel, Pollers pollers) {
        this.kernel = kernel;
        this.pollers = pollers;
    }

    /** Any thread: has something run on the kernel's thread, before it looks at its events. */
    void put(Mail letter) {
        send(letter, null, null);
    }

    /** Any thread: the same as {@link Mail.PostTo}, of which there are so many that none is made for it. */
    void post(Session destination, Event<?> event, Object payload) {
        send(destination, event, payload);
    }

    private void send(Object to, Event<?> event, Object payload) {
        if (mail.put(to, event, payload)) {
            pollers.wakeUp();
        }
    }

    final boolean isEmpty() {
        return believed(mail.isEmpty());
    }

    /** What the kernel is to believe of whether there is no mail. */
    boolean believed(boolean empty) {
        return empty;
    }

    /** Announces that the kernel is about to sleep; false if it must not because there is mail. */
    final boolean sleep() {
        pollers.open(); // a wake-up must find it, were it the kernel's first
        mail.clean();
        if (believed(mail.sleep())) {
            return true;
        }
        mail.awake();
        return false;
    }

    final void awake() {
        mail.awake();
    }

    /** How much mail there is now. */
    final int count() {
        return mail.count();
    }

    /** The next, or null if it has not arrived yet. */
    final Mail take() {
        int first = mail.first();
        if (first < 0) {
            return null;
        }
        Mail taken = mail.to(first) instanceof Session destination
                ? new Mail.PostTo(destination, mail.event(first), mail.payload(first))
                : (Mail) mail.to(first);
        mail.drop(first);
        return taken;
    }

    // ---- whom letters may name by number: only those who record ask

    void made(Postback postback, long number) {}

    void begun(Offloads.Work work, long number) {}

    void begun(PidWatches.Awaited process, long number) {}

    void drain() {
        // Not more than is there now: a thread that posts all the time must not keep the kernel from its work.
        int left = Math.min(mail.count(), MOST);
        while (left > 0) {
            left = enter(left);
        }
    }

    /** Has posts enter as far as one other letter, behind which everything may be different; how many are left. */
    private int enter(int most) {
        Context poe = kernel.current();
        Session sender = poe.session.alive ? poe.session : kernel.root;
        Event<?> from = poe.active();
        for (int left = most; left > 0; left--) {
            int first = mail.first();
            if (first < 0) {
                return 0; // its thread is about to put it
            }
            Object to = mail.to(first);
            Event<?> event = mail.event(first);
            Object payload = mail.payload(first);
            mail.drop(first);
            if (!(to instanceof Session destination)) {
                ((Mail) to).run();
                return left - 1;
            }
            if (destination.alive) {
                kernel.enqueue(destination, sender, event, payload, from);
            }
        }
        return 0;
    }
}
