package dev.usher.kernel;

import dev.usher.network.Link;

/** Sends a session's own events when its link is ready: what {@code selectRead} and {@code selectWrite} ask for. */
final class EventWatcher implements Watcher {
    private final Link link;
    private Watch watch;
    private Event<Selected> readEvent;
    private Event<Selected> writeEvent;
    private Object readExtra;
    private Object writeExtra;

    EventWatcher(Link link) {
        this.link = link;
    }

    static void select(Watchers watchers, Session session, Link link, int mode, Event<Selected> event, Object extra) {
        EventWatcher watcher = of(session, link);
        if (watcher == null) {
            if (event == null) {
                return;
            }
            watcher = new EventWatcher(link);
            watcher.watch = watchers.open(session, link, watcher);
        }
        watcher.set(mode, event, extra);
    }

    /** Pauses or resumes one mode; false if the session does not watch the link in it. */
    static boolean toggle(Session session, Link link, int mode, boolean on) {
        EventWatcher watcher = of(session, link);
        return watcher != null && watcher.toggle(mode, on);
    }

    private static EventWatcher of(Session session, Link link) {
        for (Watch watch = session.watches; watch != null; watch = watch.nextOfSession) {
            if (watch.link == link && Observation.observed(watch.watcher) instanceof EventWatcher watcher) {
                return watcher;
            }
        }
        return null;
    }

    private void set(int mode, Event<Selected> event, Object extra) {
        if (mode == Link.READ) {
            readEvent = event;
            readExtra = extra;
            watch.read(event != null);
        } else {
            writeEvent = event;
            writeExtra = extra;
            watch.write(event != null);
        }
        if (readEvent == null && writeEvent == null) {
            watch.close();
        }
    }

    private boolean toggle(int mode, boolean on) {
        if ((mode == Link.READ ? readEvent : writeEvent) == null) {
            return false;
        }
        if (mode == Link.READ) {
            watch.read(on);
        } else {
            watch.write(on);
        }
        return true;
    }

    @Override
    public void onReadable(Context poe) {
        poe.kernel.dispatcher.select(poe, readEvent, new Selected(link, Link.READ, readExtra));
    }

    @Override
    public void onWritable(Context poe) {
        poe.kernel.dispatcher.select(poe, writeEvent, new Selected(link, Link.WRITE, writeExtra));
    }

    @Override
    public String toString() {
        return (readEvent == null ? "" : "selectRead '" + readEvent + "'")
                + (readEvent == null || writeEvent == null ? "" : " and ")
                + (writeEvent == null ? "" : "selectWrite '" + writeEvent + "'");
    }

    @Override
    public void onSessionEnd() {
        // the link is the program's own, which may go on using it in another session
    }
}
