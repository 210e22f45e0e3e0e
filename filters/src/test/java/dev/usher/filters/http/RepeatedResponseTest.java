package dev.usher.filters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.filter.Output;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * {@link MutableFields} and {@link ResponseEncoder}: what is written again as it was is not written again, and nobody
 * can tell.
 */
class RepeatedResponseTest {
    private static final FieldName[] NAMES = {
        FieldName.CONTENT_TYPE, FieldName.ETAG, FieldName.of("X-A"), FieldName.VARY, FieldName.SET_COOKIE
    };
    private static final String[] VALUES = {
        "", "a", "text/plain; charset=utf-8", " blanks around ", "x".repeat(300), "y".repeat(9_000), "\u00e9"
    };

    private long second = 784_111_777;

    @Test
    void shouldWriteTheSameAsFieldsThatWereNeverCleared() {
        long seed = Long.getLong("usher.seed", 1);
        Random random = new Random(seed);
        MutableFields used = new MutableFields();
        for (int i = 0; i < 5_000; i++) {
            MutableFields fresh = new MutableFields();
            used.clear();
            for (int n = random.nextInt(random.nextInt(20) == 0 ? 60 : 5); n > 0; n--) {
                int what = random.nextInt(12);
                FieldName name = NAMES[random.nextInt(NAMES.length)];
                String value = VALUES[random.nextInt(VALUES.length - (random.nextInt(5) == 0 ? 0 : 4))];
                for (MutableFields fields : new MutableFields[] {used, fresh}) {
                    change(fields, what, name, value);
                }
            }

            assertEquals(describe(fresh), describe(used), "-Dusher.seed=" + seed + " turn " + i);
        }
    }

    private static void change(MutableFields fields, int what, FieldName name, String value) {
        switch (what) {
            case 0 -> fields.remove(name);
            case 1 -> fields.add(name, value.getBytes(ISO_8859_1));
            case 2 -> fields.add(name, 77);
            case 3 -> fields.set(name, value);
            case 4 -> assertThrows(IllegalArgumentException.class, () -> fields.add(name, "zzz\r\nEvil: 1"));
            case 5 -> assertThrows(IllegalArgumentException.class, () -> fields.add(name, "\u0141"));
            default -> fields.add(name, value);
        }
    }

    @Test
    void shouldSendTheSameAsAnEncoderThatHasSentNothing() {
        long seed = Long.getLong("usher.seed", 1);
        Random random = new Random(seed);
        ResponseEncoder used = encoder();
        ResponseHead response = new ResponseHead();
        for (int i = 0; i < 5_000; i++) {
            second += random.nextInt(4) == 0 ? 1 : 0;
            response.clear().status(random.nextInt(4) == 0 ? 404 : 200);
            for (int n = random.nextInt(3); n > 0; n--) {
                response.fields().add(NAMES[random.nextInt(NAMES.length)], VALUES[1 + random.nextInt(3)]);
            }
            if (random.nextInt(10) == 0) {
                response.fields().add(FieldName.SERVER, "mine");
            }
            response.keepAlive(random.nextInt(5) > 0).content(new byte[random.nextInt(3)]);

            assertEquals(sent(encoder(), response), sent(used, response), "-Dusher.seed=" + seed + " turn " + i);
        }
    }

    private ResponseEncoder encoder() {
        return new ResponseEncoder(new DateField(() -> second), new MutableFields().add(FieldName.SERVER, "usher"));
    }

    private static String sent(ResponseEncoder encoder, ResponseHead response) {
        Output out = new Output(16);
        encoder.put(response, out);
        return new String(out.toByteArray(), ISO_8859_1);
    }

    private static String describe(MutableFields fields) {
        Output out = new Output(16);
        fields.putTo(out);
        StringBuilder text = new StringBuilder(new String(out.toByteArray(), ISO_8859_1));
        text.append(fields.size()).append(fields);
        for (FieldName name : NAMES) {
            text.append(fields.contains(name)).append(fields.all(name));
        }
        return text.toString();
    }
}
