package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a filter puts, it gives back, whatever the items are and however the network cuts their bytes: tried with random
 * items and random cuts. Not thread-safe.
 *
 * <p>Every build tries the same seeds. With the system property {@code usher.nightly} set to {@code true} there are
 * many more, different each time. A failure names its seed; {@code -Dusher.seed=N} tries that one alone.
 */
public final class RoundTrip {
    private static final int SHORT = 200;
    private static final int LONG = 50_000;
    private static final int MOST_ITEMS = 20;

    private RoundTrip() {}

    /**
     * @param filters gives a filter that remembers nothing, as often as asked
     * @param items makes an item
     * @param view what of an item is compared
     */
    public static <T> void check(
            Supplier<? extends Filter<T, T>> filters, Function<Random, T> items, Function<T, ?> view) {
        String wanted = System.getProperty("usher.seed");
        if (wanted != null) {
            check(Long.parseLong(wanted), filters, items, view);
            return;
        }
        boolean nightly = Boolean.getBoolean("usher.nightly");
        long first = nightly ? System.nanoTime() : 1;
        for (int i = 0; i < (nightly ? LONG : SHORT); i++) {
            check(first + i, filters, items, view);
        }
    }

    private static <T> void check(
            long seed, Supplier<? extends Filter<T, T>> filters, Function<Random, T> items, Function<T, ?> view) {
        try {
            Random random = new Random(seed);
            List<Object> sent = new ArrayList<>();
            Output out = new Output(0);
            Filter<T, T> sender = filters.get();
            for (int i = random.nextInt(MOST_ITEMS + 1); i > 0; i--) {
                T item = items.apply(random);
                sent.add(view.apply(item));
                sender.put(item, out);
            }

            assertEquals(sent, receive(out.toByteArray(), random, filters.get(), view));
        } catch (AssertionError | RuntimeException e) {
            System.err.println("failing seed: -Dusher.seed=" + seed);
            throw new AssertionError("replay with -Dusher.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private static <T> List<Object> receive(byte[] bytes, Random random, Filter<T, T> receiver, Function<T, ?> view) {
        List<Object> received = new ArrayList<>();
        Input input = new Input(random.nextInt(64));
        // Some peers send a byte at a time, some everything at once.
        int longest = 1 + random.nextInt(Math.max(1, random.nextInt(bytes.length + 1)));
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(longest));
            input.append(bytes, at, length);
            at += length;
            for (T item = receiver.next(input); item != null; item = receiver.next(input)) {
                received.add(view.apply(item));
            }
            if (random.nextBoolean()) {
                input = input.moveRest();
            }
        }
        assertEquals(0, input.remaining(), "bytes left behind the last item");
        return received;
    }
}
