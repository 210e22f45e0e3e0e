package dev.usher.filters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.usher.filter.Input;
import dev.usher.filter.InputFilter;
import dev.usher.filters.FilterCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a parser of messages must give for some bytes, however the network cuts them: whole, byte by byte, cut once at
 * every place, and with another message behind. Not thread-safe.
 *
 * <pre>{@code
 * Wire.requests().when("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi").gives("POST / HTTP/1.1", "hi", END);
 * }</pre>
 *
 * <p>Parts are compared as text; pieces of content that follow each other are one, since their cuts mean nothing. An
 * error stands in the list as "400 some words of its message".
 */
final class Wire {
    /** In the list of expected parts: the one before was the last of its message. */
    static final String END = ".";

    private static final String ERROR = "error: ";
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: next\r\n\r\n";

    private final Supplier<? extends InputFilter<HttpPart>> parsers;
    private final Function<HttpPart, String> view;
    private final String next;
    private final String nextHead;

    private Wire(
            Supplier<? extends InputFilter<HttpPart>> parsers,
            Function<HttpPart, String> view,
            String next,
            String nextHead) {
        this.parsers = parsers;
        this.view = view;
        this.next = next;
        this.nextHead = nextHead;
    }

    static Wire requests() {
        return requests(HttpLimits.DEFAULT);
    }

    static Wire requests(HttpLimits limits) {
        return new Wire(() -> new RequestParser(limits), HttpPart::toString, NEXT, "GET /next HTTP/1.1");
    }

    static Wire of(Supplier<? extends InputFilter<HttpPart>> parsers, String next, String nextHead) {
        return new Wire(parsers, HttpPart::toString, next, nextHead);
    }

    /** Compares parts as something else than their text. */
    Wire seenAs(Function<HttpPart, String> newView) {
        return new Wire(parsers, newView, next, nextHead);
    }

    Case when(String received) {
        return new Case(received);
    }

    /** Everything a parser gives for bytes that come in these pieces. */
    List<String> transcript(List<byte[]> pieces) {
        Feed feed = new Feed();
        for (byte[] piece : pieces) {
            feed.receive(piece);
            feed.drain();
        }
        return feed.given;
    }

    final class Case {
        private final byte[] received;

        private Case(String received) {
            this.received = FilterCases.bytes(received);
        }

        /** Ends with {@link #END} or an error, or more bytes are needed. */
        void gives(String... parts) {
            List<String> expected = List.of(parts);
            check(expected, "whole", List.of(received));
            List<byte[]> single = new ArrayList<>();
            for (byte b : received) {
                single.add(new byte[] {b});
            }
            check(expected, "byte by byte", single);
            for (int at = 1; at < received.length; at++) {
                check(
                        expected,
                        "cut at " + at,
                        List.of(
                                Arrays.copyOfRange(received, 0, at),
                                Arrays.copyOfRange(received, at, received.length)));
            }
            if (!expected.isEmpty() && expected.get(expected.size() - 1).equals(END)) {
                checkNext(expected);
            }
        }

        /** Nothing yet: more bytes are needed. */
        void needsMore() {
            gives();
        }

        private void check(List<String> expected, String how, List<byte[]> pieces) {
            assertParts(expected, transcript(pieces), how);
        }

        /** The next message stays in the window until it is asked for, and is understood then. */
        private void checkNext(List<String> expected) {
            byte[] following = FilterCases.bytes(next);
            Feed feed = new Feed();
            feed.receive(received);
            feed.receive(following);
            long ends = expected.stream().filter(END::equals).count();
            while (feed.ends < ends && feed.takeOne()) {
                // one more
            }
            assertParts(expected, feed.given, "with another message behind");
            assertEquals(next, feed.rest(), "the other message is left in place");
            assertTrue(feed.takeOne());
            assertTrue(feed.given.contains(nextHead), () -> "the other message: " + feed.given);
        }
    }

    private static void assertParts(List<String> expected, List<String> given, String how) {
        boolean same = expected.size() == given.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = matches(expected.get(i), given.get(i));
        }
        if (!same) {
            fail(how + ": expected " + expected + " but got " + given);
        }
    }

    private static boolean matches(String expected, String given) {
        if (!given.startsWith(ERROR)) {
            return expected.equals(given);
        }
        int space = expected.indexOf(' ');
        return space == 3
                && given.startsWith(ERROR + expected.substring(0, space) + " ")
                && given.contains(expected.substring(space + 1));
    }

    /** Does what a wheel does: keeps the window, moves what is left of it to another place, asks until null. */
    private final class Feed {
        private final InputFilter<HttpPart> parser = parsers.get();
        private final List<String> given = new ArrayList<>();
        private Input input = new Input(1);
        private boolean inContent;
        private long ends;

        private void receive(byte[] chunk) {
            input = input.moveRest();
            input.append(chunk, 0, chunk.length);
        }

        private void drain() {
            int most = given.size() + 3 * input.remaining() + 4;
            while (takeOne()) {
                if (given.size() > most) {
                    fail("gives parts without end: " + given);
                }
            }
            int left = input.remaining();
            assertNull(parser.next(input), "a part that no new byte brought");
            assertEquals(left, input.remaining(), "bytes taken though no new byte came");
        }

        private boolean takeOne() {
            HttpPart part;
            try {
                part = parser.next(input);
            } catch (HttpException e) {
                inContent = false;
                return given.add(ERROR + e.status() + " " + e.getMessage());
            }
            if (part == null) {
                return false;
            }
            String text = view.apply(part);
            if (part instanceof Content && inContent) {
                given.set(given.size() - 1, given.get(given.size() - 1) + text);
            } else if (!(part instanceof Content) || !text.isEmpty()) {
                given.add(text);
            }
            inContent = part instanceof Content && !part.isLast();
            if (part.isLast()) {
                given.add(END);
                ends++;
            }
            return true;
        }

        private String rest() {
            return FilterCases.text(Arrays.copyOfRange(input.array(), input.position(), input.limit()));
        }
    }
}
