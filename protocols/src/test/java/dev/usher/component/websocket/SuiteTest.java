package dev.usher.component.websocket;

import static dev.usher.component.websocket.Octets.BINARY;
import static dev.usher.component.websocket.Octets.CLOSE;
import static dev.usher.component.websocket.Octets.CONTINUATION;
import static dev.usher.component.websocket.Octets.FIN;
import static dev.usher.component.websocket.Octets.PING;
import static dev.usher.component.websocket.Octets.PONG;
import static dev.usher.component.websocket.Octets.TEXT;
import static dev.usher.component.websocket.Octets.chopped;
import static dev.usher.component.websocket.Octets.closing;
import static dev.usher.component.websocket.Octets.fragments;
import static dev.usher.component.websocket.Octets.frame;
import static dev.usher.component.websocket.Octets.hex;
import static dev.usher.component.websocket.Octets.join;
import static dev.usher.component.websocket.Octets.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.FrameLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An echo server under what the sections of the usual conformance suite for WebSocket ask of it: 1 framing, 2 pings, 3
 * reserved bits, 4 opcodes, 5 fragments, 6 UTF-8, 7 closing, 9 size, 10 fragments of one size. Sections 12 and 13 are
 * {@link DeflateSuiteTest}. Strict: what is answered, and nothing else.
 */
class SuiteTest extends WebSocketCase {
    private static final int MOST = 16 << 20;

    /** What is sent, in which pieces, and what must have come back then. A close is compared by its code. */
    private record Case(String name, List<byte[]> pieces, List<String> answers) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case whole(String name, byte[] octets, String... answers) {
        return new Case(name, List.of(octets), List.of(answers));
    }

    private static Case cut(String name, byte[] octets, int size, String... answers) {
        return new Case(name, chopped(octets, size), List.of(answers));
    }

    /** In one piece, and octet by octet. */
    private static Stream<Case> both(String name, byte[] octets, String... answers) {
        return Stream.of(whole(name, octets, answers), cut(name + ", by octets", octets, 1, answers));
    }

    private void check(Case wanted) {
        WebSocketServer.at(PORT)
                .limits(new FrameLimits(MOST, MOST, Integer.MAX_VALUE))
                .maxSendSize(MOST)
                .rates(0, 0, 0)
                .deflate(DeflateOptions.DEFAULT)
                .onMessage((connection, poe, message) -> connection.send(message))
                .start(kernel);
        Peer peer = peer();
        List<String> frames = new ArrayList<>();

        for (byte[] piece : wanted.pieces) {
            peer.client.send(piece);
            run();
        }
        for (String frame : peer.frames()) {
            frames.add(frame.startsWith("close ") ? frame.substring(0, 10) : frame);
        }

        assertEquals(wanted.answers, frames);
        boolean ends = !frames.isEmpty() && frames.get(frames.size() - 1).startsWith("close ");
        assertEquals(ends, peer.client.isClosedByPeer(), "the server closes first, and only then");
    }

    // ---- 1, 9, 10: sizes

