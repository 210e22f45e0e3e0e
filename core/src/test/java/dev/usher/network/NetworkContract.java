package dev.usher.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.network.Polls.Report;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every network keeps to. Each network's test extends it. */
public abstract class NetworkContract extends AddressContract {

    @Test
    void shouldConnectAndAcceptWhenSomebodyListens() throws IOException {
        ListenLink listener = network.listen(ANY_PORT, 16);
        assertNull(listener.accept(), "nobody connects yet");

        StreamLink client = network.connect(listener.localAddress(), null);
        polls.await(listener, Link.READ);
        StreamLink server = listener.accept();
        polls.await(client, Link.WRITE);

        assertTrue(client.finishConnect());
        assertTrue(server.finishConnect());
        assertEquals(listener.localAddress(), client.remoteAddress());
        assertEquals(client.localAddress(), server.remoteAddress());
        assertEquals(listener.localAddress(), server.localAddress());
        closeAll(listener, client, server);
    }

    @Test
    void shouldBeReportedWritableBeforeAndAfterConnectingIsFinished() throws IOException {
        ListenLink listener = network.listen(ANY_PORT, 16);
        StreamLink client = network.connect(listener.localAddress(), null);
        poller.watch(client, Link.READ | Link.WRITE, "client");
        List<Report> writable = List.of(new Report("client", Link.WRITE));

        List<Report> before = polls.poll(-1);
        boolean connected = client.finishConnect();
        List<Report> after = polls.poll(-1);

        assertEquals(writable, before);
        assertTrue(connected);
        assertEquals(writable, after);
        closeAll(listener, client);
    }

    @Test
    void shouldCarryBytesBothWays() throws IOException {
        Pair pair = connected();

        write(pair.client(), "ping");
        String ping = read(pair.server());
        write(pair.server(), "pong");
        String pong = read(pair.client());

        assertEquals("ping", ping);
        assertEquals("pong", pong);
        assertEquals(0, pair.client().read(ByteBuffer.allocate(8)), "nothing more is there");
        pair.close();
    }

    @Test
    void shouldTellAnAttachmentOnceThatItsLinkWasClosed() throws IOException {
        Pair pair = connected();
        int[] told = new int[2];
        Poller.Attachment first = () -> told[0]++;
        Poller.Attachment second = () -> told[1]++;
        poller.watch(pair.server(), Link.READ, first);
        poller.watch(pair.server(), Link.READ, second);
        poller.watch(pair.client(), Link.READ, first);
        poller.watch(pair.client(), 0, null);

        pair.server().close();
        pair.server().close();
        pair.client().close();

        assertEquals(0, told[0]);
        assertEquals(1, told[1]);
        assertNull(poller.attachment(pair.server()));
    }

    @Test
    void shouldReportAReadyLinkAtEveryPoll() throws IOException {
        Pair pair = connected();
        write(pair.client(), "x");
        polls.await(pair.server(), Link.READ);

        poller.watch(pair.server(), Link.READ | Link.WRITE, "server");

        List<Report> both = List.of(new Report("server", Link.READ | Link.WRITE));
        assertEquals(both, polls.poll(0));
        assertEquals(both, polls.poll(-1));
        assertEquals(both, polls.poll(Long.MAX_VALUE));
        pair.close();
    }

    @Test
    void shouldReportOnlyWhatIsWatched() throws IOException {
        Pair pair = connected();
        write(pair.client(), "x");
        polls.await(pair.server(), Link.READ);

        poller.watch(pair.server(), 0, "server");
        List<Report> forNothing = polls.poll(0);
        poller.watch(pair.server(), Link.READ, null);
        List<Report> forgotten = polls.poll(0);
        poller.watch(pair.server(), Link.WRITE, "again");
        List<Report> again = polls.poll(0);

        assertEquals(List.of(), forNothing);
        assertEquals(List.of(), forgotten);
        assertEquals(List.of(new Report("again", Link.WRITE)), again);
        pair.close();
    }

    @Test
    void shouldTellWhatALinkIsWatchedWith() throws IOException {
        Pair pair = connected();
        Object first = new Object();
        Object second = new Object();

        poller.watch(pair.client(), Link.READ, first);
        assertSame(first, poller.attachment(pair.client()));
        poller.watch(pair.client(), Link.READ, second);
        assertSame(second, poller.attachment(pair.client()));
        poller.watch(pair.client(), 0, null);

        assertNull(poller.attachment(pair.client()));
        pair.close();
    }

    @Test
    void shouldBeWritableOnlyWhileThereIsRoom() throws IOException {
        Pair pair = connected();
        ByteBuffer block = ByteBuffer.allocate(1 << 16);

        long written = fill(pair.client(), block);
        poller.watch(pair.client(), Link.WRITE, pair.client());
        List<Report> whenFull = polls.poll(0);
        long drained = 0;
        while (drained < written) {
            polls.await(pair.server(), Link.READ);
            drained += pair.server().read(block.clear());
        }

        assertEquals(List.of(), whenFull);
        polls.await(pair.client(), Link.WRITE);
        assertEquals(1, pair.client().write(ByteBuffer.allocate(1)));
        pair.close();
    }

    @Test
    void shouldEndOneDirectionOnlyWhenOutputIsShutDown() throws IOException {
        Pair pair = connected();
        write(pair.client(), "last");

        pair.client().shutdownOutput();

        assertEquals("last", read(pair.server()));
        polls.await(pair.server(), Link.READ);
        assertEquals(-1, pair.server().read(ByteBuffer.allocate(8)));
        assertThrows(ClosedChannelException.class, () -> pair.client().write(ByteBuffer.allocate(1)));
        write(pair.server(), "answer");
        assertEquals("answer", read(pair.client()));
        pair.close();
    }

    @Test
    void shouldReadTheEndWhenInputIsShutDown() throws IOException {
        Pair pair = connected();
        write(pair.client(), "lost");
        polls.await(pair.server(), Link.READ);

        pair.server().shutdownInput();

        assertEquals(-1, pair.server().read(ByteBuffer.allocate(8)));
        pair.close();
    }

    @Test
    void shouldBreakThePipeWhenWritingToAClosedPeer() throws IOException {
        Pair pair = connected();
        pair.server().close();
        polls.await(pair.client(), Link.READ);
        assertEquals(-1, pair.client().read(ByteBuffer.allocate(8)));

        assertEquals(1, pair.client().write(ByteBuffer.allocate(1)), "the first write provokes the reset");
        IOException failure = assertThrows(IOException.class, () -> {
            for (int i = 0; i < 1000; i++) {
                polls.poll(1_000_000);
                pair.client().write(ByteBuffer.allocate(1));
            }
        });

        assertEquals("Broken pipe", failure.getMessage());
        pair.close();
    }

    @Test
    void shouldBeQuietWhenClosedTwice() throws IOException {
        Pair pair = connected();
        poller.watch(pair.client(), Link.READ | Link.WRITE, "client");

        pair.client().close();
        pair.client().close();

        assertFalse(pair.client().isOpen());
        assertNull(pair.client().localAddress());
        assertNull(pair.client().remoteAddress());
        assertNull(poller.attachment(pair.client()));
        assertEquals(List.of(), polls.poll(0));
        assertThrows(ClosedChannelException.class, () -> poller.watch(pair.client(), Link.READ, "client"));
        poller.watch(pair.client(), 0, null);
        pair.close();
    }

    @Test
    void shouldEndTheNextPollWhenWokenUp() throws IOException {
        poller.wakeUp();
        poller.wakeUp();

        List<Report> reports = polls.poll(-1);

        assertEquals(List.of(), reports);
    }
}
