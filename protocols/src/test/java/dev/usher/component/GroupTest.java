package dev.usher.component;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.tcp.ProxyProtocol;
import dev.usher.component.tcp.TcpListener;
import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;
import dev.usher.component.tls.TlsFiles;
import dev.usher.kernel.KernelGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server on several kernels, over real sockets: where the system deals connections, and where a thread does. */
@Timeout(60)
class GroupTest {
    private final List<TcpListener> listeners = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private KernelGroup group;

    @AfterEach
    void close() throws IOException {
        for (Peer each : peers) {
            each.socket.close();
        }
        group.close();
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("echo-")));
    }

    /** Who connects, and blocks. */
    private final class Peer {
        final Socket socket;
        final BufferedReader in;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            peers.add(this);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        }

        String ask(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
            return in.readLine();
        }
    }

    /** Answers each line with the kernel's name and the peer's port. */
    private void start(
            int kernels, boolean handsOff, UnaryOperator<TcpServerBuilder<Void, String, String>> configuration) {
        var builder = KernelGroup.of(kernels).name("echo");
        group = (handsOff ? builder.handOff() : builder).start(kernel -> {
            long id = configuration
                    .apply(TcpServer.at(0)
                            .alias("echo")
                            .address("127.0.0.1")
                            .clientInput((client, poe, line) ->
                                    client.put(poe.kernel().name() + " " + client.remoteIp() + " " + line)))
                    .start(kernel);
            listeners.add((TcpListener) kernel.idToSession(id).orElseThrow().heap());
        });
    }

    private int port() {
        return listeners.get(0).port();
    }

    private Peer connect() throws IOException {
        return new Peer(new Socket(InetAddress.getLoopbackAddress(), port()));
    }

    @Test
    void shouldServeEachConnectionInTurnWhenHandingOff() throws IOException {
        start(3, true, server -> server);
        Set<Integer> ports =
                new HashSet<>(listeners.stream().map(TcpListener::port).toList());

        for (int i = 0; i < 12; i++) {
            assertEquals("echo-" + i % 3 + " 127.0.0.1 hello", connect().ask("hello"));
        }

        assertEquals(1, ports.size());
    }

    @Test
    void shouldServeEveryConnectionWhenTheSystemDeals() throws IOException {
        start(2, false, server -> server);

        Set<String> by = new HashSet<>();
        for (int i = 0; i < 1_000 && by.size() < 2; i++) {
            Peer peer = connect();
            by.add(peer.ask("hello"));
            peer.socket.close();
        }

        assertEquals(Set.of("echo-0 127.0.0.1 hello", "echo-1 127.0.0.1 hello"), by);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKnowThePeersAddressBehindAProxyAndSpeakTls(boolean handsOff) throws Exception {
        start(
                2,
                handsOff,
                server -> server.proxyProtocol(ProxyProtocol.trusting("127.0.0.1"))
                        .tls(TlsFiles.localhost().define()));

        for (int i = 0; i < 4; i++) {
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), port());
            plain.getOutputStream().write("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n".getBytes(US_ASCII));
            Peer peer = new Peer(TlsFiles.context().getSocketFactory().createSocket(plain, "localhost", 443, true));

            assertTrue(peer.ask("hello").endsWith(" 192.0.2.7 hello"));
        }
    }

    @Test
    void shouldFillEveryKernelToItsLimitWhenHandingOff() throws IOException {
        start(2, true, server -> server.concurrency(2));

        Set<String> by = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            by.add(connect().ask("" + i));
        }

        assertEquals(
                Set.of("echo-0 127.0.0.1 0", "echo-1 127.0.0.1 1", "echo-0 127.0.0.1 2", "echo-1 127.0.0.1 3"), by);
        Peer waiting = connect();
        peers.get(3).socket.close();
        assertEquals("echo-1 127.0.0.1 now", waiting.ask("now"));
    }

    @Test
    void shouldFillEveryKernelToItsLimitWhenTheSystemDeals() throws IOException {
        start(2, false, server -> server.concurrency(10));

        List<String> by = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            by.add(connect().ask("hello").substring(0, 6));
        }

        by.sort(null);
        assertEquals(Collections.nCopies(10, "echo-0"), by.subList(0, 10));
        assertEquals(Collections.nCopies(10, "echo-1"), by.subList(10, 20));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGoOnByTheOthersWhenOneListensNoMore(boolean handsOff) throws Exception {
        start(2, handsOff, server -> server);
        int port = port();
        group.kernels().get(0).postFromAnyThread("echo", TcpServer.SHUTDOWN, null);

        while (group.kernels().get(0).counts().sessions() > 0) {
            Thread.onSpinWait(); // until it has no session left
        }
        for (int i = 0; i < 20; i++) {
            Peer peer = new Peer(new Socket(InetAddress.getLoopbackAddress(), port));
            assertEquals("echo-1 127.0.0.1 hello", peer.ask("hello"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldStopGracefullyWhenAllAreTold(boolean handsOff) throws Exception {
        start(2, handsOff, server -> server);
        int port = port();
        List<Peer> connected = List.of(connect(), connect(), connect(), connect());
        for (Peer each : connected) {
            each.ask("hello");
        }

        group.postToAll("echo", TcpServer.SHUTDOWN, null);
        for (Peer each : connected) {
            assertTrue(each.ask("still there").endsWith("still there"));
            each.socket.shutdownOutput();
            assertNull(each.in.readLine());
        }
        group.await();

        assertThrows(ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port));
    }
}
