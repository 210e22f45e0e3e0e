package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.simulation.Faults;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section C of the checklist: connecting elsewhere, again, and no more. */
class ClientEventsTest extends ClientCase {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    @Test
    @Row({"TC30", "TC32"})
    void shouldConnectElsewhereAndRememberIt() {
        serve();
        serve(9001, "other");
        long id = telling().start(kernel);
        run();

        kernel.post("c", TcpClient.CONNECT, new InetSocketAddress("127.0.0.1", 9001));
        run();
        assertEquals(9001, heap(id).remotePort());
        kernel.post("c", TcpClient.RECONNECT);
        run();
        heap(id).connect("127.0.0.1", PORT);
        run();

        assertLog(
                "started",
                "connected",
                "got hi",
                "disconnected",
                "connected",
                "got other",
                "disconnected",
                "connected",
                "got other",
                "disconnected",
                "connected",
                "got hi");
    }

    @Test
    @Row("TC32")
    void shouldNotTellOfDroppedConnectionsWhenAsked() {
        serve();
        telling().disconnectedOnReconnect(false).start(kernel);
        run();

        kernel.post("c", TcpClient.RECONNECT);
        run();

        assertLog("started", "connected", "got hi", "connected", "got hi");
        assertEquals(2, simulation.network().openLinks() - 1, "two ends and the listener");
    }

    @Test
    @Row({"TC6", "TC27", "TC29", "TC31", "TC40"})
    void shouldReconnectAfterAMinuteAndKeepItsAlias() {
        long id = telling()
                .connectError((client, poe, error) -> {
                    log.add(text(error));
                    poe.delay(TcpClient.RECONNECT, MINUTE);
                })
                .disconnected((client, poe) -> {
                    log.add("disconnected");
                    poe.delay(TcpClient.RECONNECT, MINUTE);
                })
                .start(kernel);
        run();
        assertTrue(named().isPresent());
        serve();
        advance(59);
        assertLog("started", "connect 111 Connection refused");

        advance(1);
        say("bye");
        assertTrue(named().isPresent());
        advance(60);

        assertLog(
                "started",
                "connect 111 Connection refused",
                "connected",
                "got hi",
                "flushed",
                "got bye",
                "error read 0",
                "disconnected",
                "connected",
                "got hi");
        assertEquals(3, heap(id).attempts());
    }

    @Test
    @Row("TC29")
    void shouldGiveTheAliasUpWhenItEnds() {
        serve();
        guard();
        telling().start(kernel);
        run();

        say("bye");

        assertFalse(named().isPresent());
        assertEquals(2, kernel.counts().sessions(), "the server's and the guard");
    }

    @Test
    @Row("TC33")
    void shouldForgetTimedReconnectsWhenShutDown() {
        long id = telling()
                .connectError((client, poe, error) -> poe.delay(TcpClient.RECONNECT, MINUTE))
                .start(kernel);
        run();

        kernel.post("c", TcpClient.SHUTDOWN);
        run();

        assertFalse(lives(id));
        assertFalse(named().isPresent());
    }

    @Test
    @Row("TC27")
    void shouldReconnectAlthoughServerErrorShutsDownAsPoePrograms() {
        serve();
        telling()
                .serverError((client, poe, error) -> poe.yield(TcpClient.SHUTDOWN))
                .disconnected((client, poe) -> {
                    log.add("disconnected");
                    poe.delay(TcpClient.RECONNECT, MINUTE);
                })
                .start(kernel);
        run();

        say("bye");
        advance(60);

        assertLog("started", "connected", "got hi", "flushed", "got bye", "disconnected", "connected", "got hi");
    }

    @Test
    @Row("TC34")
    void shouldEndSilentlyWhenShutDownWhileConnecting() {
        simulation.faults(Faults.none().delay(MINUTE, MINUTE));
        long id = telling().connectTimeout(Duration.ofSeconds(5)).start(kernel);
        run();

        kernel.post("c", TcpClient.SHUTDOWN);
        run();

        assertLog("started");
        assertFalse(lives(id));
        assertEquals(0, simulation.network().openLinks());
    }

    @Test
    @Row("TC35")
    void shouldWaitLongerEachTimeUpToALimit() {
        Instant begun = simulation.clock().now();
        telling()
                .connectError((client, poe, error) -> log.add("at "
                        + Duration.between(begun, simulation.clock().now()).toSeconds()))
                .reconnect(Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(5))
                        .jitter(0)
                        .tries(5))
                .start(kernel);

        advance(1000);

        assertLog("started", "at 0", "at 1", "at 3", "at 7", "at 12", "at 17");
        assertEquals(0, kernel.counts().sessions());
        assertTrue(Logs.complaints().get(0).endsWith(": given up after 6 attempts in a row"));
    }

    @Test
    @Row("TC35")
    void shouldLeavePartOfTheWaitToChance() {
        List<Double> draws = new ArrayList<>(List.of(0.5, 0.0));
        Backoff policy = Backoff.of(Duration.ofSeconds(8), Duration.ofSeconds(60))
                .jitter(0.5)
                .chance(() -> draws.remove(0));

        assertEquals(6_000_000_000L, policy.waitNs(1, () -> 1).orElseThrow());
        assertEquals(16_000_000_000L, policy.waitNs(2, () -> 1).orElseThrow());
    }

    @Test
    @Row("TC35")
    void shouldCountAnewAfterAStableConnection() {
        long server = serve();
        long id = telling()
                .reconnect(Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(64))
                        .jitter(0)
                        .stableAfter(Duration.ofSeconds(10)))
                .start(kernel);
        run();
        say("bye"); // at once: the second wait will be 2 s
        advance(1);
        say("bye");
        advance(1);
        assertEquals(2, heap(id).attempts());
        advance(1);
        assertEquals(3, heap(id).attempts());

        advance(10);
        say("bye");
        advance(1);

        assertEquals(4, heap(id).attempts());
        kernel.post(server, TcpServer.SHUTDOWN);
        kernel.post("c", TcpClient.SHUTDOWN);
        run();
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    @Row("TC35")
    void shouldNotComeBackWhenTheProgramShutItDown() {
        serve();
        long id = telling()
                .reconnect(Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .start(kernel);
        run();

        kernel.post("c", TcpClient.SHUTDOWN);
        run();

        assertFalse(lives(id));
    }

    /** The manual's input handler that looks at the flags first. */
    @Test
    @Row("TC42")
    void shouldTellAnInputHandlerWhetherItIsBeingShutDown() {
        serve();
        telling()
                .connected((client, poe) -> {
                    client.put("a");
                    client.put("b");
                })
                .serverInput((client, poe, line) -> {
                    if (client.isShutdown() || !client.isConnected()) {
                        log.add("guarded " + line);
                        return;
                    }
                    log.add("got " + line);
                    client.put("last"); // so that the shutdown has something to wait for
                    poe.call(poe.session(), TcpClient.SHUTDOWN);
                    log.add("shutdown " + client.isShutdown() + " connected " + client.isConnected());
                })
                .start(kernel);

        run();

        assertLog("started", "flushed", "got hi", "shutdown true connected false", "flushed", "disconnected");
    }

    @Test
    @Row("TC34")
    void shouldEndSilentlyWhenShutDownInPreConnect() {
        serve();
        long id = telling().preConnect((client, poe, link) -> client.shutdown()).start(kernel);

        run();

        assertLog("started");
        assertFalse(lives(id));
        assertEquals(1, simulation.network().openLinks(), "the listener's");
    }
}
