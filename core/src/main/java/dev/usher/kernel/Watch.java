package dev.usher.kernel;

import dev.usher.network.Link;
import dev.usher.network.Poller;

/**
 * One session's interest in one link. Keeps the session alive until it is closed, also while it asks for nothing.
 * Belongs to the kernel's thread.
 */
public final class Watch implements AutoCloseable, Poller.Attachment {
    final Session session;
    final Link link;
    final Watcher watcher;
    byte wanted; // Link.READ and WRITE
    boolean open = true;
    boolean again; // waits in the list of those to be called without a poll
    Watch nextOnLink;
    Watch nextOfSession;
    Watch previousOfSession;

    Watch(Session session, Link link, Watcher watcher) {
        this.session = session;
        this.link = link;
        this.watcher = watcher;
    }

    /**
     * Asks to be told, or no longer, when the link can be read.
     *
     * @param on whether
     */
    public void read(boolean on) {
        want(on ? wanted | Link.READ : wanted & ~Link.READ);
    }

    /**
     * Asks to be told, or no longer, when the link can be written.
     *
     * @param on whether
     */
    public void write(boolean on) {
        want(on ? wanted | Link.WRITE : wanted & ~Link.WRITE);
    }

    /** @return whether it asks to be told when the link can be read */
    public boolean reads() {
        return (wanted & Link.READ) != 0;
    }

    /** @return whether it asks to be told when the link can be written */
    public boolean writes() {
        return (wanted & Link.WRITE) != 0;
    }

    /**
     * Asks for one more call of {@code onReadable} in the next slice although the link may have nothing new, because
     * bytes that were read earlier still wait. Nothing happens if reading is not asked for by then.
     */
    public void readAgain() {
        if (open) {
            session.kernel.watchers.again(this);
        }
    }

    /** Watches no more and lets the session go. The link stays open. */
    @Override
    public void close() {
        session.kernel.watchers.close(this);
    }

    /** For pollers: closing a link ends every watch on it. */
    @Override
    public void linkClosed() {
        session.kernel.watchers.linkClosed(this);
    }

    private void want(int operations) {
        if (open && operations != wanted) {
            wanted = (byte) operations;
            session.kernel.watchers.changed(this);
        }
    }
}
