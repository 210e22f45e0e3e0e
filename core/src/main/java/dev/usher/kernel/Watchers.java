package dev.usher.kernel;

import dev.usher.network.Link;
import dev.usher.network.Poller;
import dev.usher.network.PumpedLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Who watches which link, and what the last poll found; what pumped links have told counts as found too. Readiness is
 * collected during the poll and dispatched after it, readable links first, then writable ones: so a handler may close,
 * pause or poll again.
 */
final class Watchers implements Poller.Ready {
    /** What a handler sees as the event during which a wheel sent its own (POE shows the wheel's hidden state). */
    private static final Event<?> SELECT_READ = Event.any("select read");

    private static final Event<?> SELECT_WRITE = Event.any("select write");

    /** As many as this that were read and have answers waiting write them, while these are still in a cache. */
    private static final int ANSWERS = 64;

    private final Kernel kernel;
    private final Pollers pollers;
    private final Pumps pumps;
    private Watch[] ready = new Watch[64];
    private byte[] operations = new byte[64];
    private Watch[] spareReady;
    private byte[] spareOperations;
    private int found;
    private Watch[] again = new Watch[8];
    private int agains;
    private Watch[] round = again; // who is called now; those of them without a poll, whose turn is to come:
    private int nextAgain;
    private int lastAgain;
    private int open;
    private boolean letsGo; // the last link was closed: its handle, and a listener's address, go with the next poll

    Watchers(Kernel kernel, Pollers pollers, Inbox inbox) {
        this.kernel = kernel;
        this.pollers = pollers;
        pumps = new Pumps(inbox);
    }

    /** Whether an event is one of those that stand for a wheel's own: nobody posts it. */
    static boolean isHidden(Event<?> event) {
        return event == SELECT_READ || event == SELECT_WRITE;
    }

    /** How many watches there are, paused ones included: while there are any, the kernel is not idle. */
    int count() {
        return open;
    }

    /** Whether a poll has anything to do even if it must not wait. Asked once before each. */
    boolean wantPoll() {
        boolean last = letsGo;
        letsGo = false;
        return open > 0 || last && pollers.isOpen();
    }

    /** Whether somebody must be called without anything new on the link. */
    boolean isDue() {
        return agains > 0 || nextAgain < lastAgain || pumps.isDue();
    }

    /** Whether polling has found somebody to call. */
    boolean found() {
        return found > 0;
    }

    Watch open(Session session, Link link, Watcher watcher) {
        Observation observation = kernel.observation;
        Watch watch = new Watch(session, link, observation == null ? watcher : observation.watching(watcher));
        if (!session.alive) {
            watch.open = false;
            watcher.onSessionEnd();
            return watch;
        }
        watch.nextOnLink = first(link);
        tell(link, watch); // may throw, if the link is closed
        Watch first = session.watches;
        watch.nextOfSession = first;
        if (first != null) {
            first.previousOfSession = watch;
        }
        session.watches = watch;
        session.hold();
        open++;
        trace(watch, "begins to watch");
        return watch;
    }

    boolean isWatched(Link link) {
        return (link instanceof PumpedLink || pollers.isOpen()) && first(link) != null;
    }

    /** The first of those who watch a link, or null. */
    Watch first(Link link) {
        return link instanceof PumpedLink pumped
                ? Pumps.first(pumped)
                : (Watch) pollers.open().attachment(link);
    }

    void changed(Watch watch) {
        trace(watch, "watches");
        tell(watch.link, first(watch.link));
    }

    void close(Watch watch) {
        if (!watch.open) {
            return;
        }
        watch.open = false;
        watch.wanted = 0;
        Session session = watch.session;
        if (watch.previousOfSession == null) {
            session.watches = watch.nextOfSession;
        } else {
            watch.previousOfSession.nextOfSession = watch.nextOfSession;
        }
        if (watch.nextOfSession != null) {
            watch.nextOfSession.previousOfSession = watch.previousOfSession;
        }
        watch.nextOfSession = null;
        watch.previousOfSession = null;
        open--;
        trace(watch, "watches no more");
        if (watch.link.isOpen()) {
            Watch head = first(watch.link);
            if (head != null) {
                tell(watch.link, without(head, watch));
            }
        }
        letsGo |= open == 0;
        session.release();
    }

