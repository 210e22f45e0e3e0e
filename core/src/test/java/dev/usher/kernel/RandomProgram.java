package dev.usher.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One program: what is done on each event, by a source of chance of that event's own.
 *
 * @param seed decides all of it
 * @param trace what was seen and done
 * @param count of steps, of sessions born, and the number of the last timer
 */
record RandomProgram(long seed, List<String> trace, int[] count) {
    private static final int SESSIONS = 9;
    private static final int STEPS = 120;
    static final Duration DAY = Duration.ofDays(1); // longer than any program waits for its timers
    private static final List<String> SIGNALS = List.of("USER", "KILL", "DIE", "IDLE", "ZOMBIE"); // none of the system

    /**
     * What a handler can do, of either side, for the session whose handler it is. Timers are known by their numbers.
     */
    interface World {
        boolean post(int to, int payload);

        Object call(int to, int payload);

        int alarmSet(String event, long delayNs, int payload);

        int delaySet(String event, long delayNs, int payload);

        void alarm(String event, long delayNs, int payload);

        void delay(String event, long delayNs, int payload);

        void clear(String event);

        Errno remove(int timer);

        String take(int timer);

        String takeAll();

        String adjust(int timer, long ns, boolean fromNow);

        Errno alias(String name);

        Errno unalias(String name);

        String reference(int to, String tag, boolean more);

        int create(int payload);

        Errno detachChild(int child);

        Errno detachMyself();

        boolean signal(int to, String name, int payload);

        void sig(String name, boolean on);

        void sigHandled();

        boolean lives(int session);
    }

    /** Thrown by a handler; the number says which. */
    static final class Boom extends RuntimeException {
        private static final long serialVersionUID = 1;

        Boom(int number) {
            super("boom " + number, null, true, false);
        }

        /** With those that came second. */
        static String text(Throwable boom) {
            StringBuilder text = new StringBuilder(boom.getMessage());
            for (Throwable second : boom.getSuppressed()) {
                if (!(second instanceof CausedBy)) { // which a trace adds
                    text.append('(').append(text(second)).append(')');
                }
            }
            return text.toString();
        }
    }

    RandomProgram(long seed) {
        this(seed, new ArrayList<>(), new int[3]);
    }

    boolean isSpent() {
        return count[0] >= STEPS;
    }

    /** A handler's work. What it is told is written down, then what it does, each with what came of it. */
    Object handle(World world, int session, String event, int payload, String told) {
        trace.add(session + " " + event + " " + payload + " " + told);
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + payload * 1_009L + session);
        if (SIGNALS.contains(event) && random.nextInt(3) == 0) {
            world.sigHandled();
            trace.add("handled");
        }
        for (int n = random.nextInt(6); n > 0 && !isSpent(); n--) {
            count[0]++;
            act(world, session, random);
        }
        return "answer " + payload;
    }

    private void act(World world, int self, SplittableRandom random) {
        int other = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(count[1]);
        int timer = Math.max(0, count[2] - random.nextInt(8)); // one of the last, most of which have not fired
        int n = count[0];
        switch (random.nextInt(21)) {
            case 0 -> trace.add("yield " + world.post(self, n));
            case 1, 2, 3 -> trace.add("post " + world.post(other, n));
            case 4 -> trace.add("call " + other + " " + called(world, other, n, random.nextBoolean()));
            case 5 -> trace.add("call itself " + called(world, self, n, random.nextBoolean()));
            case 6, 7, 8 -> timed(world, random, n);
            case 9 -> trace.add("remove " + world.remove(timer));
            case 10 -> trace.add("take " + world.take(timer));
            case 11 -> trace.add("adjust " + world.adjust(timer, delay(random), random.nextBoolean()));
            case 12 -> named(world, random);
            case 13 -> trace.add("reference " + world.reference(other, "t" + random.nextInt(2), random.nextInt(5) < 2));
            case 14, 15 -> {
                if (count[1] < SESSIONS) {
                    trace.add("created " + world.create(n));
                }
            }
            case 16 -> trace.add("detach " + (random.nextBoolean() ? world.detachMyself() : world.detachChild(other)));
            case 17, 18 -> world.sig(SIGNALS.get(random.nextInt(SIGNALS.size())), random.nextInt(8) != 0);
            case 19 -> signalled(world, other, n, random);
            default -> rare(world, other, n, random);
        }
    }

    /** What a call answers, or what it throws if this catches it. */
    private static String called(World world, int to, int payload, boolean catches) {
        if (!catches) {
            return "" + world.call(to, payload);
        }
        try {
            return "" + world.call(to, payload);
        } catch (Boom boom) {
            return "caught " + boom.getMessage();
        }
    }

    private void timed(World world, SplittableRandom random, int n) {
        String event = random.nextBoolean() ? "tick" : "tock";
        long delay = delay(random);
        switch (random.nextInt(6)) {
            case 0 -> world.alarm(event, delay, n);
            case 1 -> world.delay(event, delay, n);
            case 2, 3 -> trace.add("alarm " + (count[2] = world.alarmSet(event, delay, n)));
            default -> trace.add("delay " + (count[2] = world.delaySet(event, delay, n)));
        }
    }

    private void named(World world, SplittableRandom random) {
        String name = "n" + random.nextInt(3);
        trace.add(name + " " + (random.nextInt(3) != 0 ? world.alias(name) : world.unalias(name)));
    }

    private void signalled(World world, int to, int n, SplittableRandom random) {
        String name = random.nextBoolean() ? "USER" : SIGNALS.get(random.nextInt(SIGNALS.size()));
        trace.add("signal " + name + " " + world.signal(to, name, n));
    }

    private void rare(World world, int other, int n, SplittableRandom random) {
        switch (random.nextInt(7)) {
            case 6 -> world.sigHandled(); // in vain, where no signal is being handled
            case 0 -> world.clear(random.nextBoolean() ? "tick" : "tock");
            case 1 -> trace.add("took " + world.takeAll());
            case 2, 3 -> trace.add(other + " lives " + world.lives(other));
            default -> throw new Boom(n);
        }
    }

    private static long delay(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> -5;
            case 2 -> random.nextInt(5); // strictly, as far apart as posts
            case 3 -> random.nextInt(3) * 1_000L;
            default -> random.nextLong(5_000_000_000L);
        };
    }
}
