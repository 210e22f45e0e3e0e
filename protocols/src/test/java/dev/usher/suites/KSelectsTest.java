package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Selected;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * k_selects: five pairs of sessions talk by watching links themselves, pausing and resuming; each ends when its peer
 * says so or closes. Then the rules of watches one by one, and a second run of the kernel.
 */
class KSelectsTest extends SuiteCase {
    private static final Event<Selected> INPUT = Event.named("input", Selected.class);
    private static final Event<Selected> OUTPUT = Event.named("output", Selected.class);
    private static final Event<Void> RESUME = Event.named("resume");
    private static final Event<Void> GO = Event.named("go");
    private static final int PAIRS = 5;
    private static final int MESSAGES = 5;

    private int port = 9000;

    /** One end of a conversation. */
    private static final class Talker {
        final StreamLink link;
        final Deque<String> queue = new ArrayDeque<>();
        boolean quits; // closes after its last message instead of sending quit
        int count;
        int resumed;

        Talker(StreamLink link) {
            this.link = link;
        }

        void say(Context poe, String text) {
            queue.add(text);
            assertTrue(poe.selectResume(link, Link.WRITE));
        }

        void write(Context poe, Selected ready) throws IOException {
            assertSame(link, ready.link());
            assertEquals(Link.WRITE, ready.mode());
            String text = queue.poll();
            if (text == null) {
                assertTrue(poe.selectPause(link, Link.WRITE));
                return;
            }
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(4, link.write(bytes));
            if (text.equals("quit")) {
                close(poe);
            }
        }

        String read(Selected ready) throws IOException {
            assertEquals(Link.READ, ready.mode());
            ByteBuffer bytes = ByteBuffer.allocate(4);
            int n = link.read(bytes);
            return n < 0 ? "end" : new String(bytes.array(), 0, n, StandardCharsets.ISO_8859_1);
        }

        void close(Context poe) {
            poe.selectRead(link, null, null);
            poe.selectWrite(link, null, null);
            link.close();
        }
    }

    private StreamLink[] pair() throws IOException {
        try (ListenLink listener = simulation.network().listen(new InetSocketAddress("127.0.0.1", ++port), 1)) {
            StreamLink[] ends = new StreamLink[2];
            ends[0] = simulation.network().connect(listener.localAddress(), null);
            kernel.create( // watching a listener is watching a link
                    States.ofAny()
                            .start((me, poe) -> poe.selectRead(listener, INPUT, null))
                            .on(INPUT, (me, poe, ready) -> {
                                ends[1] = listener.accept();
                                poe.selectRead(listener, null, null);
                            }),
                    null);
            kernel.run();
            assertTrue(ends[0].finishConnect());
            return ends;
        }
    }

    private final States<Talker> master = States.of(Talker.class)
            .start((me, poe) -> {
                poe.selectRead(me.link, INPUT, null);
                poe.selectWrite(me.link, OUTPUT, null);
            })
            .on(OUTPUT, Talker::write)
            .on(INPUT, (me, poe, ready) -> {
                String text = me.read(ready);
                if (text.equals("ping")) {
                    me.count++;
                    me.say(poe, "pong");
                } else {
                    saw("master got " + text);
                    me.close(poe);
                }
            })
            .stop((me, poe) -> saw("master stop after " + me.count));

    private final States<Talker> slave = States.of(Talker.class)
            .start((me, poe) -> {
                poe.selectRead(me.link, INPUT, null);
                poe.selectWrite(me.link, OUTPUT, null);
                me.queue.add("ping");
            })
            .on(OUTPUT, Talker::write)
            .on(RESUME, (me, poe) -> {
                me.resumed++;
                assertTrue(poe.selectResume(me.link, Link.READ));
            })
            .on(INPUT, (me, poe, ready) -> {
                assertEquals("pong", me.read(ready));
                if (++me.count < MESSAGES) {
                    me.say(poe, "ping");
                    assertTrue(poe.selectPause(me.link, Link.READ));
                    poe.delay(RESUME, Duration.ofMillis(500));
                } else if (me.quits) {
                    me.close(poe);
                } else {
                    me.say(poe, "quit");
                }
            })
            .stop((me, poe) -> saw("slave stop after " + me.count + ", resumed " + me.resumed));

