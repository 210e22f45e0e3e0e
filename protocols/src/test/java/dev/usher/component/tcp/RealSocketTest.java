package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same server over the machine's own sockets: the peers block on a thread of their own. */
class RealSocketTest {
    private static final Event<Void> TOO_LONG = Event.named("too_long");
    private static final Event<Void> GO = Event.named("go");
    private final List<String> log = new ArrayList<>();
    private final Kernel kernel = new Kernel();
    private boolean tooLong;
    private long id;

    @BeforeEach
    void clear() {
        Logs.clear();
    }

    private TcpServerBuilder<Void, String, String> echo(Object address) {
        return TcpServer.at(0)
                .address(address)
                .clientConnected((client, poe) -> {
                    log.add("connected " + client.remoteIp());
                    client.put("hi");
                })
                .clientInput((client, poe, line) -> {
                    client.put(line);
                    if (line.equals("quit")) {
                        client.shutdown();
                    }
                })
                .clientDisconnected((client, poe) -> log.add("disconnected"));
    }

    /** Runs the kernel while a peer talks to the server, then shuts the server down. */
    private <T> T during(TcpServerBuilder<?, ?, ?> server, Peer<T> peer) throws Exception {
        id = server.start(kernel);
        TcpListener listener =
                (TcpListener) kernel.idToSession(id).orElseThrow().heap();
        SocketAddress address = listener.localAddress().orElseThrow();
        return during(() -> peer.talk(address));
    }

