package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.LineFilter;
import dev.usher.simulation.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exceptions and kills end one connection, in good order. */
class ClientExceptionsTest extends ClientCase {
    private final RuntimeException fault = new IllegalStateException("fault");
    private String throwing = "";
    private int connected;
    private int disconnected;
    private boolean described;

    private void at(String callback) {
        if (throwing.equals(callback)) {
            throw fault;
        }
    }

    private TcpClientBuilder<String, String, String> faulty() {
        return TcpClient.to("127.0.0.1", PORT, () -> {
                    if (described) { // the definition tries one
                        at("filter");
                    }
                    described = true;
                    return new LineFilter();
                })
                .state(() -> {
                    at("state");
                    return "s";
                })
                .started((client, poe) -> at("started"))
                .preConnect((client, poe, link) -> at("preConnect"))
                .connected((client, poe) -> {
                    connected++;
                    client.put("question");
                    at("connected");
                })
                .serverInput((client, poe, line) -> {
                    at("input");
                    client.put("bye");
                })
                .serverFlushed((client, poe) -> at("flushed"))
                .connectError((client, poe, error) -> {
                    log.add("connectError " + error.operation());
                    at("connectError");
                })
                .serverError((client, poe, error) -> {
                    log.add("error " + error.operation());
                    at("error");
                })
                .disconnected((client, poe) -> {
                    disconnected++;
                    at("disconnected");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter",
                "state",
                "started",
                "preConnect",
                "connected",
                "input",
                "flushed",
                "error",
                "disconnected",
                "connectError"
            })
    @Row("TC27")
    void shouldPairConnectedWithDisconnectedWhateverThrows(String callback) {
        if (!callback.equals("connectError")) {
            serve();
        }
        int others = kernel.counts().sessions();
        throwing = callback;
        faulty().start(kernel);

        run();

        assertEquals(connected, disconnected);
        assertEquals(others, kernel.counts().sessions());
        assertTrue(
                log.stream().anyMatch(line -> line.endsWith("exception"))
                        || Logs.complaints().stream().anyMatch(line -> line.contains("fault")),
                "it is told of: " + log + Logs.lines());
        assertEquals(others, simulation.network().openLinks());
    }

    @Test
    @Row("TC27")
    void shouldTellServerErrorOfAnExceptionAndSendWhatWasPut() {
        StringBuilder got = new StringBuilder();
        TcpServer.at(PORT).clientInput((client, poe, line) -> got.append(line)).start(kernel);
        throwing = "connected";
        faulty().start(kernel);

        run();

        assertLog("error exception");
        assertEquals("question", got.toString());
    }

    @Test
    void shouldLetExceptionsEndTheKernelWhereThatIsThePolicy() {
        serve();
        throwing = "connected";
        faulty().onException(ExceptionPolicy.DIE).start(kernel);

        assertSame(fault, assertThrows(IllegalStateException.class, this::run));
    }

    @Test
    @Row("TC27")
    void shouldDisconnectAClientThatIsKilled() {
        serve();
        long id = telling().start(kernel);
        run();

        kernel.signal(id, "KILL");
        run();

        assertEquals("disconnected", log.get(log.size() - 1));
        assertEquals(1, log.stream().filter("disconnected"::equals).count());
    }

    @Test
    @Row("TC27")
    void shouldPairThemWhateverTheNetworkDoes() {
        serve();
        simulation.faults(Faults.none()
                .resets(0.2)
                .refusedConnects(0.2)
                .shortReads(0.5)
                .shortWrites(0.5)
                .reorderReady());
        for (int i = 0; i < 300; i++) {
            faulty().start(kernel);
        }

        advance(60);

        assertTrue(connected > 100, connected + " connected");
        assertEquals(connected, disconnected);
        assertEquals(1, kernel.counts().sessions(), "the server's");
        assertEquals(1, simulation.network().openLinks());
    }
}