    /** A link was closed under those who watched it. */
    void linkClosed(Watch first) {
        Watch next;
        for (Watch watch = first; watch != null; watch = next) {
            next = watch.nextOnLink;
            close(watch);
        }
    }

    private void trace(Watch watch, String what) {
        if (kernel.tracer.files) {
            kernel.tracer.line(
                    Trace.FILES,
                    watch.session + " " + what + " " + watch.link + (watch.reads() ? " for reading" : "")
                            + (watch.writes() ? " for writing" : ""));
        }
    }

    void closeAll(Session session) {
        for (Watch watch = session.watches; watch != null; watch = session.watches) {
            close(watch);
            try {
                watch.watcher.onSessionEnd();
            } catch (Throwable e) {
                kernel.dispatcher.fail(e); // as with a stop handler: the session is gone and cannot be signalled
            }
        }
    }

    void again(Watch watch) {
        if (watch.again) {
            return;
        }
        watch.again = true;
        if (agains == again.length) {
            again = Arrays.copyOf(again, agains * 2);
        }
        again[agains++] = watch;
    }

    @Override
    public void ready(Object attachment, int readyOperations) {
        for (Watch watch = (Watch) attachment; watch != null; watch = watch.nextOnLink) {
            add(watch, readyOperations & watch.wanted);
        }
    }

    private void add(Watch watch, int readyOperations) {
        if (found == ready.length) {
            ready = Arrays.copyOf(ready, found * 2);
            operations = Arrays.copyOf(operations, found * 2);
        }
        ready[found] = watch;
        operations[found++] = (byte) readyOperations;
    }

    /** Calls whom the poll found ready; interest is looked at again before each, since handlers change and close. */
    void dispatch() {
        while (nextAgain < lastAgain) { // a timeslice inside a handler: the round around it may never come to them
            again(round[nextAgain++]);
        }
        int firstAgain = found;
        for (int i = 0; i < agains; i++) {
            again[i].again = false;
            add(again[i], Link.READ);
        }
        Arrays.fill(again, 0, agains, null);
        agains = 0;
        int behindAgain = found;
        pumps.collect(this);
        if (found == 0) {
            return;
        }
        // Taken over first: a handler may run a timeslice of its own, which polls into other arrays.
        int n = found;
        Watch[] watches = ready;
        byte[] modes = operations;
        ready = spareReady == null ? new Watch[64] : spareReady;
        operations = spareOperations == null ? new byte[64] : spareOperations;
        spareReady = null;
        spareOperations = null;
        found = 0;
        round = watches;
        nextAgain = firstAgain;
        lastAgain = behindAgain;
        int read = 0;
        for (int i = 0; i < n; i++) {
            if (i >= firstAgain && i < behindAgain) {
                if (round != watches || nextAgain > i) {
                    continue; // called in a timeslice inside a handler
                }
                nextAgain = i + 1;
            }
            Watch watch = watches[i];
            if ((modes[i] & Link.READ) != 0 && watch.reads() && watch.link.isOpen()) {
                kernel.dispatcher.ready(watch, SELECT_READ, Link.READ);
                if (++read >= ANSWERS && kernel.flushes.count() <= read) { // if more, each waits for others' words
                    kernel.flushes.run();
                    read = 0;
                }
            }
        }
        for (int i = 0; i < n; i++) {
            Watch watch = watches[i];
            if ((modes[i] & Link.WRITE) != 0 && watch.writes() && watch.link.isOpen()) {
                kernel.dispatcher.ready(watch, SELECT_WRITE, Link.WRITE);
            }
            watches[i] = null;
        }
        spareReady = watches;
        spareOperations = modes;
    }

    private void tell(Link link, Watch head) {
        int wanted = 0;
        for (Watch watch = head; watch != null; watch = watch.nextOnLink) {
            wanted |= watch.wanted;
        }
        try {
            if (link instanceof PumpedLink pumped) {
                pumps.watch(pumped, wanted, head);
            } else {
                pollers.open().watch(link, wanted, head);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot watch " + link, e);
        }
    }

    private static Watch without(Watch head, Watch gone) {
        if (head == gone) {
            return gone.nextOnLink;
        }
        for (Watch watch = head; watch.nextOnLink != null; watch = watch.nextOnLink) {
            if (watch.nextOnLink == gone) {
                watch.nextOnLink = gone.nextOnLink;
                break;
            }
        }
        return head;
    }
}
