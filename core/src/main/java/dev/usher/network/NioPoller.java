package dev.usher.network;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * A selector. One thread, but for {@link #wakeUp}.
 *
 * <p>A link is registered when it is first watched and stays so until it is closed: registering again is what costs, a
 * link watched for nothing costs a poll nothing. No poll allocates anything here.
 */
final class NioPoller implements Poller {

    private static final int READABLE = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITABLE = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final Consumer<SelectionKey> report = this::report;
    private Ready ready;

    NioPoller(Selector selector) {
        this.selector = selector;
    }

    @Override
    public void watch(Link link, int operations, Object attachment) throws IOException {
        NioLink nio = (NioLink) link;
        SelectionKey key = nio.key;
        if (attachment == null) {
            forget(key);
            return;
        }
        if (key == null) {
            nio.key = nio.channel().register(selector, nio.interest(operations), attachment);
            return;
        }
        if (key.selector() != selector) {
            throw new IllegalStateException("the link is watched by another poller: close it there");
        }
        if (!key.isValid()) {
            throw new ClosedChannelException();
        }
        int interest = nio.interest(operations);
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
        if (key.attachment() != attachment) {
            key.attach(attachment);
        }
    }

    private static void forget(SelectionKey key) {
        if (key != null) {
            key.attach(null);
            if (key.isValid()) {
                key.interestOps(0);
            }
        }
    }

    @Override
    public Object attachment(Link link) {
        SelectionKey key = ((NioLink) link).key;
        return key != null && key.isValid() ? key.attachment() : null;
    }

    @Override
    public void poll(long timeoutNs, Ready ready) throws IOException {
        this.ready = ready;
        try {
            if (timeoutNs == 0) {
                selector.selectNow(report);
            } else if (timeoutNs < 0) {
                selector.select(report);
            } else {
                selector.select(report, millisRoundedUp(timeoutNs));
            }
        } finally {
            this.ready = null;
        }
    }

    /** Rounded down, the last millisecond before an alarm would be spent spinning. */
    static long millisRoundedUp(long timeoutNs) {
        return (timeoutNs - 1) / NANOS_PER_MILLI + 1;
    }

    private void report(SelectionKey key) {
        if (!key.isValid()) {
            return; // closed by what was reported before it
        }
        int selected;
        try {
            selected = key.readyOps();
        } catch (CancelledKeyException closed) {
            return;
        }
        Object attachment = key.attachment();
        int operations = ((selected & READABLE) != 0 ? Link.READ : 0) | ((selected & WRITABLE) != 0 ? Link.WRITE : 0);
        if (attachment != null && operations != 0) {
            ready.ready(attachment, operations);
        }
    }

    /** Lets closed links go now, not at the next poll. Whoever had woken that one has woken it still. */
    void release() {
        try {
            selector.selectNow(key -> {});
            selector.wakeup();
        } catch (IOException broken) {
            // The next poll says so.
        }
    }

    @Override
    public void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException ignored) {
            // Nothing is left to do: nobody polls it any more.
        }
    }
}
