package dev.usher.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What other threads have sent, first in, first out, without limit. Any thread puts; one thread, the kernel's, does
 * everything else.
 *
 * <p>A letter is three slots side by side in a chunk: whom it is for, event and payload. Nothing is made for it, and
 * one line of the processor's cache carries five. Who puts claims the place that {@code TAIL} names by setting that one
 * further, then fills it, whom it is for last; who takes finds nothing in a place until then. Places count up for ever,
 * and a chunk has room for {@link #LETTERS} of them: who claims the last one links the next chunk behind it. Chunks
 * that were read are used again, the latest first.
 *
 * <pre>
 *   TAIL = place * STEP              put: + STEP          the next place to be claimed
 *        + ASLEEP                    put: + STEP - ASLEEP who takes sleeps; this put has to wake it
 *        + LINKING                   put: waits           the next chunk is being linked
 * </pre>
 *
 * <p>Place and sleep are in one word: so it is either seen that there is a letter, and nobody sleeps, or the letter
 * finds the sleeper. There is nothing in between in which a wake-up could be lost.
 */
final class MailQueue {
    static final int LETTERS = 1_024; // in a chunk: a power of two

    /** Chunks that are kept for a burst to come: as many letters as the queue of events keeps places. */
    static final int KEPT = 128;

    private static final VarHandle COUNTER = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    private static final int STRIDE = 3;
    private static final int NEXT = LETTERS * STRIDE; // where a chunk names the one behind it

    private static final int LINKING = 1;
    private static final int ASLEEP = 2;
    private static final int STEP = 4;
    private static final long LAST = (LETTERS - 1) * STEP; // these bits all set: the last place of a chunk

    // Far enough from each other, and from what else is near, to share no line of the cache: each thread writes its
    // own.
    private static final int TAIL = 16;
    private static final int HEAD = 32;
    private final long[] counters = new long[48];

    private volatile Object[] filling = new Object[NEXT + 1];
    private Object[] emptying = filling;
    private final AtomicReference<Object[]> spare = new AtomicReference<>(); // a stack, linked as chunks are
    private int emptied; // chunks, since spare ones were looked at

    // ---- any thread

    /**
     * Puts a letter.
     *
     * @param to whom it is for, never null
     * @return whether this thread has to wake up the one that takes
     */
    boolean put(Object to, Event<?> event, Object payload) {
        long at;
        Object[] slots;
        while (true) {
            at = (long) COUNTER.getVolatile(counters, TAIL);
            // After TAIL, so not older than it; were it newer, TAIL would have gone on and could not be set below.
            slots = filling;
            if ((at & LINKING) != 0) {
                Thread.onSpinWait();
            } else if ((at & LAST) == LAST) {
                if (COUNTER.compareAndSet(counters, TAIL, at, at | LINKING)) {
                    link(at, slots);
                    break;
                }
            } else if (COUNTER.compareAndSet(counters, TAIL, at, (at & ~ASLEEP) + STEP)) {
                break;
            }
        }
        // The place is this thread's alone: who takes stops before it, so that its chunk is not used again either.
        int slot = slot(at / STEP);
        slots[slot + 1] = event;
        if (payload != null) { // the slot has none left: taking took it
            slots[slot + 2] = payload;
        }
        SLOT.setRelease(slots, slot, to); // with it the two, and a chunk linked before, can be seen
        return (at & ASLEEP) != 0;
    }

    /** By the one thread that has set LINKING. What it writes here, others see when they have read TAIL behind it. */
    private void link(long at, Object[] slots) {
        try {
            Object[] next = chunk();
            slots[NEXT] = next; // read by who takes behind the letter that this thread is about to put
            filling = next;
        } catch (OutOfMemoryError e) {
            COUNTER.setVolatile(counters, TAIL, at); // asleep, too: the next put has to wake it
            throw e;
        }
        COUNTER.setVolatile(counters, TAIL, (at & ~ASLEEP) + STEP); // awake() in between has wanted no more than that
    }

    /**
     * Only one thread at a time takes spare chunks, so that one that it has looked at cannot have been used and come
     * back meanwhile; but for {@link #clean}, which puts back what it took, and cuts only behind.
     */
    private Object[] chunk() {
        while (true) {
            Object[] top = spare.get();
            if (top == null) {
                return new Object[NEXT + 1];
            }
            if (spare.compareAndSet(top, (Object[]) top[NEXT])) {
                top[NEXT] = null;
                return top;
            }
        }
    }

    private static int slot(long place) {
        return ((int) place & LETTERS - 1) * STRIDE;
    }

    // ---- the one thread that takes

    /** Whether no place was claimed that has not been taken. False before what was put can be taken. */
    boolean isEmpty() {
        return ((long) COUNTER.getVolatile(counters, TAIL) & ~ASLEEP) == counters[HEAD] * STEP; // LINKING: not empty
    }

    int count() {
        return (int) ((long) COUNTER.getVolatile(counters, TAIL) / STEP - counters[HEAD]);
    }

    /** Announces sleep, unless there is a letter: the next put has to wake this thread up. */
    boolean sleep() {
        long at = counters[HEAD] * STEP;
        return COUNTER.compareAndSet(counters, TAIL, at, at | ASLEEP)
                || (long) COUNTER.getVolatile(counters, TAIL) == (at | ASLEEP); // announced before
    }

    /** Takes the announcement back, if it stands. */
    void awake() {
        long at;
        do {
            at = (long) COUNTER.getVolatile(counters, TAIL);
        } while ((at & ASLEEP) != 0 && !COUNTER.compareAndSet(counters, TAIL, at, at & ~ASLEEP));
    }

    /** Where the next letter is, -1 if it is not there yet. */
    int first() {
        int slot = slot(counters[HEAD]);
        return SLOT.getAcquire(emptying, slot) == null ? -1 : slot;
    }

    Object to(int first) {
        return emptying[first];
    }

    Event<?> event(int first) {
        return (Event<?>) emptying[first + 1];
    }

    Object payload(int first) {
        return emptying[first + 2];
    }

    /** The letter has been read. */
    void drop(int first) {
        Object[] slots = emptying;
        slots[first] = null;
        slots[first + 1] = null;
        slots[first + 2] = null;
        counters[HEAD]++;
        if (first == (LETTERS - 1) * STRIDE) {
            unlink(slots);
        }
    }

    private void unlink(Object[] slots) {
        emptying = (Object[]) slots[NEXT]; // written before the letter read last
        emptied++;
        Object[] top;
        do {
            top = spare.get();
            slots[NEXT] = top;
        } while (!spare.compareAndSet(top, slots)); // with it the slots can be seen to be empty
    }

    /** Before the kernel sleeps: forgets the room that a burst has needed. */
    void clean() {
        if (emptied <= KEPT) {
            return;
        }
        emptied = 0;
        Object[] top = spare.getAndSet(null);
        Object[] last = top;
        for (int i = 1; i < KEPT && last != null; i++) {
            last = (Object[]) last[NEXT];
        }
        if (last != null) {
            last[NEXT] = null;
        }
        spare.set(top); // nobody else puts any there
    }
}
