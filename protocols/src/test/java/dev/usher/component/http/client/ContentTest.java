package dev.usher.component.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers carry, however a server may tell it. */
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
}
