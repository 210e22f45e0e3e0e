package dev.usher.kernel;

import java.util.Arrays;

/**
 * All alarms of a kernel, given back in exact order of (due, sequence). Not thread-safe.
 *
 * <p>An alarm due in a later bucket of 2^30 ns (1.07 s) is only linked into that bucket of a ring of 4096; when time
 * reaches the bucket its alarms move to what is near: a sorted run, to which an alarm due after all others is only
 * appended, and a 4-ary heap for the rest; the earlier of the two heads is the first alarm. So timeouts that never fire
 * cost a link and an unlink, and the heap stays a few entries deep. The ring covers 73 minutes; alarms of a later lap
 * stay in their bucket. Ids find their alarm without a map, and ids of alarms that are gone find nothing.
 */
final class Alarms {
    /** The id of no alarm ever. */
    static final long NO_ID = 0;

    private static final int BUCKET_SHIFT = 30;
    private static final int BUCKETS = 4096;
    private static final int BUCKET_MASK = BUCKETS - 1;

    private final Alarm[] buckets = new Alarm[BUCKETS];
    private final long[] occupied = new long[BUCKETS / Long.SIZE];
    private long sequence;
    private long quietUntil = Long.MAX_VALUE; // none is due, nor to be brought near, before
    private int count;
    private int far;
    private long reached; // the last bucket whose alarms are in the heap

    private Alarm[] heap = new Alarm[64];
    private int near; // in the heap
    private Alarm runHead; // sorted, before the heap: what is set later is mostly due later
    private Alarm runTail;

    private Alarm[] bySlot = new Alarm[64];
    private int slots;
    private Alarm free;

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    Alarm set(Session session, Event<?> event, Object payload, Event<?> from, long due, long behind) {
        Alarm alarm = free;
        if (alarm == null) {
            alarm = newAlarm();
        } else {
            free = alarm.next;
            alarm.next = null;
        }
        alarm.session = session;
        alarm.event = event;
        alarm.payload = payload;
        alarm.from = from;
        alarm.due = due;
        alarm.sequence = ++sequence;
        alarm.behind = behind;
        Alarm first = session.alarms;
        alarm.nextOfSession = first;
        if (first != null) {
            first.previousOfSession = alarm;
        }
        session.alarms = alarm;
        place(alarm);
        count++;
        return alarm;
    }

    /** The number of the alarm set last. */
    long lastSequence() {
        return sequence;
    }

    /** The alarm with an id, or null if it fired, was removed or never was. */
    Alarm find(long id) {
        int slot = (int) id;
        if (slot < 0 || slot >= slots) {
            return null;
        }
        Alarm alarm = bySlot[slot];
        return alarm.generation == (int) (id >>> 32) && alarm.place != Alarm.FREE ? alarm : null;
    }

    void adjust(Alarm alarm, long due, long behind) {
        displace(alarm);
        alarm.due = due;
        alarm.sequence = ++sequence;
        alarm.behind = behind;
        place(alarm);
    }

    /** Takes an alarm away and frees it. */
    void remove(Alarm alarm) {
        displace(alarm);
        count--;
        Alarm next = alarm.nextOfSession;
        Alarm previous = alarm.previousOfSession;
        if (previous == null) {
            alarm.session.alarms = next;
        } else {
            previous.nextOfSession = next;
        }
        if (next != null) {
            next.previousOfSession = previous;
        }
        alarm.nextOfSession = null;
        alarm.previousOfSession = null;
        alarm.session = null;
        alarm.payload = null;
        alarm.event = null;
        alarm.from = null;
        alarm.place = Alarm.FREE;
        alarm.generation = alarm.generation == Integer.MAX_VALUE ? 1 : alarm.generation + 1;
        alarm.next = free;
        free = alarm;
    }

    /** The first alarm due by now, or null. */
    Alarm due(long now) {
        long bucket = now >> BUCKET_SHIFT;
        if (bucket > reached) {
            reach(bucket);
        }
        Alarm first = first();
        if (first != null && first.due <= now) {
            return first;
        }
        quietUntil = nextDue();
        return null;
    }

    /** Whether none is due yet; false may also mean that {@link #due} has to be asked. Cheap. */
    boolean isQuiet(KernelTime time) {
        long until = quietUntil;
        return until == Long.MAX_VALUE || until > time.now();
    }

    /**
     * When to ask {@link #due} again if it had none: the first alarm's time or, while all are far, the start of their
     * first bucket.
     */
    long nextDue() {
        Alarm first = first();
        if (first != null) {
            return first.due;
        }
        return far == 0 ? Long.MAX_VALUE : reached + distance() << BUCKET_SHIFT;
    }

    /** The first of those that are not far, or null. */
    private Alarm first() {
        Alarm run = runHead;
        if (near == 0) {
            return run;
        }
        Alarm root = heap[0];
        return run == null || root.before(run) ? root : run;
    }

