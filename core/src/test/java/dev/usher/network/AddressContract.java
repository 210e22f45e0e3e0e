package dev.usher.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The part of {@link NetworkContract} that is about addresses: whom one can listen as, and whom one can reach. */
public abstract class AddressContract extends NetworkFixture {

    @Test
    void shouldConnectFromTheGivenAddress() throws IOException {
        ListenLink listener = network.listen(ANY_PORT, 16);

        StreamLink client = network.connect(listener.localAddress(), ANY_PORT);

        InetSocketAddress local = (InetSocketAddress) client.localAddress();
        assertEquals(ANY_PORT.getAddress(), local.getAddress());
        assertTrue(local.getPort() > 0);
        closeAll(listener, client);
    }

    @Test
    void shouldHaveNoLocalAddressWhileItConnectsUnlessGivenOne() throws IOException {
        ListenLink listener = network.listen(ANY_PORT, 16);

        StreamLink client = network.connect(listener.localAddress(), null);
        SocketAddress before = client.localAddress();
        polls.await(client, Link.WRITE);
        client.finishConnect();

        assertNull(before);
        assertNotNull(client.localAddress());
        closeAll(listener, client);
    }

    @Test
    void shouldRefuseToConnectWhenNobodyListens() throws IOException {
        ListenLink listener = network.listen(ANY_PORT, 16);
        SocketAddress deserted = listener.localAddress();
        listener.close();

        StreamLink client = network.connect(deserted, null);
        polls.await(client, Link.WRITE);
        ConnectException failure = assertThrows(ConnectException.class, client::finishConnect);

        assertEquals("Connection refused", failure.getMessage());
        assertFalse(client.isOpen());
        assertNull(client.remoteAddress());
    }

    @Test
    void shouldRefusePortZeroAtOnce() {
        ConnectException failure = assertThrows(ConnectException.class, () -> network.connect(ANY_PORT, null));

        assertEquals("Connection refused", failure.getMessage());
    }

    @Test
    void shouldNotListenTwiceAtOneAddress() throws IOException {
        ListenLink listener = network.listen(ANY_PORT, 16);

        BindException failure = assertThrows(BindException.class, () -> network.listen(listener.localAddress(), 16));

        assertEquals("Address already in use", failure.getMessage());
        listener.close();
    }

    @Test
    void shouldListenAgainAfterAWatchedListenerWasClosedAndPolledOnce() throws IOException {
        ListenLink first = network.listen(ANY_PORT, 16);
        SocketAddress address = first.localAddress();
        poller.watch(first, Link.READ, "first");
        polls.poll(0);

        first.close();
        polls.poll(0);
        ListenLink second = network.listen(address, 16);

        assertEquals(address, second.localAddress());
        second.close();
    }

    @Test
    void shouldNotConnectToAnUnresolvedName() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 80);

        assertThrows(UnknownHostException.class, () -> network.connect(unresolved, null));
        assertThrows(UnknownHostException.class, () -> network.listen(unresolved, 1));
    }

    @Test
    void shouldResolveLoopback() throws IOException {
        assertTrue(network.resolve("localhost").stream().allMatch(InetAddress::isLoopbackAddress));
        assertEquals("10.1.2.3", network.resolve("10.1.2.3").get(0).getHostAddress());
        assertEquals("0:0:0:0:0:0:0:1", network.resolve("::1").get(0).getHostAddress());
    }

    @Test
    void shouldConnectThroughTheFileSystem(@TempDir Path folder) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        ListenLink listener = network.listen(address, 16);
        BindException inUse = assertThrows(BindException.class, () -> network.listen(address, 16));

        Pair pair = connected(listener);
        write(pair.client(), "hello");

        assertEquals("Address already in use", inUse.getMessage());
        assertEquals(address, pair.client().remoteAddress());
        assertEquals("hello", read(pair.server()));
        pair.close();
        assertThrows(IOException.class, () -> network.connect(address, null));
        network.listen(address, 16).close();
    }
}
