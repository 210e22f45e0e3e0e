package dev.usher.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NioNetworkTest extends NetworkContract {

    @Override
    protected Network network() {
        return new NioNetwork();
    }

    @Test
    void shouldRoundWaitingTimesUpToMilliseconds() {
        assertEquals(1, NioPoller.millisRoundedUp(1));
        assertEquals(1, NioPoller.millisRoundedUp(1_000_000));
        assertEquals(2, NioPoller.millisRoundedUp(1_000_001));
        assertEquals(9_223_372_036_855L, NioPoller.millisRoundedUp(Long.MAX_VALUE));
    }

    @Test
    void shouldDeleteTheSocketFileWhenItsListenerIsClosed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("socket");
        ListenLink listener = new NioNetwork().listen(UnixDomainSocketAddress.of(file), 16);
        assertTrue(Files.exists(file));

        listener.close();

        assertFalse(Files.exists(file));
    }

    @Test
    void shouldNotDeleteAFileThatItCouldNotBind(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("socket"), "precious");

        assertThrows(IOException.class, () -> new NioNetwork().listen(UnixDomainSocketAddress.of(file), 16));

        assertEquals("precious", Files.readString(file));
    }

    @Test
    void shouldNotConnectFromAnotherFamily() {
        InetSocketAddress four = new InetSocketAddress("127.0.0.1", 9);
        InetSocketAddress six = new InetSocketAddress("::1", 0);

        assertThrows(SocketException.class, () -> new NioNetwork().connect(four, six));
    }

    @Test
    void shouldConnectToLoopbackWhenToldAnyAddress() throws IOException {
        ListenLink listener = network.listen(new InetSocketAddress("0.0.0.0", 0), 16);

        Pair pair = connected(listener);

        assertTrue(
                ((InetSocketAddress) pair.client().remoteAddress()).getAddress().isLoopbackAddress());
        pair.close();
    }

    @Test
    void shouldSendAtOnceOnBothEnds() throws IOException {
        Pair pair = connected();

        assertTrue(((NioStreamLink) pair.client()).channel.getOption(StandardSocketOptions.TCP_NODELAY));
        assertTrue(((NioStreamLink) pair.server()).channel.getOption(StandardSocketOptions.TCP_NODELAY));
        pair.close();
    }

    @Test
    void shouldNotAllocateWhenPolling() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Pair pair = connected();
        poller.watch(pair.client(), Link.WRITE, "client");
        int[] reports = {0};
        Poller.Ready ready = (attachment, operations) -> reports[0]++;
        poller.poll(0, ready);

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1000; i++) {
            poller.poll(i % 2, ready);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertEquals(1001, reports[0]);
        assertTrue(allocated < 16_000, allocated + " bytes in 1000 polls: not one object each");
        pair.close();
    }
}
