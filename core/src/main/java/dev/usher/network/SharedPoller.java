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
        real.poll(isDue() ? 0 : timeoutNs, ready);
        for (int i = 0; i < listeners.size(); i++) {
            if (listeners.get(i).isReady()) {
                ready.ready(listeners.get(i).attachment(), Link.READ);
            }
        }
    }

    private boolean isDue() {
        for (int i = 0; i < listeners.size(); i++) {
            if (listeners.get(i).isReady()) {
                return true;
            }
        }
        return false;
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
