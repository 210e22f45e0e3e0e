package dev.usher.component.http.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests and answers carry, however a server may tell it. */
class ContentTest extends HttpClientCase {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 200 OK~Content-Length: 3~~abc                                 | 200 OK [abc]
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1~a~2;x=y~bc~0~~           | 200 OK [abc]
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~0~X: y~~             | 200 OK [abc]
            HTTP/1.1 204 No Content~~                                              | 204 No Content
            HTTP/1.1 304 Not Modified~Content-Length: 9~~                          | 304 Not Modified
            HTTP/1.1 100 Continue~~HTTP/1.1 103 Early Hints~Link: a~~HTTP/1.1 404 Gone Fishing~Content-Length: 1~~x | 404 Gone Fishing [x]
            HTTP/1.1 200 ~Content-Length: 0~~                                      | 200 OK
            """)
    void shouldTakeEveryAnswerWhateverItsFramingIs(String answer, String expected) {
        listen();
        client().start(kernel);

        for (int cut = 1; cut <= 2; cut++) {
            get("/");
            String bytes = answer.strip().replace("~", "\r\n");
            if (cut == 1) {
                peer().say(bytes);
            } else {
                for (int i = 0; i < bytes.length(); i++) {
                    peer().say(bytes.substring(i, i + 1));
                }
            }
            assertLog(expected);
        }
    }

    @Test
    void shouldTakeAnAnswerUntilTheConnectionEndsWhenItSaysNothingElse() {
        listen();
        client().start(kernel);
        get("/");

        peer().say("HTTP/1.0 200 OK\r\n\r\nab");
        peer().say("c");
        assertLog();
        peer().end();

        assertLog("200 OK [abc]");
    }

    @Test
    void shouldTellTrailers() {
        listen();
        client().start(kernel);
        get("/");

        peer().say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-Sum: 7\r\n\r\n");

        assertEquals("7", latest.trailers().orElseThrow().value(0));
    }

    @Test
    void shouldTakeNoContentForHead() {
        listen();
        client().start(kernel);
        ask(ClientRequest.head(URI + "/"));

        peer().say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        ask(ClientRequest.get(URI + "/"));

        assertLog("200 OK");
        assertEquals(1, peers.size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 200 OK~Content-Length: 3~~ab                                  | 200 OK NETWORK: [ab]
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~ab~                      | 200 OK NETWORK: [ab]
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz~ab~                     | 200 OK PROTOCOL:
            HTTP/1.1 200 OK~Content-Length: 3~Content-Length: 4~~abcd              | PROTOCOL:
            HTTP/1.1 200 OK~Content-Length: 3~Transfer-Encoding: chunked~~3~abc    | PROTOCOL:
            HTTP/1.1 200 OK~Content-Length: -3~~abc                                | PROTOCOL:
            HTTP/1.1 101 Switching Protocols~Upgrade: x~Connection: Upgrade~~abc   | PROTOCOL:
            HTTP/3.7 200 OK~~                                                      | PROTOCOL:
            SSH-2.0-OpenSSH~                                                       | PROTOCOL:
            HTTP/1.1 200 OK~No colon~~                                             | PROTOCOL:
            HTTP/1.1 200 OK~Bad name : x~~                                         | PROTOCOL:
            HTTP/1.1 200 OK~                                                       | NETWORK:
            HTTP/1.1                                                               | NETWORK:
            """)
    void shouldFailWhenAServerBreaksTheRules(String answer, String expected) {
        listen();
        client().start(kernel);
        get("/");

        peer().say(answer.strip().replace("~", "\r\n"));
        peer().end();

        assertEquals(1, log.size());
        assertEquals(expected, log.get(0).replaceAll(":.*?( \\[[a-z]+\\]|$)", ":$1"), log.get(0));
        assertEquals(0, counts().open());
        assertEquals(0, counts().pending());
    }

    @Test
    void shouldFailWhenAServerNeverComesToAnAnswer() {
        listen();
        client().start(kernel);
        get("/");

        peer().say("HTTP/1.1 100 Continue\r\n\r\n".repeat(40));

        assertLog("PROTOCOL: more than 32 answers of 1xx");
    }

    @Test
    void shouldFailWithWhatCameWhenTheAnswerIsTooLarge() {
        listen();
        client().maxSize(4).start(kernel);
        get("/");

        peer().say(ok("abcdef"));
        get("/");
        peer().say("HTTP/1.1 200 OK\r\n\r\nabc");
        peer().say("def");

        assertLog(
                "200 OK TOO_LARGE: the answer is larger than maxSize, 4 bytes [abcd]",
                "200 OK TOO_LARGE: the answer is larger than maxSize, 4 bytes [abcd]");
    }

    // ---- answers in pieces

    @Test
    void shouldTellContentInPiecesWhenThatIsAskedFor() {
        listen();
        client().start(kernel);
        ask(ClientRequest.get(URI + "/").streamed(PIECE));
        peer().say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
        assertLog("piece ");

        peer().say("ab");
        peer().say("cd");

        assertLog("piece ab", "piece cd", "200 OK");
    }

    @Test
    void shouldReadNoMoreWhileItIsPaused() {
        int length = 10_000_000;
        listen();
        client().start(kernel);
        ClientPiece[] kept = new ClientPiece[1];
        long[] told = new long[1];
        onPiece = piece -> {
            told[0] += piece.length();
            if (kept[0] == null && piece.length() > 0) {
                kept[0] = piece;
                piece.pause();
            }
        };
        ask(ClientRequest.get(URI + "/").streamed(PIECE));
        peer().say("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
        peer().say(new byte[length]);
        assertTrue(told[0] < 100_000, told[0] + " bytes");
        advance(60);
        assertLog();

        kept[0].resume();
        run();

        assertEquals(length, told[0]);
        assertLog("200 OK");
    }

    @Test
    void shouldGiveTheRestUpWhenAPieceSaysSo() {
        listen();
        client().start(kernel);
        onPiece = piece -> {
            if (piece.length() > 0) {
                piece.cancel();
            }
        };
        ask(ClientRequest.get(URI + "/").streamed(PIECE));

        peer().say(ok("abc"));

        assertLog("200 OK CANCELLED: cancelled");
        assertTrue(peer().ended);
    }

    @Test
    void shouldGoOnWithOthersWhenAHandlerOfPiecesThrows() {
        listen();
        client().start(kernel);
        kernel.create(
                dev.usher.kernel.States.of(Object.class)
                        .start((heap, poe) -> poe.post(
                                "ua",
                                HttpClient.REQUEST,
                                ClientRequest.get(URI + "/").streamed(PIECE)))
                        .on(PIECE, (heap, poe, piece) -> {
                            throw new IllegalStateException("no");
                        }),
                new Object());

        assertThrows(RuntimeException.class, () -> {
            run();
            peer().say(ok("abc"));
        });
    }

    // ---- content of requests

    @Test
    void shouldSendContentThatIsReadOnlyAsFastAsTheServerTakesIt() {
        int length = 5_000_000;
        long[] read = new long[1];
        InputStream in = new InputStream() {
            @Override
            public int read() {
                return read[0]++ < length ? 'x' : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int count) {
                int now = (int) Math.min(count, length - read[0]);
                read[0] += now;
                return now == 0 && count > 0 ? -1 : now;
            }
        };
        listen();
        client().start(kernel);
        get("/connect");
        peer().say(ok("x"));
        peer().deafen();
        peer().heard();

        ask(ClientRequest.of("PUT", URI + "/").content(length, () -> in));
        assertTrue(read[0] < 1_000_000, read[0] + " bytes were read");
        peer().listen();

        assertEquals(length, read[0]);
        String heard = peer().heard();
        assertEquals(length, heard.length() - heard.indexOf("\r\n\r\n") - 4);
        peer().say(ok("y"));
        assertLog("200 OK [x]", "200 OK [y]");
        assertEquals(1, peers.size());
    }

    @Test
    void shouldSendContentInChunksWhenNobodyKnowsItsLength() {
        listen();
        client().start(kernel);

        ask(ClientRequest.of("PUT", URI + "/").content(-1, () -> new ByteArrayInputStream("hello".getBytes())));

        assertTrue(peer().seen().contains("\r\nTransfer-Encoding: chunked\r\n"));
        assertTrue(peer().heard().endsWith("\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
    }

    @Test
    void shouldSendAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "from disk");
        listen();
        client().start(kernel);

        ask(ClientRequest.of("PUT", URI + "/").content(file));

        assertTrue(peer().heard().endsWith("Content-Length: 9\r\n\r\nfrom disk"));
    }

    @Test
    void shouldFailWhenContentCannotBeReadOrIsNotAsLongAsAnnounced() {
        listen();
        client().start(kernel);

        ask(ClientRequest.of("PUT", URI + "/").content(3, () -> {
            throw new IOException("gone");
        }));
        ask(ClientRequest.of("PUT", URI + "/").content(3, () -> new ByteArrayInputStream(new byte[2])));

        assertEquals("REQUEST: the content cannot be read: java.io.IOException: gone", log.get(0));
        assertTrue(log.get(1).startsWith("REQUEST: "), log.get(1));
        assertEquals(2, log.size());
        assertTrue(peer().ended);
    }

    @Test
    void shouldAskTheSessionForContentAsLongAsThereIsRoom() {
        int[] left = {200};
        listen();
        client().start(kernel);
        onMore = upload -> {
            upload.put(new byte[10_000]);
            if (--left[0] == 0) {
                upload.end();
            }
        };
        get("/connect");
        peer().say(ok("x"));
        peer().deafen();
        peer().heard();

        ask(ClientRequest.of("PUT", URI + "/").content(2_000_000, MORE));
        assertTrue(left[0] > 100, left[0] + " of 200 pieces were not asked for");
        peer().listen();

        assertEquals(0, left[0]);
        String heard = peer().heard();
        assertEquals(2_000_000, heard.length() - heard.indexOf("\r\n\r\n") - 4);
    }

    @Test
    void shouldWaitForASessionThatHasNothingToSendYet() {
        Upload[] kept = new Upload[1];
        int[] asked = new int[1];
        listen();
        client().start(kernel);
        onMore = upload -> {
            kept[0] = upload;
            asked[0]++;
        };
        ask(ClientRequest.of("PUT", URI + "/").content(-1, MORE));
        assertEquals(1, asked[0]);

        kept[0].put("ab".getBytes());
        run();
        assertEquals(2, asked[0]);
        kept[0].end();
        run();

        assertEquals(2, asked[0]);
        assertTrue(peer().heard().endsWith("\r\n\r\n2\r\nab\r\n0\r\n\r\n"));
        peer().say(ok(""));
        assertLog("200 OK");
        assertTrue(kept[0].isOver());
    }

    @Test
    void shouldSendNoMoreWhenTheServerHasAnsweredAlready() {
        Upload[] kept = new Upload[1];
        listen();
        client().start(kernel);
        onMore = upload -> kept[0] = upload;
        ask(ClientRequest.of("PUT", URI + "/").content(100, MORE));
        kept[0].put(new byte[10]);

        peer().say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");

        assertLog("413 Content Too Large [big]");
        assertTrue(kept[0].isOver());
        assertTrue(peer().ended);
    }

    @Test
    void shouldSendContentOnceTheServerWantsIt() {
        listen();
        client().start(kernel);

        ask(ClientRequest.post(URI + "/", "text/plain", "abc".getBytes()).awaitContinue());
        assertTrue(peer().seen().contains("\r\nExpect: 100-continue\r\n"));
        assertTrue(peer().heard().endsWith("\r\n\r\n"));
        peer().say("HTTP/1.1 100 Continue\r\n\r\n");

        assertEquals("abc", peer().heard());
    }

    @Test
    void shouldSendContentWhenTheServerSaysNothingForAWhile() {
        listen();
        client().continueTimeout(Duration.ofSeconds(2)).start(kernel);
        ask(ClientRequest.post(URI + "/", "text/plain", "abc".getBytes()).awaitContinue());

        advance(1.9);
        assertFalse(peer().heard().endsWith("abc"));
        advance(0.2);

        assertEquals("abc", peer().heard());
    }

    @Test
    void shouldNotSendContentThatTheServerDoesNotWant() {
        listen();
        client().start(kernel);
        ask(ClientRequest.post(URI + "/", "text/plain", "abc".getBytes()).awaitContinue());

        peer().say("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");

        assertLog("417 Expectation Failed");
        assertFalse(peer().seen().endsWith("abc"));
        assertTrue(peer().ended);
    }

    // ---- gzip

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