    private Alarm newAlarm() {
        if (slots == bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, slots * 2);
        }
        Alarm alarm = new Alarm(slots);
        bySlot[slots++] = alarm;
        return alarm;
    }

    private void place(Alarm alarm) {
        long bucket = alarm.due >> BUCKET_SHIFT;
        if (bucket > reached) {
            quietUntil = Math.min(quietUntil, bucket << BUCKET_SHIFT); // then it is to be brought near
            link(alarm, (int) bucket & BUCKET_MASK);
        } else {
            quietUntil = Math.min(quietUntil, alarm.due);
            push(alarm);
        }
    }

    private void displace(Alarm alarm) {
        if (alarm.place == Alarm.FAR) {
            unlink(alarm, (int) (alarm.due >> BUCKET_SHIFT) & BUCKET_MASK);
        } else if (alarm.place == Alarm.RUN) {
            leaveRun(alarm);
        } else {
            removeFromHeap(alarm.place);
        }
    }

    private void link(Alarm alarm, int bucket) {
        Alarm first = buckets[bucket];
        alarm.next = first;
        alarm.previous = null;
        if (first == null) {
            occupied[bucket >> 6] |= 1L << bucket;
        } else {
            first.previous = alarm;
        }
        buckets[bucket] = alarm;
        alarm.place = Alarm.FAR;
        far++;
    }

    private void unlink(Alarm alarm, int bucket) {
        Alarm next = alarm.next;
        Alarm previous = alarm.previous;
        if (previous != null) {
            previous.next = next;
        } else {
            buckets[bucket] = next;
            if (next == null) {
                occupied[bucket >> 6] &= ~(1L << bucket);
            }
        }
        if (next != null) {
            next.previous = previous;
        }
        alarm.next = null;
        alarm.previous = null;
        far--;
    }

    /** Time has come to a bucket: what it and all before it hold of this lap moves to the heap. */
    private void reach(long bucket) {
        while (far > 0) {
            long next = reached + distance();
            if (next > bucket) {
                break;
            }
            int index = (int) next & BUCKET_MASK;
            Alarm alarm = buckets[index];
            while (alarm != null) {
                Alarm following = alarm.next;
                if (alarm.due >> BUCKET_SHIFT <= bucket) {
                    unlink(alarm, index);
                    push(alarm);
                }
                alarm = following;
            }
            reached = next;
        }
        reached = bucket;
    }

    /** How many buckets after the reached one the first occupied one is: 1 to 4096. */
    private int distance() {
        int from = (int) (reached + 1) & BUCKET_MASK;
        int word = from >> 6;
        long bits = occupied[word] & -1L << from;
        for (int i = 0; i <= occupied.length; i++) {
            if (bits != 0) {
                int index = (word << 6) + Long.numberOfTrailingZeros(bits);
                return (index - from & BUCKET_MASK) + 1;
            }
            word = word + 1 & occupied.length - 1;
            bits = occupied[word];
        }
        throw new AssertionError("no bucket is occupied although " + far + " alarms are far");
    }

    /** Not far: behind the run if it is due after all of it, else into the heap. */
    private void push(Alarm alarm) {
        Alarm tail = runTail;
        if (tail == null || !alarm.before(tail)) {
            alarm.previous = tail;
            if (tail == null) {
                runHead = alarm;
            } else {
                tail.next = alarm;
            }
            runTail = alarm;
            alarm.place = Alarm.RUN;
            return;
        }
        if (near == heap.length) {
            heap = Arrays.copyOf(heap, near * 2);
        }
        up(alarm, near++);
    }

    private void leaveRun(Alarm alarm) {
        Alarm next = alarm.next;
        Alarm previous = alarm.previous;
        if (previous == null) {
            runHead = next;
        } else {
            previous.next = next;
        }
        if (next == null) {
            runTail = previous;
        } else {
            next.previous = previous;
        }
        alarm.next = null;
        alarm.previous = null;
    }

    private void removeFromHeap(int place) {
        Alarm last = heap[--near];
        heap[near] = null;
        if (place == near) {
            return;
        }
        if (place > 0 && last.before(heap[place - 1 >> 2])) {
            up(last, place);
        } else {
            down(last, place);
        }
    }

    private void up(Alarm alarm, int place) {
        Alarm[] h = heap;
        int i = place;
        while (i > 0) {
            int above = i - 1 >> 2;
            Alarm parent = h[above];
            if (!alarm.before(parent)) {
                break;
            }
            h[i] = parent;
            parent.place = i;
            i = above;
        }
        h[i] = alarm;
        alarm.place = i;
    }

    private void down(Alarm alarm, int place) {
        Alarm[] h = heap;
        int count = near;
        int i = place;
        for (int first = (i << 2) + 1; first < count; first = (i << 2) + 1) {
            int smallest = first;
            Alarm least = h[first];
            int end = Math.min(first + 4, count);
            for (int j = first + 1; j < end; j++) {
                if (h[j].before(least)) {
                    smallest = j;
                    least = h[j];
                }
            }
            if (!least.before(alarm)) {
                break;
            }
            h[i] = least;
            least.place = i;
            i = smallest;
        }
        h[i] = alarm;
        alarm.place = i;
    }
}
