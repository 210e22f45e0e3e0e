package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.kernel.Errno;
import dev.usher.kernel.IoError;
import dev.usher.simulation.SimulatedClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What connections and listeners tell of themselves; what errors are called; whose thread they belong to. */
class FactsTest extends ClientCase {

    @Row("T108")
    @Test
    void shouldTellFactsOfAConnection() {
        TcpConnection<?, ?, ?>[] seen = new TcpConnection<?, ?, ?>[1];
        echo().countBytes(true)
                .clientConnected((client, poe) -> seen[0] = client)
                .clientDisconnected((client, poe) -> log.add(client.bytesIn() + " in, " + client.bytesOut() + " out"))
                .start(kernel);
        advance(5);
        Instant now = kernel.clock().wallTime();
        SimulatedClient client = client();
        ask(client, "hello\n");
        advance(7);

        assertEquals("127.0.0.1", seen[0].localIp());
        assertEquals(PORT, seen[0].localPort());
        assertEquals(client.localAddress(), seen[0].remoteAddress());
        assertEquals(
                new InetSocketAddress("127.0.0.1", PORT), seen[0].localAddress().orElseThrow());
        assertEquals(now, seen[0].connectedAt());
        assertTrue(seen[0].proxiedPeer().isEmpty());
        assertEquals(6, seen[0].bytesIn());
        assertEquals(7, seen[0].bytesOut());
        client.close();
        run();
        assertLog("read 0", "6 in, 7 out");
        assertEquals("", seen[0].localIp());
        assertEquals(0, seen[0].localPort());
    }

    @Row("T135")
    @Test
    void shouldCountWhatAServerDoes() {
        long id = echo().countBytes(true)
                .concurrency(3)
                .clientPreConnect((client, poe, link) -> {
                    if (log.contains("refuse")) {
                        client.reject("no");
                    }
                })
                .start(kernel);
        SimulatedClient one = client();
        SimulatedClient two = client();
        ask(one, "abc\n");
        two.reset();
        run();
        log.add("refuse");
        client();
        assertEquals(new TcpCounts(3, 1, 1, 1, 4, 4 + 4 + 5), listener(id).counts());

        one.close();
        run();

        assertEquals(new TcpCounts(3, 1, 0, 1, 4, 13), listener(id).counts());
    }

    @Row("T135")
    @Test
    void shouldTellHowLateTimersAre() {
        echo().clientInput((client, poe, line) -> {
                    poe.delay(TICK, Duration.ofMillis(10));
                    simulation.clock().advanceTo(simulation.clock().nowNs() + 50_000_000); // work that takes long
                })
                .on(TICK, (client, poe) -> log.add("tick"))
                .start(kernel);
        assertEquals(0, kernel.lagNs());

        client().send("x\n");
        advance(1);

        assertLog("connected", "tick");
        assertEquals(40_000_000, kernel.lagNs());
    }

    @Row("TC38")
    @Test
    void shouldTellFactsOfAClient() {
        serve();
        long id = telling().start(kernel);
        run();
        say("hello");
        say("bye");
        ClientConnection<Object, String, String> client;
        client = log.contains("disconnected") ? null : heap(id);

        assertEquals(null, client);
        long again = telling()
                .countBytes(true)
                .disconnected((c, poe) -> {
                    log.add(c.bytesIn() + " in, " + c.bytesOut() + " out, attempt " + c.attempts() + ", from "
                            + c.localIp() + " to " + c.remoteIp() + ":" + c.remotePort());
                })
                .start(kernel);
        run();
        assertEquals(PORT, heap(again).remotePort());
        assertEquals(kernel.clock().wallTime(), heap(again).connectedAt());
        assertTrue(heap(again).localPort() > 0);
        say("bye");
        assertEquals(
                "9 in, 5 out, attempt 1, from 127.0.0.1 to 127.0.0.1:" + PORT,
                log.get(log.size() - 1).replace("bye", ""));
    }

    @Row("T120")
    @Test
    void shouldNameErrorsOfTheSystemAlways() {
        Map<IOException, Errno> names = new LinkedHashMap<>();
        names.put(new SocketException("Connection reset"), Errno.ECONNRESET);
        names.put(new IOException("Connection reset by peer"), Errno.ECONNRESET);
        names.put(new IOException("Broken pipe"), Errno.EPIPE);
        names.put(new ConnectException("Connection refused"), Errno.ECONNREFUSED);
        names.put(new ConnectException("Connection timed out"), Errno.ETIMEDOUT);
        names.put(new SocketTimeoutException("connect timed out"), Errno.ETIMEDOUT);
        names.put(new NoRouteToHostException("No route to host"), Errno.EHOSTUNREACH);
        names.put(new ConnectException("Network is unreachable"), Errno.ENETUNREACH);
        names.put(new BindException("Address already in use"), Errno.EADDRINUSE);
        names.put(new BindException("Cannot assign requested address"), Errno.EADDRNOTAVAIL);
        names.put(new BindException("Permission denied"), Errno.EACCES);
        names.put(new SocketException("Too many open files"), Errno.EMFILE);
        names.put(new IOException("Too many open files in system"), Errno.ENFILE);
        names.put(new IOException("No buffer space available"), Errno.ENOBUFS);
        names.put(new UnknownHostException("nowhere"), Errno.EADDRNOTAVAIL);
        names.put(new ClosedChannelException(), Errno.EBADF);
        names.put(new EOFException(), Errno.NONE);
        names.put(new IOException("something new"), Errno.EIO);

        names.forEach(
                (error, errno) -> assertEquals(errno, IoError.of("x", error).errno(), error::toString));
    }

    @Row("T138")
    @Test
    void shouldRefuseOtherThreadsAndOfferThemASafeWay() throws Exception {
        TcpConnection<?, String, String>[] seen = array();
        echo().alias("srv")
                .clientConnected((client, poe) -> seen[0] = client)
                .on(TICK, (client, poe) -> log.add("tick"))
                .start(kernel);
        client();

        Throwable refused = CompletableFuture.supplyAsync(
                        () -> assertThrows(IllegalStateException.class, () -> seen[0].put("from elsewhere")))
                .get();
        CompletableFuture.runAsync(() -> kernel.postFromAnyThread(seen[0].session(), TICK, null))
                .get();
        run();

        assertTrue(refused.getMessage().contains("postFromAnyThread"), refused.getMessage());
        assertLog("tick");
    }

    @SuppressWarnings("unchecked")
    private static TcpConnection<?, String, String>[] array() {
        return (TcpConnection<?, String, String>[]) new TcpConnection<?, ?, ?>[1];
    }
}
