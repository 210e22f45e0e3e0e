package dev.usher.component.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requests carry: bytes, files, streams, and what a session gives when there is room. */
class UploadTest extends HttpClientCase {
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
}
