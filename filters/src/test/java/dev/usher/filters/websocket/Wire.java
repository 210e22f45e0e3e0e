package dev.usher.filters.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import dev.usher.filter.Input;
import dev.usher.filters.FilterCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a reader must give for some bytes, however the network cuts them: whole, byte by byte, cut once at every place,
 * and with another frame behind. Not thread-safe.
 *
 * <pre>{@code
 * Wire.server().when(Frames.text("hi") + Frames.ping("x")).gives("text hi", "ping x");
 * }</pre>
 *
 * <p>Parts are compared as text; the parts of one message are one. An error stands in the list as "error 1002", and
 * what a streaming reader had given of a message before it does not count.
 */
final class Wire {
    private final Supplier<FrameReader> readers;

    private Wire(Supplier<FrameReader> readers) {
        this.readers = readers;
    }

    static Wire of(Supplier<FrameReader> readers) {
        return new Wire(readers);
    }

    static Wire server() {
        return new Wire(() -> new FrameReader(Role.SERVER));
    }

    static Wire client() {
        return new Wire(() -> new FrameReader(Role.CLIENT));
    }

    static Wire server(FrameLimits limits) {
        return new Wire(() -> new FrameReader(Role.SERVER, limits));
    }

    /** The same with messages in parts. */
    Wire streamed() {
        return new Wire(() -> readers.get().streamed());
    }

    Wire inflating(DeflateParameters agreed) {
        return new Wire(() -> readers.get().inflating(agreed));
    }

    Case when(String received) {
        return new Case(FilterCases.bytes(received));
    }

    /** Everything a reader gives for bytes that come in these pieces. */
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

        private Case(byte[] received) {
            this.received = received;
        }

        /** Both with messages whole and in parts. */
        void gives(String... parts) {
            List<String> expected = List.of(parts);
            for (Wire wire : List.of(Wire.this, streamed())) {
                wire.check(expected, received);
            }
        }

        /** Nothing yet: more bytes are needed. */
        void needsMore() {
            gives();
        }
    }

    private void check(List<String> expected, byte[] received) {
        assertParts(expected, transcript(List.of(received)), "whole");
        assertParts(expected, transcript(single(received)), "byte by byte");
        int step = 1 + received.length / 300;
        for (int at = 1; at < received.length; at += step) {
            List<byte[]> pieces =
                    List.of(Arrays.copyOfRange(received, 0, at), Arrays.copyOfRange(received, at, received.length));
            assertParts(expected, transcript(pieces), "cut at " + at);
        }
        String last = expected.isEmpty() ? "" : expected.get(expected.size() - 1);
        if (!expected.isEmpty()) {
            checkFollowing(expected, received, last.startsWith("error") || last.startsWith("close"));
        }
    }

    /** Another message stays in the window until it is asked for; behind the end it is dropped. */
    private void checkFollowing(List<String> expected, byte[] received, boolean ended) {
        byte[] following = FilterCases.bytes("whatever comes behind");
        Feed feed = new Feed();
        feed.receive(received);
        feed.receive(following);
        while (feed.given.size() < expected.size() && feed.takeOne()) {
            // one more
        }
        assertParts(expected, feed.given, "with other bytes behind");
        assertEquals(ended ? "" : FilterCases.text(following), feed.rest(), "other bytes behind");
    }

    private static List<byte[]> single(byte[] bytes) {
        List<byte[]> pieces = new ArrayList<>();
        for (byte b : bytes) {
            pieces.add(new byte[] {b});
        }
        return pieces;
    }

    private static void assertParts(List<String> expected, List<String> given, String how) {
        boolean same = expected.size() == given.size();
        for (int i = 0; same && i < expected.size(); i++) {
            String wanted = expected.get(i);
            same = wanted.startsWith("error ")
                    ? given.get(i).startsWith(wanted.substring(0, 10))
                            && given.get(i).contains(wanted.substring(10).trim())
                    : wanted.equals(given.get(i));
        }
        if (!same) {
            fail(how + ": expected " + expected + " but got " + given);
        }
    }

    final class Feed {
        private final FrameReader reader = readers.get();
        final List<String> given = new ArrayList<>();
        private final StringBuilder message = new StringBuilder();
        private Input input = new Input(1);

        void receive(byte[] chunk) {
            input = input.moveRest();
            input.append(chunk, 0, chunk.length);
        }

        void drain() {
            int most = given.size() + 3 * input.remaining() + 100_000;
            for (int turns = 0; takeOne(); turns++) {
                if (turns > most) {
                    fail("gives parts without end: " + given);
                }
            }
            int left = input.remaining();
            assertNull(reader.next(input), "a part that no new byte brought");
            assertEquals(left, input.remaining(), "bytes taken though no new byte came");
        }

        boolean takeOne() {
            WebSocketPart part;
            try {
                part = reader.next(input);
            } catch (WebSocketException e) {
                return given.add("error " + e.code() + " " + e.getMessage());
            }
            if (part instanceof Data data) {
                if (data.isFirst()) {
                    message.setLength(0);
                }
                message.append(data instanceof Text text ? text.text() : FilterCases.text(data.toByteArray()));
                if (data.isLast()) {
                    given.add((data instanceof Text ? "text " : "binary ") + message);
                }
            } else if (part instanceof Payload payload) {
                given.add((part instanceof Ping ? "ping " : "pong ") + FilterCases.text(payload.toByteArray()));
            } else if (part instanceof Close close) {
                given.add("close " + close.code() + " " + close.reason());
            }
            return part != null || reader.wantsTurn();
        }

        String rest() {
            return FilterCases.text(Arrays.copyOfRange(input.array(), input.position(), input.limit()));
        }
    }
}
