package dev.usher.filters.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Output;
import dev.usher.filters.FilterCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * {@link FrameReader}: frames that were right before something was changed in them. It gives parts or refuses, never
 * anything else, never without end, and the same whatever the cuts, whole or in parts. Every build tries the same
 * seeds; with the system property {@code usher.nightly} a million others; {@code -Dusher.seed=N} tries that one alone.
 */
class WebSocketFuzzTest {
    private static final int SHORT = 6_000;
    private static final int LONG = 1_000_000;
    private static final int MOST_CHANGES = 3;

    private static final String[] TEXTS = {"", "a", "hello, world", "é€😀", "κόσμος ".repeat(20), "x".repeat(300)};
    private static final FrameLimits LIMITS =
            FrameLimits.DEFAULT.withFrame(250).withMessage(280).withFragments(3);

    @Test
    void shouldGiveTheSameWhateverTheCuts() {
        String wanted = System.getProperty("usher.seed");
        boolean nightly = Boolean.getBoolean("usher.nightly");
        long first = wanted != null ? Long.parseLong(wanted) : nightly ? System.nanoTime() : 1;
        int count = wanted != null ? 1 : nightly ? LONG : SHORT;
        int refused = 0;
        for (int i = 0; i < count; i++) {
            refused += check(first + i) ? 1 : 0;
        }
        // Changes that never break anything, or always do, would test nothing.
        assertTrue(count < SHORT || refused > count / 4 && refused < count / 10 * 9, refused + " refused of " + count);
    }

    /** Answers whether the bytes were refused. */
    private static boolean check(long seed) {
        Random random = new Random(seed);
        Role reads = random.nextBoolean() ? Role.SERVER : Role.CLIENT;
        DeflateParameters agreed = random.nextInt(3) == 0
                ? null
                : random.nextBoolean()
                        ? DeflateParameters.FRUGAL
                        : new DeflateParameters(false, false, 15, 8 + random.nextInt(8));
        FrameLimits limits = random.nextInt(4) == 0 ? LIMITS : FrameLimits.DEFAULT;
        byte[] bytes = change(frames(random, reads, agreed), random);
        Wire wire = Wire.of(() -> {
            FrameReader reader = new FrameReader(reads, limits);
            return agreed == null ? reader : reader.inflating(agreed);
        });
        try {
            List<String> whole = wire.transcript(List.of(bytes));
            assertEquals(whole, wire.transcript(cut(bytes, random)));
            assertEquals(whole, wire.streamed().transcript(List.of(bytes)), "in parts");
            assertEquals(whole, wire.streamed().transcript(cut(bytes, random)), "in parts");
            return whole.stream().anyMatch(part -> part.startsWith("error"));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("replay with -Dusher.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private static byte[] frames(Random random, Role reads, DeflateParameters agreed) {
        FrameWriter writer = reads == Role.SERVER ? FrameWriter.ofClient(random::nextInt) : FrameWriter.ofServer();
        if (agreed != null) {
            writer = writer.deflating(agreed, DeflateOptions.DEFAULT.withThreshold(random.nextInt(100)));
        }
        Output out = new Output(0);
        for (int i = random.nextInt(5); i >= 0; i--) {
            for (int parts = random.nextInt(4); parts > 0; parts--) {
                writer.put(Text.part(TEXTS[random.nextInt(TEXTS.length)]), out);
                if (random.nextInt(4) == 0) {
                    writer.put(Ping.of(new byte[random.nextInt(5)]), out);
                }
            }
            writer.put(Text.of(TEXTS[random.nextInt(TEXTS.length)]), out);
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            writer.put(Binary.of(noise), out);
        }
        if (random.nextBoolean()) {
            writer.put(Close.of(CloseCode.NORMAL, TEXTS[random.nextInt(TEXTS.length)]), out);
        }
        return out.toByteArray();
    }

    private static byte[] change(byte[] bytes, Random random) {
        byte[] changed = bytes;
        for (int i = random.nextInt(MOST_CHANGES + 1); i > 0 && changed.length > 0; i--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(4)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt(256);
                case 2 -> changed = Arrays.copyOf(changed, at);
                default -> {
                    byte[] longer = new byte[changed.length + 1];
                    System.arraycopy(changed, 0, longer, 0, at);
                    System.arraycopy(changed, at, longer, at + 1, changed.length - at);
                    changed = longer;
                }
            }
        }
        return changed;
    }

    private static List<byte[]> cut(byte[] bytes, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int longest = 1 + random.nextInt(Math.max(1, random.nextInt(bytes.length + 1)));
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(longest));
            pieces.add(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
        return pieces;
    }

    /** Bytes that mean nothing: mostly refused at once, never more than refused. */
    @Test
    void shouldRefuseNoiseAndNothingElse() {
        Random random = new Random(6455);
        for (int i = 0; i < SHORT; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            if (noise.length > 1) {
                noise[0] &= (byte) 0xCA; // opcodes and bits that get further
                noise[1] |= (byte) 0x80;
            }
            Wire wire = Wire.server().inflating(DeflateParameters.WITH_CONTEXT);
            List<String> whole = wire.transcript(List.of(noise));
            assertEquals(whole, wire.streamed().transcript(cut(noise, random)), FilterCases.text(noise));
        }
    }
}
