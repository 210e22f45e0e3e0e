package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.simulation.SimulatedClient;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section F of the checklist: what the heaps of listener and connection tell. */
class HeapTest extends ServerCase {

    @Row({"T97", "T98", "T99"})
    @Test
    void shouldTellOfTheListener() {
        long id = echo().alias("srv").concurrency(9).start(kernel);
        assertEquals("srv", listener(id).alias().orElseThrow());
        assertTrue(listener(echo(0).start(kernel)).alias().isEmpty());
        assertEquals(9, listener(id).concurrency());
        assertEquals(id, listener(id).session().id());

        List<SimulatedClient> clients = List.of(client(), client(), client());
        assertEquals(3, listener(id).connections());
        clients.forEach(SimulatedClient::close);
        run();
        assertEquals(0, listener(id).connections());
    }

    @Row("T100")
    @Test
    void shouldGiveTheWheelThatListens() {
        long id = echo().start(kernel);
        listener(id).listener().orElseThrow().pauseAccept();
        SimulatedClient client = client();
        assertEquals("", client.received());
        listener(id).listener().orElseThrow().resumeAccept();
        run();
        assertEquals("hi\r\n", client.received());
        assertEquals(PORT, ((InetSocketAddress) listener(id).localAddress().orElseThrow()).getPort());
        assertTrue(listener(id).listener().orElseThrow().id() > 0);
    }

    @Row({"T101", "T103", "T104", "T105"})
    @Test
    void shouldTellOfTheConnection() {
        List<TcpConnection<Void, String, String>> heaps = new ArrayList<>();
        echo().clientConnected((client, poe) -> {
                    heaps.add(client);
                    assertTrue(client.session() == poe.session());
                    assertTrue(client.wheel().orElseThrow().isOpen());
                })
                .start(kernel);
        SimulatedClient client = client();

        assertEquals(1, heaps.size());
        assertEquals("127.0.0.1", heaps.get(0).remoteIp());
        assertEquals(
                ((InetSocketAddress) client.localAddress()).getPort(),
                heaps.get(0).remotePort());
        assertEquals(client.localAddress(), heaps.get(0).remoteAddress());
        heaps.get(0).wheel().orElseThrow().pauseInput();
        assertEquals("", ask(client, "a\n"));
        heaps.get(0).wheel().orElseThrow().resumeInput();
        assertEquals("a\r\nb\r\n", ask(client, "b\n"));
        assertLog();
    }

    @Row({"T102", "T106"})
    @Test
    void shouldTellWhyItEnds() {
        TcpServer.at(PORT)
                .clientInput((client, poe, line) -> client.shutdown())
                .clientDisconnected((client, poe) -> log.add(client.gotAnError() + " " + client.isShutdown()))
                .start(kernel);
        client().reset();
        run();
        ask(client(), "x\n");

        assertLog("true true", "false true");
    }
}
