package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.Outcome;
import dev.usher.kernel.RemovedAlarm;
import dev.usher.kernel.States;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * 06_queues, 01_array: the queue as its users see it, through timers. Order by priority and then by order of setting,
 * removal by id with its errors, removal by name, moving by a difference and to a time, and the same on a large scale.
 */
class Queues01ArrayTest extends SuiteCase {
    private static final Event<Object> ITEM = Event.any("item");
    private static final Event<Object> OTHER = Event.any("other");

    /** Fills the queue in a session's start; its items are written down as they come. */
    private void queue(Consumer<Context> fill) {
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> fill.accept(poe))
                        .on(ITEM, (me, poe, item) -> saw("" + item))
                        .on(OTHER, (me, poe, item) -> saw("other " + item)),
                null);
    }

    private static long put(Context poe, int priority) {
        return put(poe, priority, "" + priority);
    }

    private static long put(Context poe, int priority, Object item) {
        return poe.delaySet(ITEM, Duration.ofSeconds(priority), item);
    }

    private static String[] numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int n = from; n <= to; n++) {
            numbers.add("" + n);
        }
        return numbers.toArray(String[]::new);
    }

    @Test
    void shouldTakeFromTheFrontWhatWasPutInAnyOrder() {
        int[][] orders = {
            {1, 2, 3, 4, 5, 6, 7, 8, 9},
            {9, 8, 7, 6, 5, 4, 3, 2, 1},
            {5, 1, 9, 2, 8, 3, 7, 4, 6},
            {4, 5, 6, 1, 2, 3, 7, 9, 8}
        };
        for (int[] order : orders) {
            queue(poe -> {
                for (int priority : order) {
                    put(poe, priority);
                }
                assertEquals(order.length, kernel.counts().alarms());
            });

            runShows(numbers(1, 9));
        }
    }

    @Test
    void shouldKeepTheOrderOfEquals() {
        queue(poe -> {
            for (int i = 0; i < 50; i++) {
                put(poe, 1 + i % 3, i % 3 + "." + i / 3);
            }
        });

        kernel.run();

        List<String> expected = new ArrayList<>();
        for (int class_ = 0; class_ < 3; class_++) {
            for (int i = class_; i < 50; i += 3) {
                expected.add(class_ + "." + i / 3);
            }
        }
        shows(expected.toArray(String[]::new));
    }

    @Test
    void shouldRemoveTheFirstTheLastAndOneInTheMiddleAndNoneTwice() {
        queue(poe -> {
            Map<Integer, Long> ids = new HashMap<>();
            for (int priority = 9; priority >= 1; priority--) {
                ids.put(priority, put(poe, priority));
            }
            for (int priority : new int[] {1, 9, 5}) {
                Outcome<RemovedAlarm> removed = poe.alarmTake(ids.get(priority));
                assertEquals("" + priority, removed.value().payload());
                assertEquals(
                        simulation.clock().now().plusSeconds(priority),
                        removed.value().due());
                assertEquals(Errno.ESRCH, poe.alarmTake(ids.get(priority)).errno());
                assertEquals(Errno.ESRCH, poe.alarmRemove(ids.get(priority)));
            }
            assertEquals(6, kernel.counts().alarms());
        });

        runShows("2", "3", "4", "6", "7", "8");
    }

    @Test
    void shouldRefuseToRemoveOrMoveWhatIsAnothersAndLeaveItWhereItIs() {
        long[] id = new long[1];
        queue(poe -> {
            id[0] = put(poe, 2);
            put(poe, 3);
        });
        queue(poe -> {
            assertEquals(Errno.EPERM, poe.alarmRemove(id[0]));
            assertEquals(
                    Errno.EPERM, poe.alarmAdjust(id[0], Duration.ofSeconds(5)).errno());
            assertEquals(
                    Errno.EPERM, poe.delayAdjust(id[0], Duration.ofSeconds(5)).errno());
            put(poe, 1);
        });

        runShows("1", "2", "3");
    }

    @Test
    void shouldRemoveAllOfANameOrAllOfASession() {
        queue(poe -> {
            for (int i = 1; i <= 6; i++) {
                if (i % 2 == 0) {
                    put(poe, i);
                } else {
                    poe.delaySet(OTHER, Duration.ofSeconds(i), i);
                }
            }
            poe.alarmClear(ITEM);
            assertEquals(3, kernel.counts().alarms());
        });
        queue(poe -> {
            for (int i = 3; i >= 1; i--) {
                put(poe, i);
            }
            assertEquals(
                    List.of("1", "2", "3"),
                    poe.alarmRemoveAll().stream().map(RemovedAlarm::payload).toList());
        });

        runShows("other 1", "other 3", "other 5");
    }

    @Test
    void shouldMoveForwardsBackwardsAndPastBothEnds() {
        queue(poe -> {
            Instant now = simulation.clock().now();
            long one = put(poe, 1);
            long five = put(poe, 5);
            long nine = put(poe, 9);
            put(poe, 4);
            put(poe, 6);
            assertEquals(
                    now.plusSeconds(7),
                    poe.alarmAdjust(one, Duration.ofSeconds(6)).value());
            assertEquals(
                    now.plusSeconds(3),
                    poe.alarmAdjust(five, Duration.ofSeconds(-2)).value());
            assertEquals(
                    now.plusSeconds(2),
                    poe.delayAdjust(nine, Duration.ofSeconds(2)).value());
        });

        runShows("9", "5", "4", "6", "1");
    }

    @Test
    void shouldPutAMovedItemAfterItsNewEquals() {
        queue(poe -> {
            long a = put(poe, 1, "a");
            put(poe, 2, "b");
            put(poe, 2, "c");
            long d = put(poe, 3, "d");
            put(poe, 2, "e");
            poe.alarmAdjust(a, Duration.ofSeconds(1));
            poe.delayAdjust(d, Duration.ofSeconds(2));
        });

        runShows("b", "c", "e", "a", "d");
    }

    /** What the queue must hold: an item's time, and when it was put there. */
    private record Item(int number, long due, long order) {}

    @Test
    void shouldAgreeWithAListThroughThousandsOfRandomOperations() {
        for (long n = 1; n <= 5; n++) {
            long seed = n;
            SplittableRandom random = new SplittableRandom(seed);
            Map<Integer, Item> expected = new HashMap<>();
            List<Long> ids = new ArrayList<>();
            long[] order = {0};
            queue(poe -> {
                for (int step = 0; step < 4_000; step++) {
                    int number = ids.isEmpty() ? 0 : random.nextInt(ids.size());
                    switch (random.nextInt(8)) {
                        case 0 -> {
                            boolean there = expected.remove(number) != null;
                            assertEquals(
                                    there,
                                    !ids.isEmpty()
                                            && poe.alarmRemove(ids.get(number)).ok());
                        }
                        case 1 -> {
                            long by = random.nextLong(-3_000_000_000L, 3_000_000_000L);
                            Item item = expected.get(number);
                            assertEquals(
                                    item != null,
                                    !ids.isEmpty()
                                            && poe.alarmAdjust(ids.get(number), Duration.ofNanos(by))
                                                    .ok());
                            if (item != null) {
                                expected.put(number, new Item(number, item.due + by, ++order[0]));
                            }
                        }
                        case 2 -> {
                            long due = random.nextLong(100) * 100_000_000L;
                            if (expected.containsKey(number)) {
                                assertTrue(poe.delayAdjust(ids.get(number), Duration.ofNanos(due))
                                        .ok());
                                expected.put(number, new Item(number, due, ++order[0]));
                            }
                        }
                        default -> {
                            long due =
                                    random.nextLong(1_000) * (random.nextInt(5) == 0 ? 10_000_000_000L : 10_000_000L);
                            expected.put(ids.size(), new Item(ids.size(), due, ++order[0]));
                            ids.add(poe.delaySetNs(ITEM, due, ids.size()));
                        }
                    }
                    assertEquals(expected.size(), kernel.counts().alarms(), "seed " + seed + " step " + step);
                }
            });

            runShows(expected.values().stream()
                    .sorted(Comparator.comparingLong(Item::due).thenComparingLong(Item::order))
                    .map(item -> "" + item.number)
                    .toArray(String[]::new));
        }
    }
}
