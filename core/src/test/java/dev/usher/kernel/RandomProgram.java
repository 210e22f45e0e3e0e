package dev.usher.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One program: what is done on each event, by a source of chance of that event's own. */
record RandomProgram(long seed, List<String> trace, int[] count) {
    private static final int SESSIONS = 6;
    private static final int STEPS = 120;

    /** What a handler can do, of either side. Sessions are known by their numbers, timers by theirs. */
    interface World {
        void post(int from, int to, int payload);

        int timer(int session, long delayNs, int payload);

        boolean remove(int session, int timer);

        boolean adjust(int session, int timer, long delayNs);

        void clear(int session);

        boolean alias(int session, String name);

        boolean unalias(int session, String name);

        int create(int parent);

        boolean detach(int session);

        void kill(int from, int to);

        boolean lives(int session);
    }

    RandomProgram(long seed) {
        this(seed, new ArrayList<>(), new int[2]);
    }

    void handle(World world, int session, String event, int payload) {
        trace.add(session + " " + event + " " + payload);
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + payload);
        for (int n = random.nextInt(6); n > 0 && count[0] < STEPS; n--) {
            count[0]++;
            act(world, session, random);
        }
    }

    private void act(World world, int self, SplittableRandom random) {
        int other = 1 + random.nextInt(Math.max(1, count[1]));
        int timer = random.nextInt(30);
        String name = "n" + random.nextInt(3);
        switch (random.nextInt(14)) {
            case 0, 1 -> world.post(self, self, count[0]);
            case 2, 3, 4 -> world.post(self, other, count[0]);
            case 5, 6 -> trace.add("timer " + world.timer(self, delay(random), count[0]));
            case 7 -> trace.add("remove " + world.remove(self, timer));
            case 8 -> trace.add("adjust " + world.adjust(self, timer, delay(random)));
            case 9 -> trace.add(name + " " + world.alias(self, name));
            case 10 -> trace.add("no " + name + " " + world.unalias(self, name));
            case 11 -> {
                if (count[1] < SESSIONS) {
                    trace.add("created " + world.create(self));
                }
            }
            case 12 -> trace.add("detach " + world.detach(self));
            default -> {
                if (random.nextInt(4) == 0) {
                    world.kill(self, other);
                } else if (random.nextInt(3) == 0) {
                    world.clear(self);
                } else {
                    trace.add(other + " lives " + world.lives(other));
                }
            }
        }
    }

    private static long delay(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> -5;
            case 2 -> random.nextInt(3) * 1_000L;
            default -> random.nextLong(5_000_000_000L);
        };
    }
}
