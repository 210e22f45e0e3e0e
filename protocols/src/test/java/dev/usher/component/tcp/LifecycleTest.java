package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.KernelCounts;
import dev.usher.kernel.Session;
import dev.usher.network.StreamLink;
import dev.usher.simulation.Faults;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section D of the checklist: the life of a connection. */
class LifecycleTest extends ServerCase {

    @Row({"T58", "T99"})
    @Test
    void shouldCallBackInOrder() {
        TcpListener[] heap = new TcpListener[1];
        TcpServer.at(PORT)
                .started((listener, poe) -> heap[0] = listener)
                .clientPreConnect((client, poe, link) -> log.add("pre " + heap[0].connections()))
                .clientConnected((client, poe) -> {
                    log.add("connected");
                    client.put("hi");
                })
                .clientInput((client, poe, line) -> {
                    log.add("input " + line);
                    client.put(line);
                })
                .clientFlushed((client, poe) -> log.add("flushed"))
                .clientError((client, poe, error) -> log.add(text(error)))
                .clientDisconnected((client, poe) -> log.add("disconnected " + heap[0].connections()))
                .start(kernel);
        SimulatedClient client = client();
        ask(client, "a\n");
        client.close();
        run();

        assertLog("pre 1", "connected", "flushed", "input a", "flushed", "read 0", "disconnected 1");
        assertEquals(0, heap[0].connections());
        assertEquals(1, kernel.counts().sessions());
    }

    @Row({"T59", "T60", "T61", "T62"})
    @Test
    void shouldRefuseInPreConnect() {
        List<StreamLink> links = new ArrayList<>();
        long id = echo().concurrency(1)
                .clientPreConnect((client, poe, link) -> {
                    links.add(link);
                    log.add(client.remoteIp() + " " + (client.remotePort() > 0) + " " + client.isShutdown() + " "
                            + client.shutdownOnError() + " " + client.wheel().isPresent());
                    if (links.size() == 1) {
                        client.reject("not you");
                    }
                })
                .clientRejected((client, poe, reason) -> log.add("rejected: " + reason))
                .start(kernel);
        SimulatedClient first = client();

        assertTrue(first.isClosedByPeer());
        assertEquals("", first.received());
        assertFalse(links.get(0).isOpen());
        assertEquals(0, listener(id).connections());
        assertEquals("hi\r\n", client().received());
        String told = "127.0.0.1 true false true false";
        assertLog(told, "rejected: not you", told, "connected");
    }

    @Row("T59")
    @Test
    void shouldTakeAShutdownInPreConnectAsRefusal() {
        echo().clientPreConnect((client, poe, link) -> client.shutdown())
                .clientRejected((client, poe, reason) -> log.add("rejected"))
                .start(kernel);

        assertTrue(client().isClosedByPeer());
        assertLog("rejected");
        assertEquals(1, kernel.counts().sessions());
    }

    @Row("T59")
    @Test
    void shouldGoOnWithTheLinkThatPreConnectGives() {
        echo().clientPreConnect((client, poe, link) -> client.link(link)).start(kernel);

        assertEquals("hi\r\n", client().received());
    }

    @Row({"T63", "T64"})
    @Test
    void shouldHaveArgumentsAndTheWheelFromTheBeginning() {
        TcpServer.at(PORT)
                .clientArgs("x", 2)
                .clientPreConnect((client, poe, link) -> log.add(link.isOpen() + " " + client.args()))
                .clientConnected((client, poe) -> {
                    log.add(client.wheel().isPresent() + " " + client.args());
                    client.put("banner");
                })
                .clientInput((client, poe, line) -> client.put(line))
                .start(kernel);
        SimulatedClient client = simulation.connect(PORT);
        client.send("early\n");
        run();

        assertLog("true [x, 2]", "true [x, 2]");
        assertEquals("banner\r\nearly\r\n", client.received());
    }

