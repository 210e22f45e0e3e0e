package dev.usher.kernel;

import java.util.Arrays;

/**
 * Which sessions have nothing left that holds them. Such a session is only marked; a sweep between events ends it,
 * unless something holds it again by then. The session marked last goes first (POE's order).
 */
final class Lifetimes {
    static final int UNMARKED = -1;

    private final Sessions sessions;
    private Session[] marked = new Session[16];
    private Session[] spare = new Session[16];
    private int count;
    private int base; // where the numbering of the current marks begins
    private boolean sweeping;

    Lifetimes(Sessions sessions) {
        this.sessions = sessions;
    }

    void mark(Session session) {
        if (count == marked.length) {
            marked = Arrays.copyOf(marked, count * 2);
        }
        session.markedAt = base + count;
        marked[count++] = session;
    }

    /** How many marks there are: a place to be given to {@link #markAt} later. */
    int place() {
        return count;
    }

    /**
     * Marks a session that nothing holds in a place passed before, unless it was marked since. So an event that is
     * delivered marks its session as if it had done so before the handler ran (POE's order), and costs nothing when the
     * handler posts another.
     */
    void markAt(int place, Session session) {
        if (session.markedAt != UNMARKED) {
            return;
        }
        int to = Math.min(place, count);
        mark(session);
        for (int i = count - 1; i > to; i--) {
            Session later = marked[i - 1];
            if (later.markedAt == base + i - 1) {
                later.markedAt = base + i;
            }
            marked[i] = later;
        }
        marked[to] = session;
        session.markedAt = base + to;
    }

    void sweep() {
        if (count == 0 || sweeping) {
            return; // a sweep inside a stop handler leaves its marks to the one that is under way
        }
        sweeping = true;
        try {
            while (count > 0) {
                sweepOnce();
            }
        } finally {
            sweeping = false;
        }
    }

    private void sweepOnce() {
        Session[] dead = marked;
        int from = base;
        int n = count;
        marked = spare;
        count = 0;
        base = from + n & Integer.MAX_VALUE;
        for (int i = n - 1; i >= 0; i--) {
            Session session = dead[i];
            dead[i] = null;
            if (session.markedAt == from + i && session.alive) {
                session.markedAt = UNMARKED;
                sessions.stop(session);
            }
        }
        spare = dead;
    }
}
