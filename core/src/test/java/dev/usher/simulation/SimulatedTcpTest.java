package dev.usher.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import dev.usher.network.Poller;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedTcpTest {

    private final SimulatedNetwork network = new SimulatedNetwork(1);
    private final Poller poller = network.openPoller();

    @Test
    void shouldReadWhatArrivedThenTheResetWhenThePeerClosedWithUnreadBytes() throws IOException {
        StreamLink[] ends = connected();
        ends[1].write(ByteBuffer.allocate(5));
        ends[0].write(ByteBuffer.allocate(1));
        deliver();

        ends[1].close();
        deliver();

        assertEquals(5, ends[0].read(ByteBuffer.allocate(8)));
        SocketException reset = assertThrows(SocketException.class, () -> ends[0].read(ByteBuffer.allocate(8)));
        assertEquals("Connection reset", reset.getMessage());
        assertThrows(SocketException.class, () -> ends[0].read(ByteBuffer.allocate(8)));
        assertEquals("Broken pipe", writeFailure(ends[0]));
    }

    @Test
    void shouldLearnOfAResetOnceWhenWriting() throws IOException {
        StreamLink[] ends = connected();
        ends[0].write(ByteBuffer.allocate(1));
        deliver();
        ends[1].close();
        deliver();

        String first = writeFailure(ends[0]);
        String second = writeFailure(ends[0]);

        assertEquals("Connection reset by peer", first);
        assertEquals("Broken pipe", second);
        assertEquals(-1, ends[0].read(ByteBuffer.allocate(8)));
    }

    @Test
    void shouldDeliverAllBytesBeforeTheEnd() throws IOException {
        StreamLink[] ends = connected();

        ends[0].write(ByteBuffer.allocate(5));
        ends[0].close();
        int before = ends[1].read(ByteBuffer.allocate(8));
        deliver();

        assertEquals(0, before, "nothing arrives before a poll");
        assertEquals(5, ends[1].read(ByteBuffer.allocate(8)));
        assertEquals(-1, ends[1].read(ByteBuffer.allocate(8)));
    }

    @Test
    void shouldNotSpeakBeforeConnectingIsFinished() throws IOException {
        network.listen(new InetSocketAddress("127.0.0.1", 9000), 8);
        StreamLink client = network.connect(new InetSocketAddress("127.0.0.1", 9000), null);

        boolean before = client.finishConnect();
        deliver();

        assertFalse(before);
        assertThrows(NotYetConnectedException.class, () -> client.write(ByteBuffer.allocate(1)));
        assertNull(client.remoteAddress());
        assertTrue(client.finishConnect());
        assertEquals(1, client.write(ByteBuffer.allocate(1)));
    }

    @Test
    void shouldLetConnectionsWaitOutsideAFullBacklog() throws IOException {
        ListenLink listener = network.listen(new InetSocketAddress("127.0.0.1", 9000), 1);
        SimulatedClient first = network.connect(9000);
        SimulatedClient second = network.connect(9000);

        deliver();
        boolean secondAtOnce = second.isConnected();
        listener.accept();
        poller.poll(1_000_000_000L, (attachment, operations) -> {});

        assertTrue(first.isConnected());
        assertFalse(secondAtOnce);
        assertTrue(second.isConnected(), "it tried again after a second");
    }

    @Test
    void shouldTimeOutWhenTheBacklogStaysFull() throws IOException {
        network.listen(new InetSocketAddress("127.0.0.1", 9000), 1);
        network.connect(9000);
        SimulatedClient second = network.connect(9000);

        poller.poll(127_000_000_000L, (attachment, operations) -> {});

        assertTrue(second.isRefused());
    }

    @Test
    void shouldResetWaitingConnectionsWhenTheListenerCloses() throws IOException {
        ListenLink listener = network.listen(new InetSocketAddress("127.0.0.1", 9000), 8);
        SimulatedClient client = network.connect(9000);
        deliver();

        listener.close();
        deliver();

        assertTrue(client.isReset());
        assertEquals(0, network.openLinks());
    }

    @Test
    void shouldFailOneAcceptWhenToldTo() throws IOException {
        ListenLink listener = network.listen(new InetSocketAddress("127.0.0.1", 9000), 8);
        IOException tooMany = new IOException("Too many open files");
        network.failNextAccept(tooMany);

        StreamLink nobodyWaits = listener.accept();
        network.connect(9000);
        deliver();

        assertNull(nobodyWaits);
        assertSame(tooMany, assertThrows(IOException.class, listener::accept));
        assertNotNull(listener.accept());
    }

    @Test
    void shouldListenAtEveryAddressWhenBoundToAny() throws IOException {
        ListenLink listener = network.listen(new InetSocketAddress("0.0.0.0", 9000), 8);
        SimulatedClient four = network.connect(9000);
        SimulatedClient six = network.connect(new InetSocketAddress("::1", 9000));
        SimulatedClient any = network.connect(new InetSocketAddress("0.0.0.0", 9000));

        deliver();

        assertTrue(four.isConnected() && six.isConnected() && any.isConnected());
        assertEquals(new InetSocketAddress("127.0.0.1", 9000), listener.accept().localAddress());
        assertEquals(new InetSocketAddress("::1", 9000), listener.accept().localAddress());
    }

    @Test
    void shouldResolveOnlyTheNamesItWasTold() throws IOException {
        InetAddress address = InetAddress.getByName("10.0.0.7");
        network.name("Example.test", address);

        List<InetAddress> known = network.resolve("example.TEST");

        assertEquals(List.of(address), known);
        assertEquals(
                List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1")),
                network.resolve("localhost"));
        assertThrows(UnknownHostException.class, () -> network.resolve("elsewhere.test"));
        assertThrows(UnknownHostException.class, () -> network.resolve("999.0.0.1"));
    }

    @Test
    void shouldReportLinksInTheOrderInWhichTheyBecameReady() throws IOException {
        StreamLink[] one = connected();
        StreamLink[] two = connected();
        poller.watch(one[1], Link.READ, "one");
        poller.watch(two[1], Link.READ, "two");
        deliver();

        two[0].write(ByteBuffer.allocate(1));
        one[0].write(ByteBuffer.allocate(1));

        assertEquals(List.of("two", "one"), deliver());
        assertEquals(2, network.watchedLinks());
    }

    @Test
    void shouldWatchWithAnotherPollerOnceTheFirstIsClosed() throws IOException {
        StreamLink[] ends = connected();
        Poller first = network.openPoller();
        first.watch(ends[0], Link.WRITE, "first");
        assertThrows(IllegalStateException.class, () -> poller.watch(ends[0], Link.WRITE, "second"));

        first.close();
        poller.watch(ends[0], Link.WRITE, "second");

        assertEquals(List.of("second"), deliver());
        assertNull(first.attachment(ends[0]));
        assertEquals(1, network.watchedLinks());
    }

    private int nextPort = 9000;

    private StreamLink[] connected() throws IOException {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", nextPort++);
        ListenLink listener = network.listen(address, 8);
        StreamLink client = network.connect(address, null);
        deliver();
        assertTrue(client.finishConnect());
        return new StreamLink[] {client, listener.accept()};
    }

    private List<Object> deliver() throws IOException {
        List<Object> ready = new ArrayList<>();
        poller.poll(0, (attachment, operations) -> ready.add(attachment));
        return ready;
    }

    private static String writeFailure(StreamLink link) {
        return assertThrows(IOException.class, () -> link.write(ByteBuffer.allocate(1)))
                .getMessage();
    }
}
