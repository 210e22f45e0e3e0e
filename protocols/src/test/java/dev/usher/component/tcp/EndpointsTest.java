package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.simulation.SimulatedClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several endpoints on one server, and a set of them that changes while it runs. */
class EndpointsTest extends ServerCase {
    private static final Path PATH = Path.of("/run/echo");

    @Row("T29")
    @Test
    void shouldServeAllEndpointsWithOneConcurrency() {
        long id = echo().endpoint(Endpoint.of("::1", PORT + 1))
                .endpoint(Endpoint.unix(PATH))
                .concurrency(2)
                .started((listener, poe) -> log.add(listener.localAddresses().size() + " endpoints"))
                .start(kernel);
        SimulatedClient four = client();
        SimulatedClient six = simulation.connect(new InetSocketAddress("::1", PORT + 1));
        SimulatedClient unix = simulation.connect(UnixDomainSocketAddress.of(PATH));
        run();

        assertLog("3 endpoints", "connected", "connected");
        assertEquals("hi\r\n", four.received());
        assertEquals("hi\r\n", six.received());
        assertEquals("", unix.received());
        assertEquals(2, listener(id).connections());
        four.close();
        run();
        assertEquals("hi\r\n", unix.received());
    }

    @Row("T29")
    @Test
    void shouldTellErrorForEachEndpointThatCannotBeAndServeTheOthers() {
        echo(PORT + 1).start(kernel);
        echo().endpoint(Endpoint.of(PORT + 1))
                .endpoint(Endpoint.of("nowhere.example", PORT + 2))
                .error((listener, poe, error) -> log.add(text(error)))
                .started((listener, poe) -> log.add("started"))
                .start(kernel);
        run();
        SimulatedClient client = client();

        assertEquals("hi\r\n", client.received());
        assertLog(
                "started",
                "bind 98 Address already in use",
                "resolve 99 'nowhere.example' cannot be resolved",
                "connected");
    }

    @Row("T96")
    @Test
    void shouldListenAtEndpointsThatAreAddedAndNoLongerAtThoseThatAreRemoved() {
        long id = echo().start(kernel);
        SimulatedClient before = client();
        kernel.post(id, TcpServer.ADD_ENDPOINT, Endpoint.of("localhost", PORT + 1));
        run();
        kernel.post(id, TcpServer.REMOVE_ENDPOINT, Endpoint.of(PORT));
        run();

        assertEquals("hi\r\n", client(PORT + 1).received());
        assertTrue(client(PORT).isRefused());
        assertEquals("a\r\n", ask(before, "a\n").replace("hi\r\n", ""));
        assertEquals(List.of(Endpoint.of("localhost", PORT + 1)), listener(id).endpoints());
    }

    @Row("T96")
    @Test
    void shouldMoveToAnotherEndpointOnlyIfItCanListenThere() {
        echo(PORT + 1).start(kernel);
        long id = echo().error((listener, poe, error) -> log.add(text(error))).start(kernel);
        kernel.post(id, TcpServer.REBIND, Endpoint.of(PORT + 1));
        run();
        assertEquals("hi\r\n", client(PORT).received());

        kernel.post(id, TcpServer.REBIND, Endpoint.of(PORT + 2));
        run();

        assertLog("bind 98 Address already in use", "connected");
        assertEquals("hi\r\n", client(PORT + 2).received());
        assertTrue(client(PORT).isRefused());
        assertEquals(PORT + 2, listener(id).port());
    }

    @Row("T96")
    @Test
    void shouldNotListenAgainAfterAShutdown() {
        long id = echo().start(kernel);
        client();
        kernel.post(id, TcpServer.SHUTDOWN);
        kernel.post(id, TcpServer.ADD_ENDPOINT, Endpoint.of(PORT + 1));
        run();

        assertTrue(client(PORT + 1).isRefused());
        assertEquals(List.of(), Logs.complaints());
    }

    @Row("T96")
    @Test
    void shouldKeepNewEndpointsPausedWhileTheListenerIs() {
        long id = echo().concurrency(0).start(kernel);
        kernel.post(id, TcpServer.ADD_ENDPOINT, Endpoint.of(PORT + 1));
        run();

        assertEquals("", client(PORT + 1).received());
        assertFalse(listener(id).isAccepting());
    }

    @Row("T30")
    @Test
    void shouldHandTheOptionsOfSocketsToEveryConnection() {
        echo().socketOption(StandardSocketOptions.SO_KEEPALIVE, true)
                .socketOption(StandardSocketOptions.SO_LINGER, 3)
                .clientConnected((client, poe) -> log.add(option(client, StandardSocketOptions.SO_KEEPALIVE) + " "
                        + option(client, StandardSocketOptions.SO_LINGER)))
                .start(kernel);
        client();

        assertLog("true 3");
    }

    private static <T> T option(TcpConnection<?, ?, ?> client, SocketOption<T> option) {
        try {
            return client.wheel().orElseThrow().link().option(option);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRefuseAnOptionsValueOfAnotherClass() {
        assertThrows(IllegalArgumentException.class, () -> raw(StandardSocketOptions.SO_LINGER, "3"));
    }

    @SuppressWarnings("unchecked")
    private void raw(SocketOption<?> option, Object value) {
        echo().socketOption((SocketOption<Object>) option, value);
    }
}
