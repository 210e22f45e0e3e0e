package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.LineFilter;
import dev.usher.simulation.SimulatedClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section D of the checklist: exceptions and kills end one connection, in good order. */
class ExceptionsTest extends ServerCase {
    private final RuntimeException fault = new IllegalStateException("fault");
    private String throwing = "";
    private int connected;
    private int disconnected;

    private void at(String callback) {
        log.add(callback);
        if (throwing.equals(callback)) {
            throw fault;
        }
    }

    private TcpServerBuilder<String, String, String> faulty() {
        return TcpServer.at(PORT, () -> {
                    at("filter");
                    return new LineFilter();
                })
                .state(() -> {
                    at("state");
                    return "s";
                })
                .clientPreConnect((client, poe, link) -> at("pre"))
                .clientConnected((client, poe) -> {
                    connected++;
                    at("connected");
                    client.put("hi");
                })
                .clientInput((client, poe, line) -> {
                    at("input");
                    if (line.equals("tick")) {
                        poe.yield(TICK);
                    }
                    client.put(line.equals("much") ? "x".repeat(500_000) : line);
                })
                .clientFlushed((client, poe) -> at("flushed"))
                .marks(10, 100_000, (client, poe) -> at("low"), (client, poe) -> at("high"))
                .on(TICK, (client, poe) -> at("tick"))
                .clientError((client, poe, error) -> {
                    at("error");
                    log.add(text(error));
                })
                .clientDisconnected((client, poe) -> {
                    disconnected++;
                    at("disconnected");
                })
                .error((listener, poe, error) -> log.add("listener " + error));
    }

    @Row({"T77", "T78"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter",
                "state",
                "pre",
                "connected",
                "input",
                "flushed",
                "low",
                "high",
                "tick",
                "error",
                "disconnected"
            })
    void shouldEndThatConnectionOnlyWhenACallbackThrows(String callback) {
        long id = faulty().start(kernel);
        SimulatedClient other = client();
        assertEquals("a\r\n", ask(other, "a\n"));
        log.clear();

        throwing = callback;
        SimulatedClient client = client();
        client.send("tick\nmuch\n");
        run();
        client.close();
        run();
        throwing = "";

        assertTrue(log.contains(callback), log.toString());
        assertEquals(1, connected - disconnected); // the other one
        assertEquals(1, listener(id).connections());
        assertEquals("b\r\n", ask(other, "b\n"));
        assertEquals("c\r\n", ask(client(), "c\n"));
        if (callback.equals("error")) {
            assertTrue(
                    Logs.complaints().toString().contains("fault"), Logs.lines().toString());
        } else {
            assertTrue(log.contains("exception 125 " + fault), log.toString());
        }
    }

    @Row("T77")
    @Test
    void shouldDisconnectAConnectionThatIsKilled() {
        long id = faulty().start(kernel);
        client();
        SimulatedClient killed = client();
        kernel.signal(kernel.idToSession(id + 2).orElseThrow(), "TERM");
        run();

        assertTrue(killed.isClosedByPeer());
        assertEquals(1, disconnected);
        assertEquals(1, listener(id).connections());
        kernel.signal(kernel.idToSession(id).orElseThrow(), "TERM");
        run();
        assertEquals(2, disconnected);
        assertEquals(0, kernel.counts().sessions());
        assertEquals(0, simulation.network().openLinks());
    }

    @Row("T78")
    @Test
    void shouldOutliveExceptionsOfAKilledConnectionAndOfStopped() {
        faulty().stopped((listener, poe) -> at("stopped")).start(kernel);
        guard();
        client();
        throwing = "disconnected";
        kernel.signal(kernel.idToSession(3).orElseThrow(), "TERM");
        run();
        throwing = "stopped";
        kernel.post(1, TcpServer.SHUTDOWN);
        run();

        assertTrue(log.contains("stopped"));
        assertEquals(2, Logs.complaints().size(), Logs.lines().toString());
    }

    @Row("T78")
    @Test
    void shouldKeepListeningWhenTheListenersCallbacksThrow() {
        TcpServer.at(PORT)
                .started((listener, poe) -> {
                    throw fault;
                })
                .error((listener, poe, error) -> {
                    throw fault;
                })
                .clientInput((client, poe, line) -> client.put(line))
                .start(kernel);
        run();
        simulation.network().failNextAccept(new java.io.IOException("x"));
        SimulatedClient client = client();

        assertEquals("a\r\n", ask(client, "a\n"));
        assertEquals(2, Logs.complaints().size());
    }

    @Row("T78")
    @Test
    void shouldLogWhatNobodyIsTold() {
        TcpServer.at(PORT)
                .clientInput((client, poe, line) -> {
                    throw fault;
                })
                .start(kernel);
        ask(client(), "a\n");

        List<String> complaints = Logs.complaints();
        assertEquals(1, complaints.size());
        assertTrue(complaints.get(0).contains("session 2"), complaints.toString());
        assertTrue(complaints.get(0).contains("<" + fault + ">"), complaints.toString());
    }

    @Row("T78")
    @Test
    void shouldLetExceptionsEndTheKernelWhereThatIsThePolicy() {
        List<String> ends = new ArrayList<>();
        TcpServer.at(PORT)
                .onException(ExceptionPolicy.DIE)
                .clientInput((client, poe, line) -> {
                    throw fault;
                })
                .clientDisconnected((client, poe) -> ends.add("disconnected"))
                .start(kernel);
        SimulatedClient client = client();
        client.send("a\n");

        assertSame(fault, assertThrows(IllegalStateException.class, this::run));
        assertEquals(List.of("disconnected"), ends);
        assertEquals(0, kernel.counts().sessions());
    }
}
