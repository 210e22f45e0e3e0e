package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.simulation.Faults;
import dev.usher.simulation.Simulation;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sections A, B and D of the checklist: a client connects, talks and ends. */
class TcpClientTest extends ClientCase {
    private static final Event<Void> LATER = Event.named("later");

    @Test
    @Row({"TC1", "TC18", "TC21", "TC23", "TC26", "TC27", "TC33", "TC39"})
    void shouldConnectTalkAndEnd() {
        serve();
        long id = telling().start(kernel);
        assertLog("started");
        assertTrue(lives(id));

        run();
        kernel.post(id, SAY, "echo");
        run();
        kernel.post(id, TcpClient.SHUTDOWN);
        run();

        assertLog("started", "connected", "got hi", "flushed", "got echo", "disconnected");
        assertFalse(lives(id));
        assertEquals(1, simulation.network().openLinks(), "the listener's");
    }

    @Test
    @Row({"TC7", "TC18"})
    void shouldQueueTheAttemptBeforeStarted() {
        serve();
        TcpClient.to("127.0.0.1", PORT)
                .args("a", 1)
                .started((client, poe) -> {
                    log.add("started " + client.args());
                    poe.yield(LATER);
                })
                .serverInput((client, poe, line) -> {})
                .on(LATER, (client, poe) -> log.add("attempts " + client.attempts()))
                .start(kernel);

        run();

        assertLog("started [a, 1]", "attempts 1");
    }

    @Test
    @Row({"TC2", "TC3"})
    void shouldFindAddressesAndServicesByName() throws Exception {
        simulation.network().name("a.example", InetAddress.getByName("127.0.0.1"));
        serve(7, "by name");
        telling(TcpClient.to("a.example", 1).remotePort("echo")).start(kernel);
        telling(TcpClient.to("x", 1).remoteAddress(null).remotePort("7")).start(kernel);
        telling(TcpClient.to("x", 7).remoteAddress(new byte[] {127, 0, 0, 1})).start(kernel);
        log.clear();

        run();

        assertEquals(3, log.stream().filter("got by name"::equals).count(), log.toString());
    }

