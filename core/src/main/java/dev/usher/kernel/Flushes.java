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
    private Flushable[] round = waiting; // whose turn it is, from at to end
    private Session[] roundOwners = owners;
    private int at;
    private int end;

    Flushes(Kernel kernel) {
        this.kernel = kernel;
    }

    /** How many wait. */
    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0 && at == end;
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
     * Has all of them write. What is put meanwhile, from a flushed event say, waits for the next slice: no starving. A
     * timeslice inside such an event first has the others write whose turn would have been behind it.
     */
    void run() {
        goOn();
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
        round = flushables;
        roundOwners = sessions;
        at = 0;
        end = n;
        goOn();
        spareWaiting = flushables;
        spareOwners = sessions;
    }

    private void goOn() {
        while (at < end) {
            int i = at++;
            Flushable flushable = round[i];
            Session owner = roundOwners[i];
            round[i] = null;
            roundOwners[i] = null;
            if (owner.alive) {
                kernel.dispatcher.flush(owner, flushable);
            }
            owner.release();
        }
    }
}
