package dev.usher.kernel;

import java.util.Arrays;
import java.util.function.BiConsumer;

/** Who has gathered output in this slice. Each holds its session until it was asked to write. */
final class Flushes {
    static final Event<?> FLUSH = Event.any("flush");

    private final Kernel kernel;
    private Flushable[] waiting = new Flushable[16];
    private Session[] owners = new Session[16];
    private Flushable[] spareWaiting = new Flushable[16];
    private Session[] spareOwners = new Session[16];
    private int count;

    Flushes(Kernel kernel) {
        this.kernel = kernel;
    }

    /** How many wait. */
    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void add(Session owner, Flushable flushable) {
        if (count == waiting.length) {
            waiting = Arrays.copyOf(waiting, count * 2);
            owners = Arrays.copyOf(owners, count * 2);
        }
        owner.hold();
        waiting[count] = kernel.observation == null ? flushable : kernel.observation.flushing(owner, flushable);
        owners[count++] = owner;
    }

    /** Shows whom the output that waits belongs to. */
    void forEach(BiConsumer<Session, Flushable> viewer) {
        for (int i = 0; i < count; i++) {
            viewer.accept(owners[i], Observation.observed(waiting[i]));
        }
    }

    /**
     * Has all of them write. What is put meanwhile, from a flushed event say, waits for the next slice: no starving.
     */
    void run() {
        int n = count;
        if (n == 0) {
            return;
        }
        Flushable[] flushables = waiting;
        Session[] sessions = owners;
        waiting = spareWaiting == null ? new Flushable[16] : spareWaiting;
        owners = spareOwners == null ? new Session[16] : spareOwners;
        spareWaiting = null;
        spareOwners = null;
        count = 0;
        for (int i = 0; i < n; i++) {
            Session owner = sessions[i];
            if (owner.alive) {
                kernel.dispatcher.flush(owner, flushables[i]);
            }
            owner.release();
            flushables[i] = null;
            sessions[i] = null;
        }
        spareWaiting = flushables;
        spareOwners = sessions;
    }
}