    @Test
    void shouldTellOfNamesThatNobodyKnows() {
        telling(TcpClient.to("nowhere.example", 1)).start(kernel);
        telling(TcpClient.to("127.0.0.1", 1).remotePort("no-such-service")).start(kernel);
        log.clear();

        run();

        assertLog(
                "connectError resolve 99 'nowhere.example' cannot be resolved",
                "connectError getservbyname 99 no service is named 'no-such-service'; give its number");
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    @Row({"TC10", "TC11"})
    void shouldConnectFromAnAddressAndOverIpv6() {
        TcpServer.at(PORT)
                .domain(Domain.INET6)
                .address("::1")
                .clientConnected((client, poe) -> log.add("peer " + client.remoteIp() + " " + client.remotePort()))
                .clientInput((client, poe, line) -> {})
                .start(kernel);
        TcpClient.to("::1", PORT)
                .bindAddress("::1")
                .bindPort(5000)
                .connected((client, poe) -> log.add("to " + client.remoteIp() + " " + client.remotePort() + " from "
                        + client.localAddress().orElseThrow()))
                .serverInput((client, poe, line) -> {})
                .start(kernel);

        run();

        assertEquals(
                List.of("peer ::1 5000", "to ::1 9000 from " + new InetSocketAddress("::1", 5000)),
                log.stream().sorted().toList());
    }

    @Test
    @Row({"TC19", "TC36", "TC37"})
    void shouldTellByPhaseWhatThereIs() {
        serve();
        TcpClient.to("127.0.0.1", PORT)
                .started((client, poe) -> log.add("started " + facts(client)))
                .preConnect((client, poe, link) -> log.add("preConnect " + link.isOpen() + " " + facts(client)))
                .connected((client, poe) -> log.add("connected " + facts(client)))
                .serverInput((client, poe, line) -> {
                    client.shutdown();
                    log.add("after shutdown " + facts(client));
                })
                .disconnected((client, poe) -> log.add("disconnected " + facts(client)))
                .start(kernel);

        run();

        assertLog(
                "started none up=false down=false error=false",
                "preConnect true SocketFactory up=false down=false error=false",
                "connected ReadWrite up=true down=false error=false",
                "disconnected none up=false down=true error=false",
                "after shutdown none up=false down=true error=false");
    }

    private static String facts(ClientConnection<?, ?, ?> client) {
        String wheel =
                client.server().map(each -> each.getClass().getSimpleName()).orElse("none");
        return wheel + " up=" + client.isConnected() + " down=" + client.isShutdown() + " error=" + client.gotAnError();
    }

    @Test
    @Row({"TC19", "TC20"})
    void shouldTellConnectErrorWhenPreConnectRefuses() {
        serve();
        long id = telling()
                .preConnect((client, poe, link) -> client.reject("not today"))
                .start(kernel);

        run();

        assertLog("started", "connectError preconnect 125 not today");
        assertFalse(lives(id));
        assertEquals(1, simulation.network().openLinks());
    }

    @Test
    @Row("TC19")
    void shouldGoOnWithTheLinkThatPreConnectGives() {
        serve();
        telling().preConnect((client, poe, link) -> client.link(link)).start(kernel);

        run();
        say("echo");

        assertTrue(log.contains("got echo"));
    }

    @Test
    @Row("TC21")
    void shouldSendWhatConnectedPuts() {
        serve();
        telling().connected((client, poe) -> client.put("first")).start(kernel);

        run();

        assertLog("started", "flushed", "got hi", "got first");
    }

    @Test
    @Row("TC22")
    void shouldTellOfARefusalAndEnd() {
        long id = telling()
                .connectError((client, poe, error) -> log.add(text(error) + " "
                        + client.server().map(SocketFactory.class::isInstance).orElse(false)))
                .start(kernel);

        run();

        assertLog("started", "connect 111 Connection refused true");
        assertFalse(lives(id));
    }

    @Test
    @Row({"TC22", "TC24"})
    void shouldLogWhatNobodyIsTold() {
        long id = TcpClient.to("127.0.0.1", PORT)
                .serverInput((client, poe, line) -> {})
                .start(kernel);
        run();
        assertEquals(
                List.of("WARN session " + id + ": connect failed: ECONNREFUSED (Connection refused)"), Logs.lines());
        Logs.clear();
        long server = serve();
        long second = TcpClient.to("127.0.0.1", PORT)
                .connected((client, poe) -> client.put("bye"))
                .serverInput((client, poe, line) -> {})
                .start(kernel);

        run();

        assertEquals(List.of("INFO session " + second + ": normal disconnection"), Logs.lines());
        assertFalse(lives(second));
        assertTrue(lives(server));
    }

    @Test
    @Row("TC24")
    void shouldEndWhenTheServerEnds() {
        serve();
        long id = telling().start(kernel);
        run();

        say("bye");

        assertLog("started", "connected", "got hi", "flushed", "got bye", "error read 0", "disconnected");
        assertFalse(lives(id));
    }

    @Test
    @Row("TC25")
    void shouldStayAfterAnErrorWhenAsked() {
        serve();
        long id = telling().shutdownOnError(false).start(kernel);
        run();
        assertFalse(heap(id).shutdownOnError());

        say("bye");

        assertLog("started", "connected", "got hi", "flushed", "got bye", "error read 0");
        assertTrue(heap(id).gotAnError());
        kernel.post(id, TcpClient.SHUTDOWN);
        run();
        assertEquals("disconnected", log.get(log.size() - 1));
    }

    @Test
    @Row({"TC23", "TC33"})
    void shouldHearNothingMoreAfterACalledShutdown() {
        serve();
        telling()
                .connected((client, poe) -> {
                    client.put("a");
                    client.put("b");
                })
                .serverInput((client, poe, line) -> {
                    log.add("got " + line);
                    client.shutdown();
                })
                .start(kernel);

        run();

        assertLog("started", "flushed", "got hi", "disconnected");
    }

    @Test
    @Row({"TC26", "TC33"})
    void shouldSendAllBeforeItDisconnects() {
        StringBuilder got = new StringBuilder();
        TcpServer.at(PORT)
                .clientInput((client, poe, line) -> got.append(line.length()))
                .clientError((client, poe, error) -> got.append(" ").append(text(error)))
                .start(kernel);
        simulation.network().capacity(1000);
        telling()
                .connected((client, poe) -> {
                    client.put("x".repeat(50_000));
                    client.shutdown();
                })
                .start(kernel);

        run();

        assertEquals("50000 read 0", got.toString());
        assertLog("started", "flushed", "disconnected");
    }

    @Test
    @Row("TC33")
    void shouldGiveUpOnAServerThatDoesNotTakeTheRest() {
        TcpServer.at(PORT)
                .clientConnected((client, poe) -> client.wheel().orElseThrow().pauseInput())
                .clientInput((client, poe, line) -> {})
                .start(kernel);
        long id = telling()
                .linger(Duration.ofSeconds(5))
                .connected((client, poe) -> {
                    client.put("x".repeat(500_000));
                    client.shutdown();
                })
                .start(kernel);

        advance(4);
        assertLog("started");
        advance(2);

        assertLog("started", "error write 110 the server has not taken the rest within PT5S", "disconnected");
        assertFalse(lives(id));
    }

    @Test
    @Row("TC28")
    void shouldHaveNoWheelInDisconnected() {
        serve();
        telling()
                .connected((client, poe) -> client.shutdown())
                .disconnected((client, poe) -> log.add("disconnected " + client.wheel() + client.put("lost")))
                .start(kernel);

        run();

        assertLog("started", "disconnected Optional.emptytrue");
    }

    @Test
    @Row("TC12")
    void shouldTimeOutExactlyAndNotEarlier() {
        IoError[] told = new IoError[1];
        simulation.faults(Faults.none().delay(Duration.ofHours(1), Duration.ofHours(1)));
        long id = telling()
                .connectTimeout(Duration.ofMillis(1500))
                .connectError((client, poe, error) -> told[0] = error)
                .start(kernel);

        simulation.advance(Duration.ofMillis(1499));
        assertEquals(null, told[0]);
        simulation.advance(Duration.ofMillis(1));

        assertEquals("connect 110 Connection timed out", text(told[0]));
        assertFalse(lives(id));
        assertEquals(0, simulation.network().openLinks());
    }

    @Test
    @Row("TC12")
    void shouldCancelTheTimeoutWhenConnected() {
        serve();
        long id = telling().connectTimeout(Duration.ofSeconds(1)).start(kernel);

        advance(10);

        assertLog("started", "connected", "got hi");
        assertTrue(lives(id));
    }

    @Test
    void shouldGoOnWhileANameIsLookedUp() {
        ArrayDeque<Runnable> work = new ArrayDeque<>();
        close();
        simulation = Simulation.seeded(1, builder -> builder.offloadTo(work::add));
        kernel = simulation.kernel();
        serve();
        telling(TcpClient.to("localhost", PORT))
                .connectTimeout(Duration.ofSeconds(5))
                .on(TICK, (client, poe) -> log.add("tick"))
                .start(kernel);
        run();

        kernel.post("c", TICK);
        run();
        assertLog("started", "tick");
        work.remove().run();
        run();

        assertLog("started", "tick", "connected", "got hi");
    }

    @Test
    @Row("TC12")
    void shouldTimeOutALookUpAndPassOverItsLateAnswer() {
        ArrayDeque<Runnable> work = new ArrayDeque<>();
        close();
        simulation = Simulation.seeded(1, builder -> builder.offloadTo(work::add));
        kernel = simulation.kernel();
        serve();
        telling(TcpClient.to("localhost", PORT))
                .connectTimeout(Duration.ofSeconds(5))
                .start(kernel);

        advance(6);
        assertLog("started", "connectError connect 110 Connection timed out");
        work.remove().run();
        run();

        assertLog("started", "connectError connect 110 Connection timed out");
        assertEquals(1, kernel.counts().sessions(), "the server's");
    }

    @Test
    void shouldKeepItsStateFromConnectionToConnection() {
        serve();
        int[] counter = new int[1];
        TcpClient.to("127.0.0.1", PORT)
                .linger(Duration.ofSeconds(1))
                .state(() -> counter)
                .serverInput((client, poe, line) -> {
                    assertSame(counter, client.state());
                    if (++client.state()[0] < 3) {
                        client.reconnect();
                    }
                })
                .start(kernel);

        run();

        assertEquals(3, counter[0]);
    }

    @Test
    @Row("TC15")
    void shouldTellOnceOfMuchAndOnceOfLittleOutput() {
        serve();
        long id = telling()
                .marks(100, 1000, (client, poe) -> log.add("low"), (client, poe) -> log.add("high"))
                .start(kernel);
        run();
        log.clear();
        ReadWrite<String, String> wheel = heap(id).wheel().orElseThrow();
        simulation.network().capacity(10);

        for (int i = 0; i < 20; i++) {
            wheel.put("y".repeat(100));
        }
        run();

        assertEquals(
                List.of("high", "low", "flushed"),
                log.stream().filter(line -> !line.startsWith("got")).toList());
    }
}