    @Row("T65")
    @Test
    void shouldCallOnceForEachRecordInOrder() {
        TcpServer.at(PORT)
                .clientInput((client, poe, line) -> log.add(line + " "
                        + (poe.wheelId() == client.wheel().orElseThrow().id())))
                .start(kernel);
        ask(client(), "a\nb\nc");

        assertLog("a true", "b true");
    }

    @Row("T66")
    @Test
    void shouldLetTheRestOfTheBurstThroughAfterAPostedShutdown() {
        TcpServer.at(PORT)
                .clientInput((client, poe, line) -> {
                    log.add(line);
                    if (line.equals("quit")) {
                        poe.yield(TcpServer.SHUTDOWN);
                    }
                })
                .start(kernel);
        ask(client(), "quit\nmore\n");

        assertLog("quit", "more");
    }

    @Row("T66")
    @Test
    void shouldStopAtOnceAfterACalledShutdown() {
        echo().clientInput((client, poe, line) -> {
                    log.add(line);
                    client.shutdown();
                })
                .start(kernel);
        ask(client(), "quit\nmore\n");

        assertLog("connected", "quit", "disconnected");
    }

    @Row({"T67", "T68"})
    @Test
    void shouldNotReadWhatComesAfterTheShutdown() throws Exception {
        StreamLink[] links = new StreamLink[1];
        TcpServer.at(PORT, StreamFilter::new)
                .clientPreConnect((client, poe, link) -> links[0] = link)
                .clientInput((client, poe, bytes) -> {
                    log.add("input " + bytes.length);
                    client.put(new byte[1_000_000]);
                    poe.yield(TcpServer.SHUTDOWN);
                })
                .clientDisconnected((client, poe) -> log.add("disconnected"))
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        client.send("go");
        run();
        byte[] flood = new byte[10_000_000];
        Arrays.fill(flood, (byte) 'f');
        client.send(flood);
        advance(10);

        assertLog("input 2");
        ByteBuffer unread = ByteBuffer.allocate(1_000_000);
        assertEquals(65_536, links[0].read(unread)); // all that the connection holds still waits
        assertEquals('f', unread.get(0));
        client.resumeReading();
        run();
        assertEquals("disconnected", log.get(1));
    }

    @Row({"T69", "T106"})
    @Test
    void shouldStreamFromFlushedAlone() {
        int[] lines = {0};
        TcpServer.at(PORT)
                .clientConnected((client, poe) -> client.put("0"))
                .clientInput((client, poe, line) -> {})
                .clientFlushed((client, poe) -> {
                    assertEquals(client.wheel().orElseThrow().id(), poe.wheelId());
                    if (++lines[0] < 5) {
                        client.put("" + lines[0]);
                        if (lines[0] == 4) {
                            poe.yield(TcpServer.SHUTDOWN);
                        }
                    }
                    log.add("flushed " + client.isShutdown());
                })
                .clientDisconnected((client, poe) -> log.add("disconnected"))
                .start(kernel);

        assertEquals("0\r\n1\r\n2\r\n3\r\n4\r\n", client().received());
        assertEquals("disconnected", log.get(log.size() - 1));
        assertEquals(6, log.size());
        assertEquals("flushed true", shutdownBehindFullOutput());
    }

    private String shutdownBehindFullOutput() {
        List<String> flushes = new ArrayList<>();
        TcpServer.at(PORT + 1)
                .clientConnected((client, poe) -> {
                    client.put("x".repeat(200_000));
                    client.shutdown();
                })
                .clientInput((client, poe, line) -> {})
                .clientFlushed((client, poe) -> flushes.add("flushed " + client.isShutdown()))
                .start(kernel);
        client(PORT + 1);
        return String.join(",", flushes);
    }

