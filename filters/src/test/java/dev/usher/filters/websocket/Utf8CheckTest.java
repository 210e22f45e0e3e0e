package dev.usher.filters.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link Utf8Check} says what the JDK's decoder says, wherever the bytes are cut. Long with {@code usher.nightly}. */
class Utf8CheckTest {
    private static final int[] EDGES = {
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
        0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFF
    };
    private static final String[] TEXTS = {"plain ascii, ", "κόσμος", "日本語", "😀🎉", "é", "\u0000", "Ünï "};
    private static final boolean NIGHTLY = Boolean.getBoolean("usher.nightly");

    private final CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    private final CharBuffer characters = CharBuffer.allocate(4_096);
    private final Utf8Check check = new Utf8Check();

    private enum Verdict {
        RIGHT,
        CUT,
        WRONG
    }

    /** The decoder waits for the third byte of what cannot be right any more: so what is cut must have an end. */
    private Verdict expected(byte[] bytes) {
        Verdict decoded = decoded(bytes);
        if (decoded != Verdict.CUT) {
            return decoded;
        }
        for (int more = 1; more <= 3; more++) {
            byte[] least = Arrays.copyOf(bytes, bytes.length + more);
            byte[] most = least.clone();
            Arrays.fill(least, bytes.length, least.length, (byte) 0x80);
            Arrays.fill(most, bytes.length, most.length, (byte) 0xBF);
            if (decoded(least) == Verdict.RIGHT || decoded(most) == Verdict.RIGHT) {
                return Verdict.CUT;
            }
        }
        return Verdict.WRONG;
    }

    private Verdict decoded(byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        characters.clear();
        CoderResult result = decoder.reset().decode(input, characters, false);
        if (result.isError()) {
            return Verdict.WRONG;
        }
        return input.hasRemaining() ? Verdict.CUT : Verdict.RIGHT;
    }

    private Verdict found(byte[] bytes, int cut) {
        check.reset();
        boolean right = check.accepts(bytes, 0, cut) && check.accepts(bytes, cut, bytes.length);
        return !right ? Verdict.WRONG : check.isComplete() ? Verdict.RIGHT : Verdict.CUT;
    }

    private void compare(byte[] bytes) {
        Verdict expected = expected(bytes);
        for (int cut = 0; cut <= bytes.length; cut++) {
            Verdict found = found(bytes, cut);
            if (expected != found) {
                assertEquals(
                        expected, found, "cut at " + cut + ": " + HexFormat.of().formatHex(bytes));
            }
        }
    }

    /** Behind and before ASCII as well: there whole words are looked at. */
    private void compareInWords(byte[] sequence) {
        compare(sequence);
        for (int before = 0; before <= 8; before += 4) {
            byte[] bytes = new byte[before + sequence.length + 9];
            Arrays.fill(bytes, (byte) 'a');
            System.arraycopy(sequence, 0, bytes, before, sequence.length);
            compare(bytes);
        }
    }

    @Test
    void shouldAgreeOnEverySequenceOfUpToTwoBytes() {
        for (int a = 0; a < 256; a++) {
            compareInWords(new byte[] {(byte) a});
            for (int b = 0; b < 256; b++) {
                compareInWords(new byte[] {(byte) a, (byte) b});
            }
        }
    }

    @Test
    void shouldAgreeOnSequencesOfThreeAndFourBytes() {
        for (int a : EDGES) {
            for (int b : EDGES) {
                for (int c : EDGES) {
                    compareInWords(new byte[] {(byte) a, (byte) b, (byte) c});
                    for (int d : EDGES) {
                        compare(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
                    }
                }
            }
        }
    }

    /** Every lead byte with every second byte: where the rules differ. Nightly, every third and fourth byte too. */
    @Test
    void shouldAgreeOnEveryLeadAndSecondByte() {
        int step = NIGHTLY ? 1 : 37;
        for (int a = 0xC0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                for (int c = 0; c < 256; c += step) {
                    for (int d = 0; d < 256; d += step) {
                        byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d, 'x', 'x', 'x', 'x'};
                        Verdict expected = expected(bytes);
                        assertEquals(expected, found(bytes, 0));
                        assertEquals(expected, found(bytes, 2));
                    }
                }
            }
        }
    }

    @Test
    void shouldAgreeOnEveryCharacter() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                byte[] bytes = (Character.toString(c) + "12345678").getBytes(UTF_8);
                assertEquals(Verdict.RIGHT, found(bytes, 0));
                assertEquals(Verdict.RIGHT, found(bytes, 1));
            }
        }
    }

    @Test
    void shouldAgreeOnTextThatWasBrokenAtRandom() {
        long first = NIGHTLY ? System.nanoTime() : 1;
        for (int i = 0; i < (NIGHTLY ? 1_000_000 : 20_000); i++) {
            Random random = new Random(first + i);
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(8); j >= 0; j--) {
                text.append(TEXTS[random.nextInt(TEXTS.length)].repeat(1 + random.nextInt(3)));
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            for (int j = random.nextInt(3); j > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                compare(bytes);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + (first + i) + ": " + e.getMessage(), e);
            }
        }
    }
}
