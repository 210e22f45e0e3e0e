package dev.usher.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners at one address, of networks that share it: where the system deals, and where a thread does. */
@Timeout(30)
class SharedPortsTest {
    private final List<AutoCloseable> opened = new ArrayList<>();
    private SharedPorts ports = new SharedPorts("test", true);

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        assertEquals(List.of(), acceptors());
    }

    /** A kernel as far as this is concerned. */
    private final class Node {
        final Network network = ports.of(new NioNetwork());
        final Poller poller;
        ListenLink listener;

        Node() throws IOException {
            poller = network.openPoller();
            opened.add(poller);
        }

        Node listening(SocketAddress local) throws IOException {
            listener = network.listen(local, 50);
            opened.add(0, listener);
            poller.watch(listener, Link.READ, this);
            return this;
        }

        /** Waits until there is one to be accepted. */
        StreamLink next() throws IOException {
            for (StreamLink accepted = listener.accept(); ; accepted = listener.accept()) {
                if (accepted != null) {
                    opened.add(accepted);
                    return accepted;
                }
                poller.poll(-1, (attachment, operations) -> assertEquals(this, attachment));
            }
        }

        int port() {
            return ((InetSocketAddress) listener.localAddress()).getPort();
        }
    }

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private SocketAddress connect(SocketAddress to) throws IOException {
        SocketChannel client = SocketChannel.open(to);
        opened.add(client);
        return client.getLocalAddress();
    }

    private static List<String> acceptors() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("test-accepts"))
                .toList();
    }

    @Test
    void shouldDealInTurnWhenHandingOff() throws IOException {
        Node one = new Node().listening(local(0));
        Node two = new Node().listening(local(0));
        assertEquals(one.port(), two.port());
        assertEquals(1, acceptors().size());

        for (int i = 0; i < 10; i++) {
            Node next = i % 2 == 0 ? one : two;
            SocketAddress client = connect(next.listener.localAddress());
            StreamLink accepted = next.next();

            assertEquals(client, accepted.remoteAddress());
            assertTrue(accepted.option(StandardSocketOptions.TCP_NODELAY));
        }
        assertNull(one.listener.accept());
        assertNull(two.listener.accept());
    }

    @Test
    void shouldLetTheSystemDealWhenItCan() throws IOException {
        ports = new SharedPorts("test", false);
        Node one = new Node().listening(local(0));
        Node two = new Node().listening(local(0));
        assertEquals(one.port(), two.port());

        int[] got = new int[2];
        for (int i = 0; i < 1_000 && (got[0] == 0 || got[1] == 0); i++) {
            connect(one.listener.localAddress());
            boolean taken = false;
            while (!taken) {
                for (Node each : List.of(one, two)) {
                    StreamLink accepted = each.listener.accept();
                    if (accepted != null) {
                        accepted.close();
                        got[each == one ? 0 : 1]++;
                        taken = true;
                    }
                }
            }
        }

        assertEquals(List.of(), acceptors());
        assertTrue(got[0] > 0 && got[1] > 0, () -> got[0] + " and " + got[1]);
    }

    @Test
    void shouldPassOnWhatTheSystemDealsToAPausedOne() throws Exception {
        ports = new SharedPorts("test", false);
        Node one = new Node().listening(local(0));
        Node two = new Node().listening(local(0));
        two.poller.watch(two.listener, 0, two);
        AtomicBoolean over = new AtomicBoolean();
        Thread paused = new Thread(() -> {
            try {
                while (!over.get()) {
                    two.poller.poll(-1, (attachment, operations) -> over.set(true)); // nobody is to be told
                }
            } catch (IOException e) {
                over.set(true);
            }
        });
        paused.setDaemon(true);
        paused.start();

        Set<StreamLink> served = new HashSet<>();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 40; i++) { // half of which are more than one may have waiting
                connect(one.listener.localAddress());
            }
            for (int i = 0; i < 40; i++) {
                served.add(one.next());
            }
        }

        assertEquals(200, served.size());
        assertTrue(!over.getAndSet(true));
        two.poller.wakeUp();
        paused.join();
    }

    @Test
    void shouldDealToThoseWhoAcceptWhenAnotherIsPaused() throws IOException {
        Node one = new Node().listening(local(0));
        Node two = new Node().listening(local(0));
        two.poller.watch(two.listener, 0, two);

        for (int i = 0; i < 5; i++) {
            connect(one.listener.localAddress());
            one.next();
        }
        two.poller.watch(two.listener, Link.READ, two);
        connect(one.listener.localAddress());
        connect(one.listener.localAddress());

        one.next();
        two.next();
    }

    @Test
    void shouldLeaveInTheBacklogWhatNobodyHasRoomFor() throws IOException {
        Node one = new Node().listening(local(0));
        List<SocketAddress> clients = new ArrayList<>();
        int many = SharedAddress.WAITING_AT_MOST + 10;
        for (int i = 0; i < many; i++) {
            clients.add(connect(one.listener.localAddress()));
        }

        List<SocketAddress> served = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            served.add(one.next().remoteAddress());
        }

        assertEquals(clients, served);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGiveWhatWaitsToAnotherWhenOneCloses(boolean handsOff) throws IOException {
        ports = new SharedPorts("test", handsOff);
        Node one = new Node().listening(local(0));
        Node two = new Node().listening(local(0));
        SocketAddress at = one.listener.localAddress();
        List<String> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(connect(at).toString());
        }

        one.listener.close();
        List<String> served = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            served.add(two.next().remoteAddress().toString());
        }

        clients.sort(null);
        served.sort(null);
        assertEquals(clients, served);
        assertThrows(ClosedChannelException.class, one.listener::accept);
        assertFalse(one.listener.isOpen());
        assertNull(one.listener.localAddress());
        connect(at);
        assertEquals(at, two.next().localAddress());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFreeTheAddressWhenTheLastCloses(boolean handsOff) throws IOException {
        ports = new SharedPorts("test", handsOff);
        Node one = new Node().listening(local(0));
        Node two = new Node().listening(local(0));
        SocketAddress at = one.listener.localAddress();

        one.listener.close();
        two.listener.close();
        two.listener.close();

        assertEquals(List.of(), acceptors());
        new NioNetwork().listen(at, 50).close();
        one.listening(at);
        assertEquals(at, two.listening(at).listener.localAddress());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseAnAddressThatOneHasAlreadyOrAnotherProgramHas(boolean handsOff) throws IOException {
        ports = new SharedPorts("test", handsOff);
        Node one = new Node().listening(local(0));
        SharedPorts elsewhere = new SharedPorts("test", handsOff);

        for (Network refused : List.of(one.network, elsewhere.of(new NioNetwork()), new NioNetwork())) {
            assertThrows(BindException.class, () -> refused.listen(one.listener.localAddress(), 50));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGiveTheSecondListenerAtPortZeroASecondPort(boolean handsOff) throws IOException {
        ports = new SharedPorts("test", handsOff);
        Node one = new Node().listening(local(0));
        int first = one.port();
        int second = one.listening(local(0)).port();
        Node two = new Node().listening(local(0));

        assertNotEquals(first, second);
        assertEquals(first, two.port());
        assertEquals(second, two.listening(local(0)).port());
    }

    @Test
    void shouldGiveEachAPortOfItsOwnWhenSettled() throws IOException {
        Node one = new Node().listening(local(0));
        Node two = new Node();
        ports.settle();

        assertNotEquals(one.port(), two.listening(local(0)).port());
        assertEquals(one.port(), two.listening(local(one.port())).port());
    }

    @Test
    void shouldHandOffWhereTheSystemSharesNoAddress() throws IOException {
        ports = new SharedPorts("test", false);
        UnixDomainSocketAddress file = UnixDomainSocketAddress.of(folder.resolve("s"));
        Node one = new Node().listening(file);
        Node two = new Node().listening(file);
        assertEquals(1, acceptors().size());

        connect(file);
        connect(file);

        assertEquals(file, one.next().localAddress());
        assertEquals(file, two.next().localAddress());
        one.listener.close();
        assertTrue(Files.exists(file.getPath()));
        two.listener.close();
        assertFalse(Files.exists(file.getPath()));
    }

    @Test
    void shouldLeaveAloneWhoSharesHimself() throws IOException {
        SocketOptions options = SocketOptions.NONE.with(StandardSocketOptions.SO_REUSEPORT, true);
        Node one = new Node();
        one.listener = one.network.listen(local(0), 50, options);
        opened.add(one.listener);

        opened.add(one.network.listen(one.listener.localAddress(), 50, options));

        assertEquals(List.of(), acceptors());
    }

    @Test
    void shouldTellOneKernelWhenAcceptingFails() throws IOException {
        Node one = new Node().listening(local(0));
        Node two = new Node().listening(local(0));
        SharedAddress address = new SharedAddress(local(0), local(0));
        Share first = address.join((SharedNetwork) one.network);
        Share second = address.join((SharedNetwork) two.network);
        address.takes(first, true);
        address.takes(second, true);

        address.failed(new IOException("Too many open files"));

        assertEquals(1, first.waiting());
        assertEquals(0, second.waiting());
        assertEquals(
                "Too many open files",
                assertThrows(IOException.class, () -> address.take(first)).getMessage());
        assertEquals(0, first.waiting());
    }

    @Test
    void shouldGiveBackWhatWaitsWhenAPollerIsClosed() throws IOException {
        Node one = new Node().listening(local(0));
        Node two = new Node().listening(local(0));
        connect(one.listener.localAddress());
        connect(one.listener.localAddress());
        two.next();

        one.poller.close();

        two.next();
    }

    @Test
    void shouldReadAndSetOptionsOfTheListener() throws IOException {
        Node one = new Node().listening(local(0));

        one.listener.option(StandardSocketOptions.SO_RCVBUF, 65_536);

        assertTrue(one.listener.option(StandardSocketOptions.SO_REUSEADDR));
        assertTrue(one.listener.option(StandardSocketOptions.SO_RCVBUF) >= 65_536);
        assertEquals("a listener at 127.0.0.1:" + one.port(), one.listener.toString());
        one.listener.close();
        assertThrows(ClosedChannelException.class, () -> one.listener.option(StandardSocketOptions.SO_REUSEADDR));
    }
}
