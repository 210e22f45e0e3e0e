package dev.usher.component.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filters.websocket.Binary;
import dev.usher.filters.websocket.Data;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.DeflateParameters;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.filters.websocket.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An echo server under what sections 12 and 13 of the usual conformance suite ask of permessage-deflate: every kind of
 * content, size and cut, under every combination of parameters.
 */
class DeflateSuiteTest extends WebSocketCase {
    private static final int MESSAGES = Boolean.getBoolean("usher.nightly") ? 1_000 : 4;
    private static final int MOST = 1 << 20;

    /** Sizes of messages, and of their fragments. */
    private static final int[][] SIZES = {
        {16, 16},
        {64, 64},
        {256, 256},
        {1_024, 1_024},
        {4_096, 4_096},
        {8_192, 8_192},
        {16_384, 16_384},
        {32_768, 32_768},
        {65_536, 65_536},
        {131_072, 131_072},
        {8_192, 256},
        {16_384, 256},
        {32_768, 256},
        {65_536, 256},
        {131_072, 256},
        {131_072, 1_024},
        {131_072, 4_096},
        {131_072, 32_768}
    };

    /** What the client offers. */
    private static final String[] OFFERS = {
        "permessage-deflate",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; client_max_window_bits; server_max_window_bits=9",
        "permessage-deflate; client_max_window_bits; server_max_window_bits=15",
        "permessage-deflate; server_no_context_takeover; client_max_window_bits=9; server_max_window_bits=9",
        "permessage-deflate; server_no_context_takeover; client_max_window_bits=15; server_max_window_bits=15",
        "permessage-deflate; server_max_window_bits=8; frob, permessage-deflate; server_max_window_bits=9,"
                + " permessage-deflate",
    };

    private enum Content {
        JSON,
        PROSE,
        OTHER_SCRIPTS,
        NOISE,
        ZEROS;

        byte[] bytes(int size, Random random) {
            return switch (this) {
                case JSON -> repeated("{\"id\":" + random.nextInt(1_000) + ",\"name\":\"a value\",\"on\":true},", size);
                case PROSE -> repeated("Words that say little, and then say it again; ", size);
                case OTHER_SCRIPTS ->
                    repeated("\u00fcber \u03ba\u1f79\u03c3\u03bc\u03b5 \u304b\u306a \ud83d\ude00 ", size);
                case NOISE -> {
                    byte[] noise = new byte[size];
                    random.nextBytes(noise);
                    yield noise;
                }
                case ZEROS -> new byte[size];
            };
        }

        /** Whole characters only: what is left over becomes blanks. */
        private static byte[] repeated(String words, int size) {
            byte[] bytes = new byte[size];
            Arrays.fill(bytes, (byte) ' ');
            byte[] one = words.getBytes(UTF_8);
            for (int at = 0; at + one.length <= size; at += one.length) {
                System.arraycopy(one, 0, bytes, at, one.length);
            }
            return bytes;
        }

        boolean isText() {
            return this == JSON || this == PROSE || this == OTHER_SCRIPTS;
        }
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Content content : Content.values()) { // 12
            for (int[] size : SIZES) {
                cases.add(Arguments.of(content, OFFERS[0], size[0], size[1], DeflateParameters.FRUGAL));
            }
        }
        for (String offer : OFFERS) { // 13
            for (int[] size : SIZES) {
                cases.add(Arguments.of(Content.JSON, offer, size[0], size[1], DeflateParameters.WITH_CONTEXT));
            }
        }
        return cases.stream();
    }

    private static Data part(boolean text, byte[] bytes, boolean last) {
        return text ? new Text().wrap(bytes, 0, bytes.length, last) : new Binary().wrap(bytes, 0, bytes.length, last);
    }

    @ParameterizedTest(name = "{0} of {2} in {3}: {1}, {4}")
    @MethodSource("cases")
    @Row({"W111", "W116", "W126"})
    void shouldEchoWhatIsCompressed(Content content, String offer, int size, int fragment, DeflateParameters wish) {
        Random random = new Random(size);
        List<byte[]> echoes = new ArrayList<>();
        WebSocketServer.at(PORT)
                .limits(new FrameLimits(MOST, MOST, Integer.MAX_VALUE))
                .maxSendSize(MOST)
                .deflate(DeflateOptions.DEFAULT.withParameters(wish).withThreshold(0))
                .onReady((connection, poe, handshake) -> connections.add(connection))
                .onMessage((connection, poe, message) -> {
                    echoes.add(message.toByteArray());
                    connection.send(message);
                })
                .start(kernel);
        Peer peer = peer("Sec-WebSocket-Extensions: " + offer);
        peer.deflating(connections.get(0).agreement().deflate().orElseThrow());

        for (int i = 0; i < MESSAGES; i++) {
            byte[] message = content.bytes(size, random);
            List<byte[]> pieces = Octets.chopped(message, fragment);
            for (int at = 0; at < pieces.size(); at++) {
                peer.send(part(content.isText(), pieces.get(at), at == pieces.size() - 1));
            }
            List<String> answers = peer.frames();

            assertEquals(1, answers.size(), "one echo of message " + i);
            assertTrue(Arrays.equals(message, echoes.get(i)), "what came in of message " + i);
            String expected = content.isText() ? new String(message, UTF_8) : "binary " + size;
            assertEquals(expected, answers.get(0));
        }
        assertEquals("", new String(peer.client.receivedBytes(), ISO_8859_1));
    }
}
