package dev.usher.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A poller that also tells of connections that were dealt to a listener, which no selector knows of. One thread, but
 * for {@link #wakeUp}. There are few listeners, so each poll looks at all of them.
 */
final class SharedPoller implements Poller {
    private final Poller real;
    private final List<SharedListenLink> listeners = new ArrayList<>();
    private final Ready found = this::found;
    private Ready ready;

    SharedPoller(Poller real) {
        this.real = real;
    }

    @Override
    public void watch(Link link, int operations, Object attachment) throws IOException {
        if (!(link instanceof SharedListenLink listener)) {
            real.watch(link, operations, attachment);
            return;
        }
        listener.watch(real, operations, attachment);
        if (attachment == null) {
            listeners.remove(listener);
        } else if (!listeners.contains(listener)) {
            listeners.add(listener);
        }
    }

    void forget(SharedListenLink listener) {
        listeners.remove(listener);
    }

    @Override
    public Object attachment(Link link) {
        return link instanceof SharedListenLink listener ? listener.attachment() : real.attachment(link);
    }

    @Override
    public void poll(long timeoutNs, Ready ready) throws IOException {
        boolean due = false;
        boolean passing = false;
        for (int i = 0; i < listeners.size(); i++) {
            SharedListenLink listener = listeners.get(i);
            listener.passOn();
            due |= listener.isReady();
            passing |= listener.isPassing();
        }
        this.ready = ready;
        real.poll(due ? 0 : timeoutNs, passing ? found : ready);
        for (int i = 0; i < listeners.size(); i++) {
            SharedListenLink listener = listeners.get(i);
            listener.passOn();
            if (listener.isReady()) {
                ready.ready(listener.attachment(), Link.READ);
            }
        }
    }

    private void found(Object attachment, int operations) {
        if (attachment instanceof SharedListenLink passing) {
            passing.knocked();
        } else {
            ready.ready(attachment, operations);
        }
    }

    @Override
    public void wakeUp() {
        real.wakeUp();
    }

    /** {@inheritDoc} What is dealt to listeners that nobody watches goes to others. */
    @Override
    public void close() {
        listeners.forEach(SharedListenLink::unwatched);
        listeners.clear();
        real.close();
    }
}
