package dev.usher.kernel;

/**
 * One alarm, in the heap, in the run, in a far bucket or free. Reused; its generation tells ids of former uses from its
 * own.
 */
final class Alarm {
    static final int RUN = -3;
    static final int FREE = -2;
    static final int FAR = -1;

    final int slot;
    int generation = 1;

    long due; // nanoseconds of the kernel's time
    long sequence; // of alarms: the one set earlier goes first among those due at once
    long behind; // the number of the event that was to be posted next when it was set
    Session session;
    Event<?> event;
    Object payload;
    Event<?> from;

    int place = FREE; // index in the heap, or FAR, RUN or FREE
    Alarm next; // in the bucket, in the run or in the free list
    Alarm previous;
    Alarm nextOfSession;
    Alarm previousOfSession;

    Alarm(int slot) {
        this.slot = slot;
    }

    long id() {
        return (long) generation << 32 | slot;
    }

    boolean before(Alarm other) {
        return due < other.due || due == other.due && sequence < other.sequence;
    }
}