    @Row("T70")
    @Test
    void shouldSendTenMebibytesFromFlushedThenEnd() throws GeneralSecurityException {
        byte[] file = new byte[10 << 20];
        new SplittableRandom(7).nextBytes(file);
        int[] sent = {0};
        TcpServer.at(PORT, StreamFilter::new)
                .clientConnected((client, poe) -> client.put(new byte[] {'>'}))
                .clientInput((client, poe, bytes) -> {})
                .clientFlushed((client, poe) -> {
                    if (sent[0] < file.length) {
                        client.put(Arrays.copyOfRange(file, sent[0], sent[0] + 65_536));
                        sent[0] += 65_536;
                    } else {
                        poe.yield(TcpServer.SHUTDOWN);
                    }
                })
                .start(kernel);
        simulation.faults(Faults.none().shortWrites(0.3).shortReads(0.3));
        SimulatedClient client = client();

        byte[] received = client.receivedBytes();
        assertTrue(client.isClosedByPeer());
        assertEquals(file.length + 1, received.length);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] expected = sha.digest(file);
        assertArrayEquals(expected, sha.digest(Arrays.copyOfRange(received, 1, received.length)));
    }

    @Row("T71")
    @Test
    void shouldSendWhatTheLastFlushedPuts() {
        int[] flushes = {0};
        TcpServer.at(PORT)
                .clientConnected((client, poe) -> {
                    client.put("x".repeat(60_000));
                    client.shutdown();
                })
                .clientInput((client, poe, line) -> {})
                .clientFlushed((client, poe) -> {
                    if (flushes[0]++ == 0) {
                        log.add("put " + client.put("y".repeat(60_000)));
                    }
                })
                .clientDisconnected((client, poe) -> log.add("disconnected"))
                .start(kernel);
        SimulatedClient client = client();

        assertEquals(120_004, client.receivedBytes().length);
        assertTrue(client.isClosedByPeer());
        assertLog("put false", "disconnected");
    }

    @Row("T72")
    @Test
    void shouldTellOfTheEndOfInput() {
        echo().clientError((client, poe, error) ->
                        log.add(error.operation() + "," + error.errno().number() + "," + error.text() + ","
                                + (poe.wheelId() == client.wheel().orElseThrow().id())))
                .start(kernel);
        client().close();
        run();

        assertLog("connected", "read,0,,true", "disconnected");
    }

    @Row("T73")
    @Test
    void shouldLogErrorsThatAreNotUsual() {
        List<TcpConnection<Void, String, String>> heaps = new ArrayList<>();
        TcpServer.at(PORT)
                .clientConnected((client, poe) -> heaps.add(client))
                .clientInput((client, poe, line) -> client.put(line))
                .shutdownOnError(false)
                .start(kernel);
        client().close();
        client().reset();
        run();
        assertEquals(List.of(), Logs.lines());

        SimulatedClient gone = client();
        Session session = heaps.get(2).session();
        gone.reset();
        run();
        heaps.get(2).put("x");
        run();
        assertEquals(1, Logs.lines().size(), Logs.lines().toString());
        assertEquals(
                "WARN " + session + ": write failed: EPIPE (Broken pipe)",
                Logs.lines().get(0));
    }

    @Row("T75")
    @Test
    void shouldPairEveryConnectedWithADisconnectedWhateverEndsIt() {
        int[] counts = {0, 0};
        int clients = 0;
        for (int seed = 1; seed <= 20; seed++) {
            try (Simulation run = Simulation.seeded(seed)) {
                run.faults(Faults.none()
                        .shortReads(0.3)
                        .shortWrites(0.3)
                        .resets(0.05)
                        .delay(Duration.ZERO, Duration.ofMillis(20))
                        .reorderReady());
                long id = TcpServer.at(PORT)
                        .clientConnected((client, poe) -> counts[0]++)
                        .clientDisconnected((client, poe) -> counts[1]++)
                        .clientInput(LifecycleTest::obey)
                        .clientError((client, poe, error) -> {})
                        .start(run.kernel());
                SplittableRandom random = new SplittableRandom(seed);
                List<SimulatedClient> open = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    SimulatedClient client = run.connect(PORT);
                    open.add(client);
                    clients++;
                    client.send(List.of("quit\n", "echo\n", "throw\n", "much\n", "call\nmore\n", "half")
                            .get(random.nextInt(6)));
                    switch (random.nextInt(4)) {
                        case 0 -> client.close();
                        case 1 -> client.reset();
                        case 2 -> client.halfClose();
                        default -> client.stopReading();
                    }
                    run.advance(Duration.ofMillis(random.nextInt(30)));
                }
                open.forEach(SimulatedClient::reset);
                run.advance(Duration.ofMinutes(5));
                assertEquals(counts[0], counts[1], "seed " + seed);
                assertEquals(1, run.kernel().counts().sessions(), "seed " + seed);
                run.kernel().post(id, TcpServer.SHUTDOWN);
                run.runUntilIdle();
                assertEquals(0, run.network().openLinks(), "seed " + seed);
            }
        }
        assertEquals(1000, clients);
        assertTrue(counts[0] > 500, "only " + counts[0] + " were connected");
    }

    private static void obey(TcpConnection<Void, String, String> client, Context poe, String line) {
        switch (line) {
            case "quit" -> poe.yield(TcpServer.SHUTDOWN);
            case "call" -> client.shutdown();
            case "throw" -> throw new IllegalStateException("asked for");
            case "much" -> client.put("x".repeat(300_000));
            default -> client.put(line);
        }
    }

    @Row("T76")
    @Test
    void shouldHaveTheWheelInDisconnectedAndNotAfter() {
        List<TcpConnection<?, ?, ?>> heaps = new ArrayList<>();
        echo().clientDisconnected((client, poe) -> {
                    heaps.add(client);
                    log.add("" + client.wheel().orElseThrow().isOpen());
                })
                .start(kernel);
        client().close();
        run();

        assertEquals("true", log.get(log.size() - 1));
        assertTrue(heaps.get(0).wheel().isEmpty());
    }

    @Row("T79")
    @Test
    void shouldMakeConnectionsChildrenOfTheListener() {
        Session[] sessions = new Session[1];
        long id = echo().clientConnected((client, poe) -> sessions[0] = poe.session())
                .start(kernel);
        SimulatedClient client = client();

        assertSame(kernel.idToSession(id).orElseThrow(), sessions[0].parent().orElseThrow());
        kernel.post(id, TcpServer.SHUTDOWN);
        run();
        assertEquals(2, kernel.counts().sessions());
        client.close();
        run();
        assertEquals(0, kernel.counts().sessions());
    }

    @Row("T70")
    @Test
    void shouldGiveAHalfClosingClientItsWholeAnswer() {
        TcpServer.at(PORT)
                .clientInput((client, poe, line) -> client.put("x".repeat(1_000_000)))
                .clientError((client, poe, error) -> log.add(text(error)))
                .clientDisconnected((client, poe) -> log.add("disconnected"))
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        client.send("go\n");
        client.halfClose();
        run();
        assertLog("read 0");
        advance(20);
        client.resumeReading();
        run();

        assertEquals(1_000_002, client.receivedBytes().length);
        assertTrue(client.isClosedByPeer());
        assertLog("read 0", "disconnected");
    }

    @Row("T137")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndTwoThousandConnectionsWithNothingLeft(boolean faulty) {
        int cycles = Boolean.getBoolean("usher.nightly") ? 100_000 : 2_000;
        echo().clientConnected((client, poe) -> client.put("hi"))
                .clientDisconnected((c, poe) -> {})
                .start(kernel);
        simulation.faults(faulty ? Faults.none().shortReads(0.2).resets(0.1) : Faults.none());
        run();
        KernelCounts before = kernel.counts();
        int links = simulation.network().openLinks();

        for (int i = 0; i < cycles; i++) {
            SimulatedClient client = simulation.connect(PORT);
            client.send("a\n");
            run();
            log.clear();
            if (i % 3 == 0) {
                client.reset();
            } else {
                client.close();
            }
            run();
        }

        assertEquals(before, kernel.counts());
        assertEquals(links, simulation.network().openLinks());
        assertEquals(1, simulation.network().watchedLinks());
    }
}
