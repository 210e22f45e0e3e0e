package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section E of the checklist: events that programs send. */
class EventsTest extends ServerCase {

    @Row("T81")
    @Test
    void shouldFinishConnectionsAfterTheListenersShutdown() {
        long id = echo().alias("srv")
                .stopped((listener, poe) -> log.add("stopped"))
                .start(kernel);
        SimulatedClient live = client();
        kernel.post(id, TcpServer.SHUTDOWN);
        run();

        assertEquals("a\r\n", ask(live, "a\n"));
        assertTrue(client().isRefused());
        assertTrue(kernel.aliasResolve("srv").isEmpty());
        assertLog("connected");
        live.close();
        run();
        assertLog("connected", "read 0", "disconnected", "stopped");
    }

    @Row("T82")
    @Test
    void shouldTakeEventsByIdAndByAliasAlsoFromASignalHandler() {
        Event<SignalInfo> signalled = Event.named("signalled", SignalInfo.class);
        long byId = echo().stopped((listener, poe) -> log.add("by id")).start(kernel);
        echo(PORT + 1)
                .alias("srv")
                .stopped((listener, poe) -> log.add("by alias"))
                .start(kernel);
        var handler = kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> {
                            poe.aliasSet("handler");
                            poe.sig("USR1", signalled);
                        })
                        .on(signalled, (heap, poe, signal) -> {
                            poe.post("srv", TcpServer.SHUTDOWN);
                            poe.sigHandled();
                        }),
                null);

        assertTrue(kernel.post(byId, TcpServer.SHUTDOWN));
        run();
        kernel.signal(handler, "USR1");
        run();

        assertLog("by id", "by alias");
    }

    @Row("T83")
    @Test
    void shouldTakeAShutdownTwice() {
        long id = echo().alias("srv")
                .stopped((listener, poe) -> log.add("stopped"))
                .start(kernel);
        client();
        kernel.post(id, TcpServer.SHUTDOWN);
        kernel.post(id, TcpServer.SHUTDOWN);
        kernel.post(id + 1, TcpServer.SHUTDOWN);
        kernel.post(id + 1, TcpServer.SHUTDOWN);
        run();

        assertLog("connected", "disconnected", "stopped");
        assertEquals(List.of(), Logs.lines());
    }

    @Row("T84")
    @Test
    void shouldAcceptAgainAfterDisconnected() {
        long id = TcpServer.at(PORT)
                .concurrency(1)
                .acceptor((listener, poe, opened) -> {
                    log.add("accepted");
                    opened.link().close();
                })
                .start(kernel);
        client();
        client();
        assertLog("accepted");
        assertEquals(1, listener(id).connections());
        kernel.post(id, TcpServer.DISCONNECTED);
        run();

        assertLog("accepted", "accepted");
    }

    @Row("T85")
    @Test
    void shouldWarnOfADisconnectedTooMany() {
        long id = echo().start(kernel);
        Event<Void> again = Event.named("again");
        long other = kernel.create(
                        States.of(Object.class)
                                .start((heap, poe) -> poe.aliasSet("other"))
                                .on(again, (heap, poe) -> poe.post(id, TcpServer.DISCONNECTED)),
                        null)
                .id();
        kernel.post("other", again);
        run();

        assertEquals(0, listener(id).connections());
        assertEquals(
                List.of("WARN session " + id + ": 'disconnected' from session " + other
                        + " (other) in its 'again', but there is no connection"),
                Logs.lines());
        assertEquals("hi\r\n", client().received());
    }

    @Row("T86")
    @Test
    void shouldChangeTheConcurrencyAndNeverCut() {
        long id = echo().concurrency(2).start(kernel);
        SimulatedClient first = client();
        SimulatedClient second = client();
        assertEquals(true, kernel.call(id, TcpServer.SET_CONCURRENCY, 1));
        SimulatedClient third = client();
        assertEquals("a\r\n", ask(first, "a\n"));
        assertEquals("b\r\n", ask(second, "b\n"));

        first.close();
        run();
        assertEquals("", third.received());
        second.close();
        run();
        assertEquals("hi\r\n", third.received());

        SimulatedClient fourth = client();
        assertEquals("", fourth.received());
        kernel.post(id, TcpServer.SET_CONCURRENCY, 2);
        run();
        assertEquals("hi\r\n", fourth.received());
        assertEquals(2, listener(id).concurrency());
    }

    @Row("T87")
    @Test
    void shouldOpenUpAtMinusOne() {
        long id = echo().concurrency(0).start(kernel);
        List<SimulatedClient> waiting = List.of(client(), client(), client());
        kernel.post(id, TcpServer.SET_CONCURRENCY, -1);
        run();

        waiting.forEach(client -> assertEquals("hi\r\n", client.received()));
        kernel.post(id, TcpServer.SET_CONCURRENCY, 0);
        run();
        assertEquals("", client().received());
    }

    @Row("T88")
    @Test
    void shouldKeepTheConcurrencyWhenToldNonsense() {
        long id = echo().concurrency(1).start(kernel);

        assertEquals(false, kernel.call(id, TcpServer.SET_CONCURRENCY, null));
        assertEquals(false, kernel.call(id, TcpServer.SET_CONCURRENCY, -2));
        assertNull(kernel.call(id, Event.any("set_concurrency"), "many"));
        run();

        assertEquals(1, listener(id).concurrency());
        assertEquals(3, Logs.complaints().size(), Logs.lines().toString());
        assertEquals("hi\r\n", client().received());
        assertEquals("", client().received());
    }

    @Row("T89")
    @Test
    void shouldSendWhatWasPutBeforeAShutdown() {
        echo().clientInput((client, poe, line) -> {
                    client.put("bye");
                    poe.yield(TcpServer.SHUTDOWN);
                })
                .start(kernel);
        SimulatedClient client = client();

        assertEquals("bye\r\n", ask(client, "quit\n"));
        assertTrue(client.isClosedByPeer());
        assertFalse(client.isReset());
        assertLog("connected", "disconnected");
    }

    @Row("T90")
    @Test
    void shouldDisconnectInTheShutdownItselfWhenNothingWaits() {
        echo().clientInput((client, poe, line) -> {
                    client.shutdown();
                    log.add("after shutdown");
                })
                .start(kernel);
        ask(client(), "x\n");

        assertLog("connected", "disconnected", "after shutdown");
    }

    @Row("T91")
    @Test
    void shouldEndAtOnceAfterAnErrorWhateverWaits() {
        echo().clientInput((client, poe, line) -> client.put("x".repeat(1 << 20)))
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        ask(client, "go\n");
        client.reset();
        run();

        assertEquals("disconnected", log.get(log.size() - 1));
        assertEquals(1, kernel.counts().sessions());
        assertEquals(0, kernel.counts().alarms());
    }

    @Row("T92")
    @Test
    void shouldGiveUpOnAPeerThatDoesNotTakeTheRest() {
        echo().linger(Duration.ofSeconds(5))
                .clientInput((client, poe, line) -> {
                    client.put("x".repeat(1_000_000));
                    client.shutdown();
                })
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        ask(client, "go\n");
        advance(4);
        assertLog("connected");
        advance(2);

        assertLog("connected", "write 110 the client has not taken the rest within PT5S", "disconnected");
        assertEquals(1, kernel.counts().sessions());
    }

    @Row("T92")
    @Test
    void shouldLingerThirtySecondsUnlessSaid() {
        echo().clientInput((client, poe, line) -> {
                    client.put("x".repeat(1_000_000));
                    client.shutdown();
                })
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        ask(client, "go\n");
        advance(29);
        assertEquals(1, log.size());
        advance(2);

        assertEquals(3, log.size());
    }
}
