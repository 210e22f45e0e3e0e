package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filters.bayeux.ChannelName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChannelTreeTest {
    private final ChannelTree tree = new ChannelTree();

    private static Subscription to(String channel) {
        return new Subscription(null, channel, Subscription.DELIVER, true, Instant.EPOCH);
    }

    private List<String> matches(String channel) {
        List<String> found = new ArrayList<>();
        tree.match(channel, subscription -> found.add(subscription.channel()));
        return found;
    }

    @Test
    void shouldFindTheMostSpecificFirst() {
        for (String pattern : List.of("/**", "/a/**", "/a/b/*", "/a/b/c", "/a/b/**", "/*", "/a/*", "/a/b")) {
            tree.add(to(pattern));
        }

        assertEquals(List.of("/a/b/c", "/a/b/*", "/a/b/**", "/a/**", "/**"), matches("/a/b/c"));
        assertEquals(List.of("/*", "/**"), matches("/x"));
        assertEquals(List.of("/a/**", "/**"), matches("/a/x/y/z/0/1/2/3/4/5"));
    }

    @Test
    void shouldFindWhatMatchingOneByOneFinds() {
        Random random = new Random(7);
        List<Subscription> all = new ArrayList<>();
        String[] ends = {"", "", "/*", "/**"};
        for (int i = 0; i < 3_000; i++) {
            if (random.nextInt(3) > 0 || all.isEmpty()) {
                Subscription subscription = to(name(random) + ends[random.nextInt(4)]);
                tree.add(subscription);
                all.add(subscription);
            } else {
                tree.remove(all.remove(random.nextInt(all.size())));
            }
            String channel = name(random);

            List<String> expected = all.stream()
                    .map(Subscription::channel)
                    .filter(pattern -> ChannelName.matches(channel, pattern))
                    .sorted()
                    .toList();
            assertEquals(expected, matches(channel).stream().sorted().toList(), channel);
            assertEquals(
                    all.stream()
                            .map(Subscription::channel)
                            .collect(Collectors.toCollection(TreeSet::new))
                            .size(),
                    tree.channels());
        }
        all.forEach(tree::remove);
        assertEquals(0, tree.channels());
        assertEquals(List.of(), matches("/a"));
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
            name.append('/').append((char) ('a' + random.nextInt(3)));
        }
        return name.toString();
    }

    @Test
    void shouldAllowChangesWhileItTells() {
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(to("/a"));
            tree.add(all.get(i));
        }
        List<Subscription> told = new ArrayList<>();

        tree.match("/a", subscription -> {
            told.add(subscription);
            if (told.size() == 1) {
                all.subList(1, 9).forEach(tree::remove);
                tree.add(to("/a"));
            }
        });

        assertEquals(List.of(all.get(0), all.get(9)), told);
        assertEquals(3, matches("/a").size());
    }

    @Test
    void shouldKeepWhatIsToBeKept() {
        tree.keep("/a/b", true);
        Subscription subscription = to("/a/b");

        assertTrue(tree.exists("/a/b"));
        assertFalse(tree.exists("/a"));
        assertFalse(tree.add(subscription));
        assertFalse(tree.remove(subscription));
        assertEquals(1, tree.channels());
        tree.keep("/a/b", false);
        assertEquals(0, tree.channels());
        assertFalse(tree.exists("/a/b"));
    }
}
