package dev.usher.filters.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.FilterCases;
import dev.usher.filters.RoundTrip;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** What one end puts, the other gets: both ways, with every kind of compression. */
class WebSocketRoundTripTest {
    private static final String ALPHABET = "abc é€😀日";
    private static final IntSupplier MASKS = new Random(1)::nextInt;

    private static final Function<WebSocketPart, Object> VIEW = part -> {
        if (part instanceof Text text) {
            return "text " + text.text();
        }
        return part instanceof Payload payload
                ? payload.getClass().getSimpleName() + FilterCases.text(payload.toByteArray())
                : part.toString();
    };

    /** Both halves are put into one filter, as if what one end sends came back from the other. */
    private static void check(DeflateParameters agreed) {
        FrameReader server = new FrameReader(Role.SERVER);
        FrameReader client = new FrameReader(Role.CLIENT);
        FrameWriter toClient = FrameWriter.ofServer();
        FrameWriter toServer = FrameWriter.ofClient(MASKS);
        if (agreed != null) {
            DeflateOptions options = DeflateOptions.DEFAULT.withThreshold(20);
            server = server.inflating(agreed);
            client = client.inflating(agreed);
            toClient = toClient.deflating(agreed, options);
            toServer = toServer.deflating(agreed, options);
        }
        WebSocketFilter upwards = new WebSocketFilter(server, toServer);
        WebSocketFilter downwards = new WebSocketFilter(client, toClient);
        RoundTrip.check(upwards::fresh, WebSocketRoundTripTest::part, VIEW);
        RoundTrip.check(downwards::fresh, WebSocketRoundTripTest::part, VIEW);
    }

    private static WebSocketPart part(Random random) {
        int length = random.nextInt(10) == 0 ? 60_000 + random.nextInt(10_000) : random.nextInt(300);
        return switch (random.nextInt(6)) {
            case 0 -> Ping.of(bytes(random, Math.min(length, 125)));
            case 1 -> Pong.of(bytes(random, Math.min(length, 125)));
            case 2, 3 -> Binary.of(bytes(random, Math.min(length, 65_536)));
            case 4 -> Text.of(text(random, length / 4));
            default -> {
                byte[] encoded = text(random, length / 4).getBytes(UTF_8);
                yield new Text().wrap(encoded, 0, encoded.length, true);
            }
        };
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    private static String text(Random random, int length) {
        int[] alphabet = ALPHABET.codePoints().toArray();
        int kinds = 1 + random.nextInt(alphabet.length);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(alphabet[random.nextInt(kinds)]);
        }
        return text.toString();
    }

    @Test
    void shouldGiveBackWhatWasPut() {
        check(null);
    }

    @Test
    void shouldGiveBackWhatWasCompressedByItself() {
        check(DeflateParameters.FRUGAL);
    }

    @Test
    void shouldGiveBackWhatWasCompressedInContext() {
        check(DeflateParameters.WITH_CONTEXT);
    }

    @Test
    void shouldGiveBackWhatWasCompressedWithSmallWindows() {
        check(new DeflateParameters(false, true, 8, 11));
    }
}
