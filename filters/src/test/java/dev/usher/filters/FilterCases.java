package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import dev.usher.filter.Input;
import dev.usher.filter.InputFilter;
import dev.usher.filter.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a filter must give for some bytes, however the network cuts them: whole, byte by byte, cut once at every place,
 * and with the bytes of a following record behind. Not thread-safe.
 *
 * <pre>{@code
 * FilterCases.of(LineFilter::new).when("a\nb\r\nc").gives("a", "b").leaves("c");
 * }</pre>
 *
 * <p>Bytes are written as text, one character a byte. Items are compared by equals, after a view if one is given.
 */
public final class FilterCases<I> {
    private final Supplier<? extends InputFilter<I>> filters;
    private final Function<? super I, ?> view;

    private FilterCases(Supplier<? extends InputFilter<I>> filters, Function<? super I, ?> view) {
        this.filters = filters;
        this.view = view;
    }

    /** @param filters gives a filter that remembers nothing, as often as asked */
    public static <I> FilterCases<I> of(Supplier<? extends InputFilter<I>> filters) {
        return new FilterCases<>(filters, item -> item);
    }

    /** Compares items as something else, such as the text of an array. */
    public FilterCases<I> seenAs(Function<? super I, ?> newView) {
        return new FilterCases<>(filters, newView);
    }

    /** What stands in the list of expected items for a {@link ProtocolException} with these words in its message. */
    public static Object refusal(String words) {
        return new Refusal(words);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public Case when(String received) {
        return new Case(bytes(received));
    }

    private record Refusal(String words) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Refusal refusal && (refusal.words.contains(words) || words.contains(refusal.words));
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    /** One case; {@link #leaves} runs it. */
    public final class Case {
        private final byte[] received;
        private List<?> expected = List.of();
        private byte[] following;

        private Case(byte[] received) {
            this.received = received;
        }

        public Case gives(Object... items) {
            expected = List.of(items);
            return this;
        }

        /** Bytes of a following record; unless given, and if nothing is left, those of this case once more. */
        public Case followedBy(String bytes) {
            following = bytes(bytes);
            return this;
        }

        public void leavesNothing() {
            leaves("");
        }

        public void leaves(String rest) {
            check("whole", rest, received);
            check("byte by byte", rest, cutEverywhere(received));
            for (int at = 1; at < received.length; at++) {
                check("cut at " + at, rest, part(received, 0, at), part(received, at, received.length));
            }
            if (following == null && rest.isEmpty()) {
                following = received;
            }
            if (following != null) {
                checkFollowing();
            }
        }

        private void check(String how, String rest, byte[]... chunks) {
            Feed feed = new Feed();
            for (byte[] chunk : chunks) {
                feed.receive(chunk);
                feed.drain();
            }
            assertEquals(expected, feed.given, how);
            assertEquals(rest, feed.rest(), how + ": what is left");
        }

        /** A filter may be switched after any item, so it must not have taken a byte of the next. */
        private void checkFollowing() {
            Feed feed = new Feed();
            feed.receive(received);
            feed.receive(following);
            while (feed.given.size() < expected.size() && feed.takeOne()) {
                // one more
            }
            assertEquals(expected, feed.given, "with a following record");
            assertEquals(text(following), feed.rest(), "the following record is left in place");
        }
    }

    /** Does what a wheel does: keeps the window, moves what is left of it to another place, asks until null. */
    private final class Feed {
        private final InputFilter<I> filter = filters.get();
        private final List<Object> given = new ArrayList<>();
        private Input input = new Input(1);

        private void receive(byte[] chunk) {
            input = input.moveRest();
            input.append(chunk, 0, chunk.length);
        }

        private void drain() {
            int most = given.size() + input.remaining() + 2;
            while (takeOne()) {
                if (given.size() > most) {
                    fail("gives items without end: " + given);
                }
            }
            int left = input.remaining();
            assertNull(filter.next(input), "an item that no new byte brought");
            assertEquals(left, input.remaining(), "bytes taken though no new byte came");
        }

        private boolean takeOne() {
            try {
                I item = filter.next(input);
                return item != null && given.add(view.apply(item));
            } catch (ProtocolException e) {
                return given.add(new Refusal(e.getMessage()));
            }
        }

        private String rest() {
            return text(Arrays.copyOfRange(input.array(), input.position(), input.limit()));
        }
    }

    private static byte[][] cutEverywhere(byte[] bytes) {
        byte[][] chunks = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) {
            chunks[i] = new byte[] {bytes[i]};
        }
        return chunks;
    }

    private static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
