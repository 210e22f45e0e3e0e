package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The heap and its far buckets, against a sorted map that is right by its looks. */
class AlarmsTest {
    private static final Event<Void> EVENT = Event.named("event");
    private static final long BUCKET = 1L << 30;
    private static final long LAP = BUCKET * 4096;

    /** What an alarm is ordered by. */
    private record Key(long due, long sequence) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byDue = Long.compare(due, other.due);
            return byDue != 0 ? byDue : Long.compare(sequence, other.sequence);
        }
    }

    private final Session session = new Session(Simulation.seeded(1).kernel(), 1, States.of(Object.class), null);
    private final Alarms alarms = new Alarms();

    private Alarm set(long due, long sequence) {
        return alarms.set(session, EVENT, null, null, due, sequence);
    }

    private List<Long> fireAll(long now) {
        List<Long> due = new ArrayList<>();
        for (Alarm alarm = alarms.due(now); alarm != null; alarm = alarms.due(now)) {
            due.add(alarm.due);
            alarms.remove(alarm);
        }
        return due;
    }

    @Test
    void shouldAgreeWithASortedMap() {
        long seed = Long.getLong("usher.seed", 1);
        int runs = Boolean.getBoolean("usher.nightly") ? 2_000 : 60;
        for (int run = 0; run < runs; run++) {
            new Model(seed + run).run(2_000);
        }
    }

    /** Random operations on both. */
    private final class Model {
        private final long seed;
        private final SplittableRandom random;
        private final Alarms alarms = new Alarms();
        private final TreeMap<Key, Long> expected = new TreeMap<>();
        private final List<Long> stale = new ArrayList<>();
        private long now;
        private long sequence;

        Model(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
        }

        void run(int operations) {
            try {
                for (int i = 0; i < operations; i++) {
                    operate();
                    assertEquals(expected.size(), alarms.count());
                    assertEquals(expected.isEmpty(), alarms.isEmpty());
                }
                now += 10 * LAP;
                fire();
                assertTrue(alarms.isEmpty());
                assertNull(session.alarms);
            } catch (Throwable e) {
                throw new AssertionError("to see it again: -Dusher.seed=" + seed, e);
            }
        }

        private void operate() {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    Key key = new Key(due(), ++sequence);
                    expected.put(
                            key,
                            alarms.set(session, EVENT, null, null, key.due, key.sequence)
                                    .id());
                }
                case 3 -> {
                    Map.Entry<Key, Long> entry = any();
                    if (entry != null) {
                        alarms.remove(alarms.find(entry.getValue()));
                        gone(entry.getKey());
                    }
                }
                case 4 -> {
                    Map.Entry<Key, Long> entry = any();
                    if (entry != null) {
                        Key key = new Key(due(), ++sequence);
                        alarms.adjust(alarms.find(entry.getValue()), key.due, key.sequence);
                        expected.remove(entry.getKey());
                        expected.put(key, entry.getValue());
                    }
                }
                case 5 -> stale.forEach(id -> assertNull(alarms.find(id)));
                default -> {
                    now += step();
                    fire();
                }
            }
        }

        private void fire() {
            while (!expected.isEmpty() && expected.firstKey().due <= now) {
                Alarm alarm = alarms.due(now);
                Map.Entry<Key, Long> first = expected.firstEntry();
                assertNotNull(alarm, "due " + first.getKey());
                assertEquals(first.getKey(), new Key(alarm.due, alarm.sequence));
                assertEquals(first.getValue(), alarm.id());
                alarms.remove(alarm);
                gone(first.getKey());
            }
            assertNull(alarms.due(now));
            if (!expected.isEmpty()) { // it may ask to be looked at sooner than needed, never later, never at once
                assertTrue(alarms.nextDue() <= expected.firstKey().due);
                assertTrue(alarms.nextDue() > now);
            }
        }

        private void gone(Key key) {
            stale.add(expected.remove(key));
            if (stale.size() > 100) {
                stale.subList(0, 50).clear();
            }
        }

        private Map.Entry<Key, Long> any() {
            Map.Entry<Key, Long> entry = expected.ceilingEntry(new Key(due(), 0));
            return entry == null ? expected.lastEntry() : entry;
        }

        private long due() {
            return switch (random.nextInt(6)) {
                case 0 -> now;
                case 1 -> now - random.nextLong(BUCKET);
                case 2 -> now + random.nextLong(1_000);
                case 3 -> now + random.nextLong(4 * BUCKET);
                case 4 -> now + random.nextLong(LAP);
                default -> now + random.nextLong(4 * LAP);
            };
        }

        private long step() {
            return switch (random.nextInt(10)) {
                case 0 -> 0;
                case 1, 2, 3 -> random.nextLong(1_000);
                case 4, 5, 6 -> random.nextLong(BUCKET);
                case 7, 8 -> random.nextLong(20 * BUCKET);
                default -> random.nextLong(2 * LAP);
            };
        }
    }

    @Test
    void shouldFireAtTheEdgesOfBucketsAndLaps() {
        List<Long> dues = new ArrayList<>();
        for (long edge : new long[] {0, BUCKET, 2 * BUCKET, 64 * BUCKET, LAP - BUCKET, LAP, LAP + BUCKET, 3 * LAP}) {
            for (long offset = edge == 0 ? 0 : -1; offset <= 1; offset++) {
                dues.add(edge + offset);
            }
        }
        for (int i = dues.size() - 1; i >= 0; i--) {
            set(dues.get(i), i);
        }

        List<Long> fired = new ArrayList<>();
        for (long due : dues) {
            assertEquals(List.of(), fireAll(due - 1), "too early, before " + due);
            fired.addAll(fireAll(due));
        }

        assertEquals(dues, fired);
    }

    @Test
    void shouldWakeUpOnceALapAtMostForAnAlarmOfManyLaps() {
        set(10 * LAP + 5, 1);
        int looks = 0;

        long now = 0;
        while (alarms.due(now) == null) {
            now = alarms.nextDue();
            looks++;
        }

        assertEquals(10 * LAP + 5, now);
        assertTrue(looks <= 12, looks + " looks");
    }

    @Test
    void shouldHandOutAPlaceAgainUnderAnotherId() {
        Alarm first = set(1, 1);
        long id = first.id();

        alarms.remove(first);
        Alarm second = set(1, 2);

        assertSame(first, second);
        assertNull(alarms.find(id));
        assertSame(second, alarms.find(second.id()));
        assertNull(alarms.find(Alarms.NO_ID));
        assertNull(alarms.find(Long.MIN_VALUE));
        assertNull(alarms.find(Long.MAX_VALUE));
    }

    @Test
    void shouldKeepManyAlarmsInOrder() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50_000; i++) {
            set(random.nextLong(2 * LAP), i);
        }

        List<Long> fired = fireAll(2 * LAP);

        assertEquals(50_000, fired.size());
        assertEquals(fired.stream().sorted().toList(), fired);
    }
}
