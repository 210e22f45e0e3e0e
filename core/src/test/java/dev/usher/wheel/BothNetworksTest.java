package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.simulation.Simulation;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same scenarios in memory and over the machine's sockets, both ends in one kernel. */
@ParameterizedClass
@EnumSource(BothNetworksTest.Where.class)
class BothNetworksTest {
    enum Where {
        MEMORY,
        SOCKETS
    }

    private static final Event<Void> TOO_LATE = Event.named("too late");

    @Parameter
    private Where where;

    private Kernel kernel;
    private final Recorder server = new Recorder();
    private final Recorder client = new Recorder();
    private boolean late;

    @BeforeEach
    void open() {
        kernel = where == Where.MEMORY ? Simulation.seeded(1).kernel() : new Kernel();
        kernel.create(
                States.of(BothNetworksTest.class)
                        .start((me, poe) -> poe.delay(TOO_LATE, Duration.ofSeconds(20)))
                        .on(TOO_LATE, (me, poe) -> late = true),
                this);
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    private void runUntil(BooleanSupplier done) {
        kernel.runWhile(() -> !late && !done.getAsBoolean());
        assertFalse(late, () -> "server " + server.log + ", client " + client.log);
    }

    private void connect() {
        server.listen(kernel, 0);
        client.connect(kernel, new InetSocketAddress("127.0.0.1", server.factory.port()));
        runUntil(() -> !server.wheels.isEmpty() && !client.wheels.isEmpty());
    }

    @Test
    void shouldEcho() {
        server.on("hello", poe -> server.wheel().put("you too"));
        connect();

        client.wheel().put("hello");
        runUntil(() -> client.log.size() == 1);

        assertEquals(List.of("hello"), server.log);
        assertEquals(List.of("you too"), client.log);
    }

    @Test
    void shouldPauseInMidBurstAndResume() {
        server.on("two", poe -> {
            server.wheel().pauseInput();
            poe.delay(Recorder.DO, Duration.ofMillis(10), later -> {
                server.log.add("resumed");
                server.wheel().resumeInput();
            });
        });
        connect();

        client.wheel().put("one\ntwo\nthree");
        client.wheel().put("four");
        runUntil(() -> server.log.contains("four"));

        assertEquals(List.of("one", "two", "resumed", "three", "four"), server.log);
    }

    @Test
    void shouldSwitchToAnotherFilterInMidBurst() {
        server.on("upgrade", poe -> server.wheel().switchTo(new Digits(), Recorder.NUMBER));
        connect();

        client.wheel().filter(new Pieces(1));
        client.wheel().put("one\nupgrade\n12");
        runUntil(() -> server.log.size() == 4);

        assertEquals(List.of("one", "upgrade", "number 1", "number 2"), server.log);
    }

    @Test
    void shouldEndEachHalfByItself() {
        connect();

        client.wheel().put("last");
        client.wheel().shutdownOutput();
        runUntil(() -> server.log.size() == 2);
        server.wheel().put("answer");
        server.wheel().close();
        runUntil(() -> client.log.size() == 2);

        assertEquals(List.of("last", "error read NONE"), server.log);
        assertEquals(List.of("answer", "error read NONE"), client.log);
    }

    @Test
    void shouldNotSpinAfterTheEnd() {
        CountingDriver driver = new CountingDriver();
        server.shape = builder -> builder.driver(driver);
        connect();
        client.wheel().shutdownOutput();
        runUntil(() -> server.log.size() == 1);

        int[] slices = {0};
        boolean[] over = {false};
        kernel.post(
                server.session,
                Recorder.DO,
                poe -> poe.delay(Recorder.DO, Duration.ofMillis(20), later -> over[0] = true));
        runUntil(() -> {
            slices[0]++;
            return over[0];
        });

        assertEquals(1, driver.reads);
        assertTrue(slices[0] < 10, "slices: " + slices[0]);
    }

    @Test
    void shouldTellHighLowAndFlushedAroundAStall() {
        server.filter = () -> new Pieces(1 << 16);
        client.filter = () -> new Pieces(1 << 16);
        server.quiet = true;
        client.shape =
                builder -> builder.flushedEvent(Recorder.FLUSHED).marks(100_000, 1 << 20, Recorder.LOW, Recorder.HIGH);
        connect();
        server.wheel().pauseInput();
        for (int i = 0; i < 16 * 32; i++) { // more than both sockets' buffers
            client.wheel().put("x".repeat(1 << 16));
        }
        runUntil(() -> client.log.contains("high"));
        int waiting = client.wheel().octets();

        server.wheel().resumeInput();
        runUntil(() -> client.log.contains("flushed") && server.octets == 32 << 20);

        assertTrue(waiting > 1 << 20, "waiting: " + waiting);
        assertEquals(List.of("high", "low", "flushed"), client.log);
        assertEquals(0, client.wheel().octets());
    }

    @Test
    void shouldTellAPeersReset() {
        connect();
        server.wheel().pauseInput();
        server.wheel().errorEvent(null);
        client.wheel().put("unread");
        runUntil(() -> client.wheel().octets() == 0);
        int[] slices = {0};
        runUntil(() -> slices[0]++ > 0 || where == Where.SOCKETS);

        server.wheel().close(); // with input unread: a reset
        runUntil(() -> !client.log.isEmpty());

        assertEquals(1, client.log.size());
        assertTrue(client.log.get(0).startsWith("error read"), client.log.toString());
    }

    @Test
    void shouldDropAllAfterAWriteError() {
        client.shape = builder -> builder.inputEvent(null);
        connect();
        server.wheel().close();

        boolean[] dropped = {false};
        runUntil(() -> dropped[0] = client.wheel().put("x"));
        client.wheel().put("dropped");

        assertTrue(dropped[0]);
        assertEquals(1, client.log.size());
        assertTrue(client.log.get(0).startsWith("error write E"), client.log.toString());
    }

    @Test
    void shouldTellARefusedConnection() {
        server.listen(kernel, 0);
        int port = server.factory.port();
        boolean[] polled = {false};
        kernel.post(server.session, Recorder.DO, poe -> {
            server.factory.close(); // the listener is gone for good once the kernel has polled
            poe.delay(Recorder.DO, Duration.ofMillis(1), later -> polled[0] = true);
        });
        runUntil(() -> polled[0]);

        client.connect(kernel, new InetSocketAddress("127.0.0.1", port));
        runUntil(() -> client.log.contains("stop"));

        assertEquals(List.of("failed connect ECONNREFUSED", "stop"), client.log);
    }

    @Test
    void shouldTellThatAnAddressIsInUse() {
        server.listen(kernel, 0);

        client.listen(kernel, server.factory.port());
        runUntil(() -> client.log.contains("stop"));

        assertEquals(List.of("failed bind EADDRINUSE", "stop"), client.log);
    }

    @Test
    void shouldConnectOverIpv6() {
        server.listen(kernel, new InetSocketAddress("::1", 0));
        client.connect(kernel, InetSocketAddress.createUnresolved("::1", server.factory.port()));

        runUntil(() -> !server.wheels.isEmpty() && !client.wheels.isEmpty());

        assertEquals("::1", server.last.remoteIp());
        assertEquals("::1", client.last.remoteIp());
    }

    @Test
    void shouldConnectOverAUnixSocket(@TempDir Path folder) {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of(folder.resolve("s"));
        server.listen(kernel, path);
        client.connect(kernel, path);
        runUntil(() -> !server.wheels.isEmpty() && !client.wheels.isEmpty());

        client.wheel().put("hello");
        runUntil(() -> !server.log.isEmpty());

        assertEquals(List.of("hello"), server.log);
        assertEquals("LOCAL", server.last.remoteIp());
    }

    @Test
    void shouldCloseItsLinksWhenItsSessionEnds() {
        server.on("end", poe -> {
            server.wheel().put("sorry");
            poe.signal(poe.session(), "KILL");
        });
        connect();

        client.wheel().put("end");
        runUntil(() -> client.log.size() == 2);

        assertEquals(List.of("end", "stop"), server.log);
        assertEquals(List.of("sorry", "error read NONE"), client.log);
    }

    @Test
    void shouldAcceptAgainAfterAPause() {
        server.on("opened", poe -> server.factory.pauseAccept());
        connect();
        Recorder second = new Recorder();
        second.connect(kernel, new InetSocketAddress("127.0.0.1", server.factory.port()));
        runUntil(() -> !second.wheels.isEmpty()); // in the backlog
        int accepted = server.wheels.size();

        server.factory.resumeAccept();
        runUntil(() -> server.wheels.size() == 2);

        assertEquals(1, accepted);
    }
}