    private void talk(boolean quits) throws IOException {
        List<StreamLink[]> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            pairs.add(pair());
        }
        for (StreamLink[] ends : pairs) {
            Talker caller = new Talker(ends[0]);
            caller.quits = quits;
            kernel.create(master, new Talker(ends[1]));
            kernel.create(slave, caller);
        }
        kernel.run();
    }

    private void showsPairs(String last) {
        assertEquals(PAIRS * 3, seen.size());
        for (String line :
                new String[] {"slave stop after 5, resumed 4", "master got " + last, "master stop after 5"}) {
            assertEquals(PAIRS, seen.stream().filter(line::equals).count(), line);
        }
        assertEquals(0, simulation.network().openLinks());
        seen.clear();
    }

    @Test
    void shouldTalkInPairsUntilOneSaysQuit() throws IOException {
        talk(false);

        showsPairs("quit");
        assertEquals(Duration.ofSeconds(2).toNanos(), simulation.clock().nowNs()); // four pauses, side by side
    }

    @Test
    void shouldEndWhenTheOtherSideCloses() throws IOException {
        talk(true);

        showsPairs("end");
    }

    @Test
    void shouldRunASecondTimeAfterwards() throws IOException {
        talk(false);
        seen.clear();

        int[] count = {0};
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.yield(GO))
                        .on(GO, (me, poe) -> {
                            if (++count[0] < 10) {
                                poe.yield(GO);
                            }
                        })
                        .stop((me, poe) -> saw("count " + count[0])),
                null);

        runShows("count 10");
    }

    @Test
    void shouldHoldNobodyByAWatchThatWasEnded() throws IOException {
        StreamLink[] ends = pair();
        Session session = kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.selectRead(ends[0], INPUT, null);
                            poe.selectWrite(ends[0], OUTPUT, null);
                            assertEquals(1, kernel.counts().watches()); // one a link, not one a mode
                            poe.selectWrite(ends[0], null, null);
                            poe.selectWrite(ends[0], OUTPUT, null);
                            poe.selectWrite(ends[0], null, null);
                            poe.selectRead(ends[0], null, null);
                            poe.selectRead(ends[0], null, null); // twice does no harm
                            assertFalse(poe.selectPause(ends[0], Link.READ));
                            assertFalse(poe.selectResume(ends[0], Link.WRITE));
                        })
                        .on(OUTPUT, (me, poe, ready) -> saw("written")),
                null);

        runShows();

        assertFalse(session.isAlive());
        ends[0].close();
        ends[1].close();
    }

    @Test
    void shouldTellReadersBeforeWritersAndSkipOneWhoWasUnwatchedMeanwhile() throws IOException {
        StreamLink[] one = pair();
        StreamLink[] other = pair();
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.selectRead(one[0], INPUT, "extra");
                            poe.selectWrite(one[0], OUTPUT, null);
                            poe.selectWrite(other[0], OUTPUT, null);
                        })
                        .on(INPUT, (me, poe, ready) -> {
                            assertSame(poe.session(), poe.sender());
                            saw("read " + ready.extra());
                            poe.selectRead(one[0], null, null);
                            poe.selectWrite(one[0], null, null); // it was ready too
                            poe.yield(GO);
                        })
                        .on(OUTPUT, (me, poe, ready) -> {
                            saw("write " + (ready.link() == other[0] ? "other" : "one"));
                            poe.selectWrite(ready.link(), null, null);
                        })
                        .on(GO, (me, poe) -> saw("posted by a reader, in the same slice")),
                null);
        one[1].close(); // the end of the stream can be read
        // lets nothing else happen

        simulation.advance(Duration.ofNanos(1));

        shows("read extra", "write other", "posted by a reader, in the same slice");
        one[0].close();
        other[0].close();
        other[1].close();
    }

    @Test
    void shouldKeepAPausedWatchersSessionAliveAndTheKernelFromBeingIdle() throws IOException {
        StreamLink[] ends = pair();
        Session session = kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.selectRead(ends[0], INPUT, null);
                            assertTrue(poe.selectPause(ends[0], Link.READ));
                        })
                        .on(INPUT, (me, poe, ready) -> saw("never")),
                null);

        simulation.advance(Duration.ofDays(1));

        assertTrue(session.isAlive());
        assertEquals(1, kernel.counts().watches());
        ends[0].close();
        ends[1].close();
        kernel.signal(session, "TERM");
        simulation.runUntilIdle();
        assertFalse(session.isAlive());
        shows();
    }

    @Test
    void shouldGoOnTellingUntilTheLinkIsReadAndTellEverySessionThatWatches() throws IOException {
        StreamLink[] ends = pair();
        States<String> watching = States.of(String.class)
                .start((name, poe) -> poe.selectRead(ends[0], INPUT, null))
                .on(INPUT, (name, poe, ready) -> {
                    saw(name);
                    if (seen.size() >= 4) {
                        poe.selectRead(ends[0], null, null);
                    }
                });
        kernel.create(watching, "a");
        kernel.create(watching, "b");
        ends[1].close();

        kernel.run();

        assertEquals("[a, a, b, b]", seen.stream().limit(4).sorted().toList().toString());
        ends[0].close();
    }

    @Test
    void shouldChangeEventAndExtraWhenWatchedAgain() throws IOException {
        StreamLink[] ends = pair();
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.selectRead(ends[0], INPUT, "old");
                            poe.selectRead(ends[0], OUTPUT, "new"); // POE would go on with the old ones
                        })
                        .on(INPUT, (me, poe, ready) -> saw("input " + ready.extra()))
                        .on(OUTPUT, (me, poe, ready) -> {
                            saw("output " + ready.extra());
                            poe.selectRead(ends[0], null, null);
                        }),
                null);
        ends[1].close();

        runShows("output new");
        ends[0].close();
    }

    @Test
    void shouldNotStarveLinksByYieldsForEver() throws IOException {
        StreamLink[] ends = pair();
        int[] yields = {0};
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.selectRead(ends[0], INPUT, null);
                            poe.yield(GO);
                        })
                        .on(GO, (me, poe) -> {
                            yields[0]++;
                            if (seen.isEmpty()) {
                                poe.yield(GO);
                            }
                        })
                        .on(INPUT, (me, poe, ready) -> {
                            saw("read");
                            poe.selectRead(ends[0], null, null);
                        }),
                null);
        ends[1].close();

        runShows("read");

        assertTrue(yields[0] <= 2 * 256, "yields before the poll: " + yields[0]);
        ends[0].close();
    }
}