    static Stream<Case> sizes() {
        List<Case> cases = new ArrayList<>();
        for (int size : new int[] {0, 125, 126, 127, 128, 65_535, 65_536}) {
            cases.add(whole("1.1 text of " + size, frame(FIN | TEXT, "*".repeat(size)), "*".repeat(size)));
            cases.add(whole("1.2 binary of " + size, frame(FIN | BINARY, new byte[size]), "binary " + size));
        }
        cases.add(cut("1.1.8", frame(FIN | TEXT, "*".repeat(65_536)), 997, "*".repeat(65_536)));
        cases.add(cut("1.2.8", frame(FIN | BINARY, new byte[65_536]), 997, "binary 65536"));
        for (int size = 1 << 16; size <= MOST; size *= 4) {
            cases.add(whole("9.1 text of " + size, frame(FIN | TEXT, "*".repeat(size)), "*".repeat(size)));
            cases.add(whole("9.2 binary of " + size, frame(FIN | BINARY, new byte[size]), "binary " + size));
        }
        for (int size = 64; size <= 4 << 20; size *= 4) {
            byte[] message = new byte[4 << 20];
            cases.add(whole("9.4 in frames of " + size, fragments(BINARY, message, size), "binary " + message.length));
            Arrays.fill(message, (byte) 'x');
            String text = "x".repeat(message.length);
            cases.add(whole("9.3 in frames of " + size, fragments(TEXT, message, size), text));
        }
        for (int size = 64; size <= 2_048; size *= 2) {
            byte[] message = new byte[1 << 20];
            cases.add(cut("9.6 in pieces of " + size, frame(FIN | BINARY, message), size, "binary 1048576"));
            Arrays.fill(message, (byte) 'x');
            cases.add(cut("9.5 in pieces of " + size, frame(FIN | TEXT, message), size, "x".repeat(1 << 20)));
        }
        for (int size : new int[] {0, 16, 64, 256, 1_024, 4_096}) {
            List<byte[]> trips = Stream.generate(() -> frame(FIN | TEXT, "y".repeat(size)))
                    .limit(1_000)
                    .toList();
            cases.add(new Case(
                    "9.7 round trips of " + size,
                    trips,
                    trips.stream().map(trip -> "y".repeat(size)).toList()));
            List<byte[]> binary = Stream.generate(() -> frame(FIN | BINARY, new byte[size]))
                    .limit(1_000)
                    .toList();
            cases.add(new Case(
                    "9.8 round trips of " + size,
                    binary,
                    binary.stream().map(trip -> "binary " + size).toList()));
        }
        cases.add(whole("10.1.1", fragments(TEXT, utf8("*".repeat(65_536)), 1_300), "*".repeat(65_536)));
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sizes")
    @Row("W126")
    void shouldEchoMessagesOfEverySize(Case wanted) {
        check(wanted);
    }

    // ---- 2: pings and pongs

    static Stream<Case> pings() {
        byte[] ten = new byte[0];
        String[] answers = new String[10];
        for (int i = 0; i < 10; i++) {
            ten = join(ten, frame(FIN | PING, "payload-" + i));
            answers[i] = "pong payload-" + i;
        }
        byte[] odd = hex("00 ff fe fd fc fb 00 ff");
        String shown = new String(odd, UTF_8);
        return Stream.of(
                        both("2.1 empty", frame(FIN | PING, ""), "pong "),
                        both("2.2 text", frame(FIN | PING, "Hello, world!"), "pong Hello, world!"),
                        both("2.3 binary", frame(FIN | PING, odd), "pong " + shown),
                        both("2.4, 2.6 the longest", frame(FIN | PING, "e".repeat(125)), "pong " + "e".repeat(125)),
                        both("2.5 too long", frame(FIN | PING, "e".repeat(126)), "close 1002"),
                        both("2.7 pong unasked", frame(FIN | PONG, "")),
                        both("2.8 pong unasked with payload", frame(FIN | PONG, "unasked")),
                        both(
                                "2.9 pong unasked, then ping",
                                join(frame(FIN | PONG, "unasked"), frame(FIN | PING, "p")),
                                "pong p"),
                        both("2.10, 2.11 ten pings", ten, answers))
                .flatMap(cases -> cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pings")
    @Row("W126")
    void shouldAnswerPings(Case wanted) {
        check(wanted);
    }

    // ---- 3, 4: reserved bits and opcodes

    static Stream<Case> reserved() {
        List<Stream<Case>> cases = new ArrayList<>();
        byte[] hello = frame(FIN | TEXT, "hello");
        for (int bits = 1; bits < 8; bits++) {
            if (bits == 4) {
                continue; // RSV1 was agreed on: it stands for compression
            }
            for (int opcode : new int[] {TEXT, BINARY, PING, PONG, CLOSE}) {
                byte[] wrong = frame(FIN | bits << 4 | opcode, "");
                cases.add(both("3 bits " + bits + " of opcode " + opcode, wrong, "close 1002"));
                cases.add(both(
                        "3 bits " + bits + " of opcode " + opcode + " behind a text",
                        join(hello, wrong, frame(FIN | PING, "late")),
                        "hello",
                        "close 1002"));
            }
        }
        for (int opcode : new int[] {PING, PONG, CLOSE, CONTINUATION}) {
            cases.add(both("3 RSV1 of opcode " + opcode, frame(FIN | 0x40 | opcode, ""), "close 1002"));
        }
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            cases.add(both("4 opcode " + opcode, frame(FIN | opcode, ""), "close 1002"));
            cases.add(both("4 opcode " + opcode + " with payload", frame(FIN | opcode, "reserved"), "close 1002"));
            cases.add(both(
                    "4 opcode " + opcode + " behind a text",
                    join(hello, frame(FIN | opcode, ""), frame(FIN | PING, "late")),
                    "hello",
                    "close 1002"));
        }
        return cases.stream().flatMap(some -> some);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Row("W126")
    void shouldRefuseWhatIsReserved(Case wanted) {
        check(wanted);
    }

    // ---- 5: fragments

    static Stream<Case> fragmented() {
        byte[] one = frame(TEXT, "one");
        byte[] two = frame(FIN | CONTINUATION, "two");
        byte[] ping = frame(FIN | PING, "ping");
        byte[] more = frame(CONTINUATION, "more");
        return Stream.of(
                        both("5.1 ping", join(frame(PING, "a"), frame(FIN | CONTINUATION, "b")), "close 1002"),
                        both("5.2 pong", join(frame(PONG, "a"), frame(FIN | CONTINUATION, "b")), "close 1002"),
                        both("5.3 to 5.5 two", join(one, two), "onetwo"),
                        both("5.6 to 5.8 ping between", join(one, ping, two), "pong ping", "onetwo"),
                        both("5.9 to 5.11 nothing to continue", join(two, frame(FIN | TEXT, "x")), "close 1002"),
                        both("5.12 to 5.14 the same, not last", join(more, frame(FIN | TEXT, "x")), "close 1002"),
                        both("5.15 one frame more", join(one, two, more), "onetwo", "close 1002"),
                        both("5.16 begins with a continuation", join(more, one, two), "close 1002"),
                        both("5.17 the same, last", join(two, one, two), "close 1002"),
                        both("5.18 a text in a text", join(one, frame(FIN | TEXT, "x")), "close 1002"),
                        both("5.18 bytes in a text", join(one, frame(FIN | BINARY, "x")), "close 1002"),
                        both(
                                "5.19, 5.20 five with pings",
                                join(one, more, ping, more, ping, more, two),
                                "pong ping",
                                "pong ping",
                                "onemoremoremoretwo"),
                        both("empty ones", join(frame(TEXT, ""), frame(CONTINUATION, ""), frame(FIN, "")), ""),
                        both("a close between", join(one, closing(1000, new byte[0]), two), "close 1000"))
                .flatMap(cases -> cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fragmented")
    @Row("W126")
    void shouldPutFragmentsTogetherAndNothingElse(Case wanted) {
        check(wanted);
    }

    // ---- 6: UTF-8

    static Stream<Case> texts() {
        List<Stream<Case>> cases = new ArrayList<>();
        int[] points = {
            0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x10FFFF, 0xFDD0, 0x1FFFE,
            0x1FFFF, 0x2FFFE, 0x3FFFF, 0x5FFFE, 0x8FFFF, 0xFFFFE, 0x10FFFE
        };
        List<String> right = new ArrayList<>(List.of(
                "", "Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!", "\u03ba\u1f79\u03c3\u03bc\u03b5"));
        for (int point : points) {
            right.add(Character.toString(point));
            right.add("before " + Character.toString(point) + " after");
        }
        for (String text : right) {
            byte[] octets = utf8(text);
            cases.add(both("6 " + text, frame(FIN | TEXT, octets), text));
            cases.add(Stream.of(whole("6 frames of an octet " + text, fragments(TEXT, octets, 1), text)));
        }
        for (String wrong : new String[] {
            "80",
            "bf",
            "80bf",
            "80bf80bf80",
            "c0",
            "c1",
            "c080",
            "c0af",
            "c1bf",
            "c320",
            "e020",
            "e08080",
            "e080af",
            "e09fbf",
            "e28220",
            "eda080",
            "edadbf",
            "edae80",
            "edafbf",
            "edb080",
            "edbfbf",
            "eda080edb080",
            "edafbfedbfbf",
            "f0808080",
            "f08080af",
            "f08fbfbf",
            "f0908020",
            "f4908080",
            "f5808080",
            "f7bfbfbf",
            "f888808080",
            "fbbfbfbfbf",
            "fc8480808080",
            "fdbfbfbfbfbf",
            "fe",
            "ff",
            "fefeffff"
        }) {
            for (String before : new String[] {"", "\u03ba\u1f79\u03c3\u03bc\u03b5", "0123456789".repeat(5)}) {
                byte[] octets = join(utf8(before), hex(wrong), utf8("behind"));
                String name = "6 wrong " + wrong + " behind " + before.length();
                cases.add(Stream.of(
                        whole(name, frame(FIN | TEXT, octets), "close 1007"),
                        whole(name + ", frames of an octet", fragments(TEXT, octets, 1), "close 1007")));
            }
        }
        for (String half : new String[] {"ce", "cebae1", "cebae1bd", "f0", "f090", "f09080", "ed9f", "f48fbf"}) {
            cases.add(both("6 ends too early " + half, frame(FIN | TEXT, hex(half)), "close 1007"));
            cases.add(both(
                    "6 ends too early in its last frame " + half,
                    join(frame(TEXT, hex(half)), frame(FIN, "")),
                    "close 1007"));
        }
        return cases.stream().flatMap(some -> some);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("texts")
    @Row("W126")
    void shouldTakeTextsOfUtf8Only(Case wanted) {
        check(wanted);
    }

    /** 6.4: what cannot become right is refused at once, be it that frame and message have not ended. */
    static Stream<Case> hopeless() {
        byte[] before = hex("cebae1bdb9cf83cebcceb5");
        byte[] whole = frame(FIN | TEXT, join(before, hex("f4908080"), utf8("edited")));
        byte[] cutAtTheWrongOctet = Arrays.copyOf(whole, 6 + before.length + 2);
        return Stream.of(
                new Case(
                        "6.4.1 in a fragment",
                        List.of(frame(TEXT, before), frame(CONTINUATION, hex("f4908080"))),
                        List.of("close 1007")),
                new Case(
                        "6.4.2 in a fragment, cut in the character",
                        List.of(frame(TEXT, join(before, hex("f4"))), frame(CONTINUATION, hex("90"))),
                        List.of("close 1007")),
                new Case("6.4.3, 6.4.4 in a frame", chopped(cutAtTheWrongOctet, 7), List.of("close 1007")),
                new Case("by octets", chopped(cutAtTheWrongOctet, 1), List.of("close 1007")),
                new Case("not an octet before", chopped(Arrays.copyOf(whole, 6 + before.length + 1), 1), List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hopeless")
    @Row({"W84", "W126"})
    void shouldRefuseATextAtItsFirstWrongOctet(Case wanted) {
        check(wanted);
    }

    // ---- 7: closing

    static Stream<Case> closes() {
        List<Stream<Case>> cases = new ArrayList<>();
        byte[] hello = frame(FIN | TEXT, "hello");
        byte[] normal = closing(1000, new byte[0]);
        cases.add(both("7.1.1", join(hello, normal), "hello", "close 1000"));
        cases.add(both("7.1.2 twice", join(normal, normal), "close 1000"));
        cases.add(both("7.1.3 ping behind", join(normal, frame(FIN | PING, "")), "close 1000"));
        cases.add(both("7.1.4 text behind", join(normal, hello), "close 1000"));
        cases.add(both("7.1.5 in a message", join(frame(TEXT, "a"), normal, frame(FIN, "b")), "close 1000"));
        cases.add(Stream.of(whole(
                "7.1.6 behind much",
                join(frame(FIN | TEXT, "B".repeat(256 << 10)), hello, normal, frame(FIN | PING, "")),
                "B".repeat(256 << 10),
                "hello",
                "close 1000")));
        cases.add(both("7.3.1 empty", frame(FIN | CLOSE, ""), "close 1005"));
        cases.add(both("7.3.2 one octet", frame(FIN | CLOSE, "a"), "close 1002"));
        cases.add(both("7.3.4 with a reason", closing(1000, utf8("Hello World!")), "close 1000"));
        cases.add(both("7.3.5 the longest reason", closing(1000, utf8("*".repeat(123))), "close 1000"));
        cases.add(both("7.3.6 too long", closing(1000, utf8("*".repeat(124))), "close 1002"));
        cases.add(
                both("7.5.1 reason is no UTF-8", closing(1000, hex("cebae1bdb9cf83eda080656469746564")), "close 1007"));
        for (int code : new int[] {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 3000, 3999, 4000, 4999}) {
            cases.add(both("7.7 code " + code, closing(code, new byte[0]), "close " + code));
        }
        // 1010 is a client's word: a server that may not say it answers with 1000 (RFC 6455 §7.4.1).
        cases.add(both("7.7 code 1010", closing(1010, new byte[0]), "close 1000"));
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535}) {
            cases.add(both("7.9, 7.13 code " + code, closing(code, new byte[0]), "close 1002"));
            cases.add(both("7.9, 7.13 code and reason " + code, closing(code, utf8("why")), "close 1002"));
        }
        return cases.stream().flatMap(some -> some);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("closes")
    @Row({"W123", "W126"})
    void shouldCloseAsItIsAsked(Case wanted) {
        check(wanted);
    }

    /** Every section is there, and no table has lost its rows. */
    @org.junit.jupiter.api.Test
    void shouldHaveAsManyCasesAsTheSuite() {
        long cases = Stream.of(sizes(), pings(), reserved(), fragmented(), texts(), hopeless(), closes())
                .mapToLong(Stream::count)
                .sum();

        assertTrue(cases >= 301, "301 without those on compression, and not " + cases);
    }
}
