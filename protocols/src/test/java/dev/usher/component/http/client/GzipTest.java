package dev.usher.component.http.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come compressed. */
class GzipTest extends HttpClientCase {
    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** With every optional field. */
    private static byte[] adorned(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y'});
        out.writeBytes("name\0comment\0".getBytes());
        out.writeBytes(new byte[] {1, 2});
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] block = new byte[content.length + 100];
        out.write(block, 0, deflater.deflate(block));
        deflater.end();
        CRC32 sum = new CRC32();
        sum.update(content);
        for (int i = 0; i < 4; i++) {
            out.write((int) (sum.getValue() >> 8 * i));
        }
        for (int i = 0; i < 4; i++) {
            out.write(content.length >> 8 * i);
        }
        return out.toByteArray();
    }

    private void answerGzip(byte[] gzip, int step) {
        peer().say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + gzip.length + "\r\n\r\n");
        for (int i = 0; i < gzip.length; i += step) {
            peer().say(java.util.Arrays.copyOfRange(gzip, i, Math.min(gzip.length, i + step)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000_000})
    void shouldDecompressWhenAskedTo(int step) {
        byte[] content = new byte[70_000];
        new Random(1).nextBytes(content);
        java.util.Arrays.fill(content, 1000, 68_000, (byte) 'x');
        listen();
        client().decompress().start(kernel);

        for (byte[] coded : new byte[][] {gzip(content), adorned(content)}) {
            get("/");
            assertTrue(peer().heard().contains("\r\nAccept-Encoding: gzip\r\n"));
            answerGzip(coded, step);

            assertArrayEquals(content, latest.content());
            assertTrue(latest.isSuccess());
            assertTrue(latest.header("Content-Encoding").isEmpty());
        }
        assertEquals(1, peers.size());
    }

    @Test
    void shouldLeaveWhatIsCompressedAsItIsWhenNotAskedTo() {
        byte[] coded = gzip(new byte[100]);
        listen();
        client().start(kernel);
        get("/");

        answerGzip(coded, 1000);

        assertArrayEquals(coded, latest.content());
        assertEquals("gzip", latest.header("Content-Encoding").orElseThrow());
    }

    @Test
    void shouldHoldTheLimitWhenLittleBecomesMuch() {
        byte[] bomb = gzip(new byte[50_000_000]);
        listen();
        client().decompress().maxSize(1_000_000).start(kernel);
        get("/");

        answerGzip(bomb, 1_000_000);

        assertEquals(1_000_000, latest.content().length);
        assertEquals(
                ClientFailure.Cause.TOO_LARGE, latest.failure().orElseThrow().cause());
    }

    @Test
    void shouldInflateOnlyWhatIsTakenWhenItIsPaused() {
        byte[] bomb = gzip(new byte[5_000_000]);
        ClientPiece[] kept = new ClientPiece[1];
        long[] told = new long[1];
        listen();
        client().decompress().start(kernel);
        onPiece = piece -> {
            told[0] += piece.length();
            if (kept[0] == null && piece.length() > 0) {
                kept[0] = piece;
                piece.pause();
            }
        };
        ask(ClientRequest.get(URI + "/").streamed(PIECE));

        answerGzip(bomb, 1_000_000);
        assertTrue(told[0] < 100_000);
        kept[0].resume();
        run();

        assertEquals(5_000_000, told[0]);
        assertLog("200 OK");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 30, -1, -4, -8})
    void shouldFailWhenGzipIsSpoiled(int at) {
        byte[] coded = gzip("hello hello hello hello, this is some content to be spoiled".getBytes());
        coded[at < 0 ? coded.length + at : at] ^= 0x55;
        listen();
        client().decompress().start(kernel);
        get("/");

        answerGzip(coded, 1000);

        assertEquals(
                ClientFailure.Cause.PROTOCOL, latest.failure().orElseThrow().cause());
    }

    @Test
    void shouldFailWhenGzipEndsTooEarly() {
        byte[] coded = gzip("hello".getBytes(StandardCharsets.UTF_8));
        listen();
        client().decompress().start(kernel);
        get("/");

        answerGzip(java.util.Arrays.copyOf(coded, coded.length - 3), 1000);

        assertLog("200 OK PROTOCOL: gzip content ends too early [hello]");
    }
}
