package dev.usher.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.benchmarks.load.HttpScript;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.openjdk.jmh.infra.Blackhole;

/** Our side of each benchmark does what is counted, again and again: one that measured nothing would look splendid. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class UsherSidesTest {

    private static final int TIMES = 3;

    @Test
    void shouldRunEveryEvent() {
        DispatchBenchmark benchmark = new DispatchBenchmark();
        DispatchBenchmark.Usher usher = new DispatchBenchmark.Usher();
        for (int i = 0; i < TIMES; i++) {
            assertEquals(DispatchBenchmark.EVENTS, benchmark.chainUsher(usher));
            assertEquals(DispatchBenchmark.EVENTS, benchmark.rotationUsher(usher));
            assertEquals(DispatchBenchmark.EVENTS, benchmark.crowdUsher(usher));
            assertEquals(DispatchBenchmark.EVENTS, benchmark.sizedUsher(usher));
        }
    }

    @Test
    void shouldRunEveryPost() {
        PostBenchmark.Usher usher = new PostBenchmark.Usher();
        for (int i = 0; i < TIMES; i++) {
            assertEquals(PostBenchmark.EVENTS, new PostBenchmark().pingUsher(usher));
        }
    }

    @Test
    void shouldAnswerEveryCall() {
        CallBenchmark benchmark = new CallBenchmark();
        CallBenchmark.Usher usher = new CallBenchmark.Usher();
        for (int i = 0; i < TIMES; i++) {
            assertEquals(CallBenchmark.CALLS, benchmark.callOwnUsher(usher));
            assertEquals(CallBenchmark.CALLS, benchmark.callOtherUsher(usher));
        }
    }

    @Test
    void shouldStartAndStopEverySession() {
        SessionBenchmark.Usher usher = new SessionBenchmark.Usher();
        for (int i = 0; i < TIMES; i++) {
            assertEquals(SessionBenchmark.SESSIONS, new SessionBenchmark().liveUsher(usher));
        }
    }

    @Test
    void shouldCancelAndFireEveryTimerAndKeepTheOutstanding() {
        TimerBenchmark benchmark = new TimerBenchmark();
        UsherTimers usher = new UsherTimers();
        usher.outstanding = 1_000;
        usher.setUp();
        for (int i = 0; i < TIMES; i++) {
            assertEquals(TimerBenchmark.PAIRS, benchmark.cancelUsher(usher));
            assertEquals(TimerBenchmark.PAIRS, benchmark.fireUsher(usher));
        }
        assertEquals(1_000, usher.kernel.counts().alarms());
    }

    @Test
    void shouldRunEveryPostOfAnotherThread() throws InterruptedException {
        ForeignPostBenchmark.Usher usher = new ForeignPostBenchmark.Usher();
        usher.setUp();
        try {
            for (int i = 0; i < TIMES; i++) {
                assertEquals(ForeignPostBenchmark.POSTS, new ForeignPostBenchmark().postUsher(usher));
            }
        } finally {
            usher.tearDown();
        }
    }

    @Test
    void shouldRunEveryPostBetweenTwoKernels() throws InterruptedException {
        NeighbourPostBenchmark.Usher usher = new NeighbourPostBenchmark.Usher();
        usher.setUp();
        try {
            for (int i = 0; i < TIMES; i++) {
                assertEquals(NeighbourPostBenchmark.POSTS, new NeighbourPostBenchmark().oneWayUsher(usher));
                assertEquals(NeighbourPostBenchmark.TURNS, new NeighbourPostBenchmark().pingPongUsher(usher));
            }
        } finally {
            usher.tearDown();
        }
    }

    @Test
    void shouldParseAndEncodeWhatIsCounted() {
        HttpFilterBenchmark benchmark = new HttpFilterBenchmark();
        Blackhole blackhole = blackhole();

        for (int i = 0; i < TIMES; i++) {
            assertEquals(HttpFilterBenchmark.REQUESTS, benchmark.smallUsher(blackhole));
            assertEquals(HttpFilterBenchmark.REQUESTS, benchmark.browserUsher(blackhole));
            assertEquals(HttpFilterBenchmark.REQUESTS, benchmark.smallLoop());
            assertEquals(HttpFilterBenchmark.REQUESTS, benchmark.browserLoop());
            byte[] copied = benchmark.answerCopy().toByteArray();
            byte[] encoded = benchmark.answerUsher().toByteArray();
            assertEquals(new String(copied, ISO_8859_1), new String(encoded, ISO_8859_1));
        }
    }

    @Test
    void shouldEchoEveryMessage() {
        WebSocketFilterBenchmark benchmark = new WebSocketFilterBenchmark();
        for (int i = 0; i < TIMES; i++) {
            assertEquals(WebSocketFilterBenchmark.MESSAGES, benchmark.smallLoop());
            int echoed = benchmark.echoed.size();
            assertEquals(WebSocketFilterBenchmark.MESSAGES, benchmark.smallUsher());
            assertEquals(echoed, benchmark.echoed.size());
            assertEquals(1, benchmark.asciiLoop());
            echoed = benchmark.echoed.size();
            assertEquals(1, benchmark.asciiUsher());
            assertEquals(echoed, benchmark.echoed.size());
            assertEquals(1, benchmark.wordsUsher());
            String words = new String(benchmark.echoed.toByteArray(), UTF_8);
            assertEquals(
                    benchmark.wordsJdk(),
                    words.substring(words.length() - benchmark.wordsJdk().length()));
            assertEquals(1, benchmark.kanjiUsher());
            assertEquals(benchmark.kanji.length - Integer.BYTES, benchmark.echoed.size());
            assertEquals(
                    WebSocketFilterBenchmark.MESSAGES * 34,
                    benchmark.broadcastUsher().size());
        }
    }

    @Test
    void shouldReadAndWriteEveryLine() {
        LineFilterBenchmark benchmark = new LineFilterBenchmark();
        Blackhole blackhole = blackhole();
        for (int i = 0; i < TIMES; i++) {
            assertEquals(LineFilterBenchmark.LINES, benchmark.inUsher(blackhole));
            byte[] encoded = Arrays.copyOf(benchmark.outUsher(), benchmark.encoded.size());
            assertArrayEquals(benchmark.input, encoded);
        }
    }

    private static Blackhole blackhole() {
        return new Blackhole(
                "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");
    }

    @Test
    void shouldTellAllWhoPoll() {
        PollingBenchmark benchmark = new PollingBenchmark();
        PollingBenchmark.Usher usher = new PollingBenchmark.Usher();
        for (int i = 0; i < TIMES; i++) {
            assertEquals(PollingBenchmark.CLIENTS, benchmark.deliveryUsher(usher));
            assertTrue(usher.room.alike(), "answers differ in length");
            for (PollingClient client : usher.room.subscribers()) {
                String answer = client.answer();
                assertTrue(answer.startsWith("HTTP/1.1 200 OK"), answer);
                assertTrue(answer.contains("\"n\":" + usher.room.number()), answer);
                assertTrue(answer.contains("\"channel\":\"/meta/connect\",\"successful\":true"), answer);
            }
        }
        assertEquals(PollingBenchmark.CLIENTS, benchmark.deliveryCopy(new PollingBenchmark.Bytes()));
    }

    @Test
    void shouldAnswerAllOfACrowd() {
        CrowdHttpBenchmark benchmark = new CrowdHttpBenchmark();
        CrowdHttpBenchmark.Usher usher = crowd(new CrowdHttpBenchmark.Usher());
        CrowdHttpBenchmark.Raw raw = crowd(new CrowdHttpBenchmark.Raw());
        for (int i = 0; i < TIMES; i++) {
            assertEquals(CrowdHttpBenchmark.REQUESTS, benchmark.requestUsher(usher));
            assertEquals(CrowdHttpBenchmark.REQUESTS, benchmark.requestRaw(raw));
        }
        for (CrowdHttpBenchmark.Crowd crowd : List.of(usher, raw)) {
            for (CrowdClient client : crowd.room.clients()) {
                String[] answers = client.answers().split(HttpScript.BODY, -1);
                assertEquals(crowd.depth, answers.length - 1);
                assertTrue(answers[crowd.depth - 1].startsWith("HTTP/1.1 200 OK"), client.answers());
            }
        }
    }

    private static <C extends CrowdHttpBenchmark.Crowd> C crowd(C crowd) {
        crowd.connections = 50;
        crowd.depth = 16;
        crowd.begin();
        return crowd;
    }

    @Test
    void shouldSayWhatIsWrongWhenRoundsDoNotAddUp() {
        CrowdRoom room = new CrowdRoom(3, 2, 0);

        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> room.ask(CrowdHttpBenchmark.REQUESTS, () -> {}));

        assertEquals("16000 requests are not a multiple of the 6 that all clients ask at once", wrong.getMessage());
    }
}