    private <T> T during(Callable<T> talk) throws Exception {
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> poe.delay(TOO_LONG, Duration.ofSeconds(20)))
                        .on(TOO_LONG, (heap, poe) -> {
                            tooLong = true;
                            kernel.stop();
                        }),
                null);
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(talk.call());
            } catch (Throwable e) { // assertions too
                result.completeExceptionally(e);
            } finally {
                kernel.postFromAnyThread(Long.toString(id), TcpServer.SHUTDOWN, null);
            }
        });
        thread.start();
        // the watchdog alone is no reason to go on
        kernel.runWhile(() -> kernel.counts().sessions() > 1);
        assertFalse(tooLong, "it took longer than it may");
        kernel.close();
        return result.get(20, TimeUnit.SECONDS);
    }

    private interface Peer<T> {
        T talk(SocketAddress server) throws Exception;
    }

    private static String all(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static Socket connect(SocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(15_000);
        socket.connect(address, 15_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String quitAfterA(SocketAddress address) throws IOException {
        try (Socket socket = connect(address)) {
            send(socket, "a\nquit\n");
            return all(socket.getInputStream());
        }
    }

    @Row({"T38", "T58", "T89", "T103"})
    @Test
    void shouldServeIpv4() throws Exception {
        String received = during(echo("127.0.0.1"), RealSocketTest::quitAfterA);

        assertEquals("hi\r\na\r\nquit\r\n", received);
        assertEquals(List.of("connected 127.0.0.1", "disconnected"), log);
        assertEquals(0, kernel.counts().watches());
    }

    @Row({"T13", "T16", "T80"})
    @Test
    void shouldServeIpv6() throws Exception {
        String received = during(echo("::1"), RealSocketTest::quitAfterA);

        assertEquals("hi\r\na\r\nquit\r\n", received);
        assertEquals(List.of("connected ::1", "disconnected"), log);
    }

    @Row({"T29", "T30", "T135"})
    @Test
    void shouldServeSeveralEndpointsWithOptionsOfTheirSockets(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("socket");
        TcpCounts[] counts = new TcpCounts[1];
        List<SocketAddress> addresses = new ArrayList<>();
        String told = during(
                echo("127.0.0.1")
                        .countBytes(true)
                        .endpoint(Endpoint.of("::1", 0))
                        .endpoint(Endpoint.unix(path))
                        .socketOption(StandardSocketOptions.SO_KEEPALIVE, true)
                        .socketOption(StandardSocketOptions.SO_REUSEPORT, true)
                        .socketOption(StandardSocketOptions.TCP_NODELAY, false)
                        .clientPreConnect((client, poe, link) -> {
                            if (!client.remoteIp().equals("LOCAL")) {
                                log.add(link.option(StandardSocketOptions.SO_KEEPALIVE) + " "
                                        + link.option(StandardSocketOptions.TCP_NODELAY));
                            }
                        })
                        .started((listener, poe) -> addresses.addAll(listener.localAddresses()))
                        .stopped((listener, poe) -> counts[0] = listener.counts()),
                address -> {
                    StringBuilder all = new StringBuilder();
                    for (SocketAddress each : addresses) {
                        try (SocketChannel peer = SocketChannel.open(each)) {
                            peer.write(ByteBuffer.wrap("quit\n".getBytes(StandardCharsets.US_ASCII)));
                            all.append(new String(
                                    Channels.newInputStream(peer).readAllBytes(), StandardCharsets.US_ASCII));
                        }
                    }
                    return all.toString();
                });

        assertEquals("hi\r\nquit\r\n".repeat(3), told);
        assertEquals(2, log.stream().filter("true false"::equals).count());
        assertTrue(log.contains("connected LOCAL") && log.contains("connected ::1"), log::toString);
        assertEquals(new TcpCounts(3, 0, 0, 0, 15, 30), counts[0]);
    }

    /** What is about addresses and TCP means nothing there: it is passed over, since endpoints may be added. */
    @Row({"T16", "T30"})
    @Test
    void shouldServeAPathAloneWhateverOptionsOfAddressesAreSaid(@TempDir Path folder) throws Exception {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of(folder.resolve("socket"));
        StringBuilder options = new StringBuilder();
        String told = during(
                echo("127.0.0.1")
                        .address(path)
                        .port(7)
                        .perAddress(1, 1)
                        .socketOption(StandardSocketOptions.TCP_NODELAY, true)
                        .socketOption(StandardSocketOptions.IP_TOS, 16)
                        .socketOption(StandardSocketOptions.SO_REUSEPORT, true)
                        .socketOption(StandardSocketOptions.SO_SNDBUF, 65_536)
                        .clientPreConnect((client, poe, link) -> options.append(client.remotePort())
                                .append(client.localIp())
                                .append(link.option(StandardSocketOptions.SO_SNDBUF) >= 65_536)),
                address -> {
                    StringBuilder all = new StringBuilder();
                    try (SocketChannel first = SocketChannel.open(path);
                            SocketChannel second = SocketChannel.open(path)) {
                        for (SocketChannel peer : List.of(first, second)) {
                            peer.write(ByteBuffer.wrap("quit\n".getBytes(StandardCharsets.US_ASCII)));
                            all.append(new String(
                                    Channels.newInputStream(peer).readAllBytes(), StandardCharsets.US_ASCII));
                        }
                    }
                    return all.toString();
                });

        assertEquals("hi\r\nquit\r\n".repeat(2), told);
        assertEquals("0LOCALtrue".repeat(2), options.toString());
    }

    @Row("T30")
    @Test
    void shouldTellErrorOfAnOptionThatTheSystemDoesNotHave() {
        SocketOption<Boolean> unknown = new SocketOption<>() {
            @Override
            public String name() {
                return "SO_WHATEVER";
            }

            @Override
            public Class<Boolean> type() {
                return Boolean.class;
            }

            @Override
            public String toString() {
                return name();
            }
        };
        echo("127.0.0.1")
                .socketOption(unknown, true)
                .error((listener, poe, error) -> log.add(error.operation() + ": " + error.text()))
                .start(kernel);
        kernel.run();

        assertEquals(List.of("bind: Protocol not available: this system's sockets have no option SO_WHATEVER"), log);
    }

    @Row("T16")
    @Test
    void shouldServeAPath(@TempDir Path directory) throws Exception {
        String received = during(echo(UnixDomainSocketAddress.of(directory.resolve("socket"))), address -> {
            try (SocketChannel channel = SocketChannel.open(address)) {
                channel.write(ByteBuffer.wrap("a\nquit\n".getBytes(StandardCharsets.ISO_8859_1)));
                return all(Channels.newInputStream(channel));
            }
        });

        assertEquals("hi\r\na\r\nquit\r\n", received);
        assertEquals(List.of("connected LOCAL", "disconnected"), log);
    }

    @Row("T27")
    @Test
    void shouldListenAgainAtOnceOnAPortThatWasJustUsed() throws Exception {
        int[] port = {0};
        during(echo("127.0.0.1"), address -> {
            port[0] = ((InetSocketAddress) address).getPort();
            return quitAfterA(address); // the server closes first: its end waits (TIME_WAIT)
        });
        RealSocketTest again = new RealSocketTest();
        String received = again.during(again.echo("127.0.0.1").port(port[0]), RealSocketTest::quitAfterA);

        assertEquals("hi\r\na\r\nquit\r\n", received);
    }

    @Row({"T2", "T21", "T22"})
    @Test
    void shouldReportAPortThatIsHeld() throws Exception {
        List<String> errors = new ArrayList<>();
        during(echo("127.0.0.1"), address -> {
            CompletableFuture<String> told = new CompletableFuture<>();
            try (Kernel other = new Kernel()) {
                TcpServer.at(((InetSocketAddress) address).getPort())
                        .address("127.0.0.1")
                        .clientInput((client, poe, line) -> {})
                        .error((listener, poe, error) -> told.complete(ServerCase.text(error)))
                        .start(other);
                other.run();
            }
            return errors.add(told.get());
        });

        assertEquals(List.of("bind 98 Address already in use"), errors);
    }

    @Row({"T17", "T86"})
    @Test
    void shouldLetClientsWaitInTheBacklog() throws Exception {
        List<String> order = during(echo("127.0.0.1").concurrency(1), address -> {
            List<String> seen = new ArrayList<>();
            try (Socket first = connect(address);
                    Socket second = connect(address)) {
                first.getInputStream().readNBytes(4);
                seen.add("available " + second.getInputStream().available());
                first.shutdownOutput();
                seen.add(new String(second.getInputStream().readNBytes(4), StandardCharsets.ISO_8859_1));
            }
            return seen;
        });

        assertEquals(List.of("available 0", "hi\r\n"), order);
    }

    @Row("T81")
    @Test
    void shouldFinishConnectionsAfterTheListenersShutdown() throws Exception {
        String echoed = during(echo("127.0.0.1"), address -> {
            try (Socket socket = connect(address)) {
                socket.getInputStream().readNBytes(4);
                kernel.postFromAnyThread(Long.toString(id), TcpServer.SHUTDOWN, null);
                send(socket, "a\n");
                String answer = new String(socket.getInputStream().readNBytes(3), StandardCharsets.ISO_8859_1);
                send(socket, "b\n"); // the socket that listens is really closed at the poll after
                answer += new String(socket.getInputStream().readNBytes(3), StandardCharsets.ISO_8859_1);
                assertThrows(ConnectException.class, () -> connect(address));
                return answer;
            }
        });

        assertEquals("a\r\nb\r\n", echoed);
    }

    @Row({"T70", "T72"})
    @Test
    void shouldGiveAHalfClosingClientItsWholeAnswer() throws Exception {
        byte[] file = new byte[10 << 20];
        new SplittableRandom(3).nextBytes(file);
        int[] sent = {0};
        TcpServerBuilder<Void, byte[], byte[]> server = TcpServer.at(0, StreamFilter::new)
                .address("127.0.0.1")
                .clientInput((client, poe, bytes) -> client.put(file))
                .clientError((client, poe, error) -> log.add(ServerCase.text(error)))
                .clientFlushed((client, poe) -> sent[0]++)
                .clientDisconnected((client, poe) -> log.add("disconnected"));
        byte[] received = during(server, address -> {
            try (Socket socket = connect(address)) {
                send(socket, "go");
                socket.shutdownOutput();
                return socket.getInputStream().readAllBytes();
            }
        });

        assertTrue(Arrays.equals(file, received));
        assertEquals(List.of("read 0", "disconnected"), log);
    }

    @Row({"T41", "T73"})
    @Test
    void shouldEndAConnectionThatIsReset() throws Exception {
        during(echo("127.0.0.1").clientError((client, poe, error) -> log.add(ServerCase.text(error))), address -> {
            try (Socket socket = connect(address)) {
                socket.getInputStream().readNBytes(4);
                socket.setSoLinger(true, 0);
            }
            return null;
        });

        assertEquals(List.of("connected 127.0.0.1", "read 104 Connection reset by peer", "disconnected"), log);
    }

    @Row({"T77", "T78"})
    @Test
    void shouldEndOnlyTheConnectionWhoseCallbackThrows() throws Exception {
        String received = during(
                echo("127.0.0.1")
                        .clientInput((client, poe, line) -> {
                            if (line.equals("throw")) {
                                throw new IllegalStateException("asked for");
                            }
                            client.put(line);
                        })
                        .clientError((client, poe, error) -> {}),
                address -> {
                    try (Socket faulty = connect(address);
                            Socket other = connect(address)) {
                        send(faulty, "throw\n");
                        String first = all(faulty.getInputStream());
                        send(other, "a\n");
                        return first + new String(other.getInputStream().readNBytes(7), StandardCharsets.ISO_8859_1);
                    }
                });

        assertEquals("hi\r\nhi\r\na\r\n", received);
    }

    @Row("T75")
    @Test
    void shouldEndHundredsOfConnectionsWithNothingLeft() throws Exception {
        int answered = during(echo("127.0.0.1"), address -> {
            int count = 0;
            for (int i = 0; i < 200; i++) {
                count += quitAfterA(address).equals("hi\r\na\r\nquit\r\n") ? 1 : 0;
            }
            return count;
        });

        assertEquals(200, answered);
        assertEquals(400, log.size());
        assertArrayEquals(
                new int[] {0, 0},
                new int[] {kernel.counts().watches(), kernel.counts().aliases()});
    }

    @Row("T89")
    @Test
    void shouldNotLoseTheAnswerToUnreadInput() throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        TcpServerBuilder<Void, String, String> server = echo("127.0.0.1")
                .clientConnected((client, poe) -> {
                    if (!over.isDone()) {
                        client.wheel().orElseThrow().pauseInput();
                    }
                    client.put("hi");
                })
                .on(GO, (client, poe) -> client.wheel().orElseThrow().resumeInput())
                .clientDisconnected((client, poe) -> over.complete(null));
        String received = during(server, address -> {
            try (Socket socket = connect(address)) {
                socket.getInputStream().readNBytes(4); // its session is there now
                send(socket, "quit\n" + "x".repeat(100_000)); // more than is read at once, less than sockets hold
                kernel.postFromAnyThread(Long.toString(id + 2), GO, null);
                over.get(15, TimeUnit.SECONDS);
                try (Socket other = connect(address)) { // has the server poll again: the socket is closed, and reset
                    other.getInputStream().readNBytes(4);
                }
                return all(socket.getInputStream());
            }
        });

        assertEquals("quit\r\n", received);
    }
}
