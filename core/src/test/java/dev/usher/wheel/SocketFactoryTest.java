package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.simulation.Faults;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listening and connecting, and how they fail. */
class SocketFactoryTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 9000);

    private final Simulation simulation = Simulation.seeded(1);
    private final Kernel kernel = simulation.kernel();
    private final Recorder server = new Recorder();
    private final Recorder peer = new Recorder();

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void shouldAcceptAllThatWaitAtOneReadiness() {
        server.listen(kernel, 9000);
        for (int i = 0; i < 5; i++) {
            simulation.connect(9000);
        }

        kernel.runOneTimeslice();

        assertEquals(5, server.wheels.size());
    }

    @Test
    void shouldLeaveRoomForOthersInAFloodOfConnects() {
        server.listen(kernel, 9000);
        for (int i = 0; i < 100; i++) {
            simulation.connect(9000);
        }

        kernel.runOneTimeslice();
        int first = server.wheels.size();
        simulation.runUntilIdle();

        assertEquals(64, first);
        assertEquals(100, server.wheels.size());
    }

    @Test
    void shouldAcceptNoMoreWhenPausedAmongThoseThatWait() {
        server.on("opened", poe -> {
            if (server.wheels.size() == 2) {
                server.factory.pauseAccept();
            }
        });
        server.listen(kernel, 9000);
        for (int i = 0; i < 4; i++) {
            simulation.connect(9000);
        }

        simulation.runUntilIdle();
        int paused = server.wheels.size();
        server.factory.resumeAccept();
        simulation.runUntilIdle();

        assertEquals(2, paused);
        assertEquals(4, server.wheels.size());
    }

    @Test
    void shouldAcceptNoMoreWhenClosedAmongThoseThatWait() {
        server.on("opened", poe -> server.factory.close());
        server.listen(kernel, 9000);
        SimulatedClient first = simulation.connect(9000);
        SimulatedClient second = simulation.connect(9000);

        simulation.runUntilIdle();

        assertEquals(1, server.wheels.size());
        assertTrue(first.isConnected());
        assertTrue(second.isReset());
        assertEquals(Optional.empty(), server.factory.localAddress());
        assertEquals(0, server.factory.port());
        server.factory.pauseAccept();
        server.factory.resumeAccept();
        server.factory.close();
    }

    @Test
    void shouldAcceptInATimesliceInsideItsHandler() {
        server.on("opened", poe -> {
            server.actions.clear();
            simulation.connect(9000);
            while (server.wheels.size() < 3) {
                poe.kernel().runOneTimeslice();
            }
        });
        server.listen(kernel, 9000);
        simulation.connect(9000);
        simulation.connect(9000);

        simulation.runUntilIdle();

        assertEquals(3, server.wheels.size());
        assertEquals(List.of(), server.log);
    }

    @Test
    void shouldSayWhereItListensAndWhoConnected() {
        server.listen(kernel, 0);
        int port = server.factory.port();
        SimulatedClient client = simulation.connect(port);

        simulation.runUntilIdle();

        assertTrue(port > 0);
        assertEquals(Optional.of(new InetSocketAddress("127.0.0.1", port)), server.factory.localAddress());
        assertEquals("127.0.0.1", server.last.remoteIp());
        assertEquals(((InetSocketAddress) client.localAddress()).getPort(), server.last.remotePort());
    }

    @Test
    void shouldTellABindFailureAfterTheWheelWasReturned() {
        server.listen(kernel, 9000);

        peer.listen(kernel, 9000);
        List<String> atOnce = peer.taken();
        SocketFactory dead = peer.factory;
        simulation.runUntilIdle();

        assertEquals(List.of(), atOnce);
        assertNotNull(dead);
        assertEquals(List.of("failed bind EADDRINUSE", "stop"), peer.log);
        assertEquals(List.of(dead.id()), peer.ids);
        dead.close();
    }

    @Test
    void shouldConnect() {
        server.listen(kernel, 9000);
        peer.connect(kernel, InetSocketAddress.createUnresolved("localhost", 9000));

        simulation.runUntilIdle();
        peer.wheel().put("hello");
        simulation.runUntilIdle();

        assertEquals(List.of("hello"), server.log);
        assertEquals("127.0.0.1", peer.last.remoteIp());
        assertEquals(9000, peer.last.remotePort());
        assertEquals(Optional.empty(), peer.factory.localAddress());
        assertEquals(3, kernel.counts().watches(), "a connector is done when it is connected");
        peer.factory.close();
        assertTrue(peer.wheel().link().isOpen());
    }

    @Test
    void shouldConnectFromTheAddressWanted() {
        server.listen(kernel, 9000);
        peer.begin = poe -> SocketFactory.connect(SERVER)
                .bindAddress(new InetSocketAddress("127.0.0.1", 7777))
                .successEvent(Recorder.OPENED)
                .failureEvent(Recorder.FAILED)
                .open(poe);

        kernel.create(Recorder.STATES, peer);
        simulation.runUntilIdle();

        assertEquals(7777, server.last.remotePort());
    }

    @Test
    void shouldTellThatTheAddressWantedIsInUse() {
        server.listen(kernel, 9000);
        peer.begin = poe -> SocketFactory.connect(SERVER)
                .bindAddress(SERVER)
                .successEvent(Recorder.OPENED)
                .failureEvent(Recorder.FAILED)
                .open(poe);

        kernel.create(Recorder.STATES, peer);
        simulation.runUntilIdle();

        assertEquals(List.of("failed bind EADDRINUSE", "stop"), peer.log);
    }

    @Test
    void shouldTellARefusalOnceAndLetItsSessionEnd() {
        peer.connect(kernel, SERVER);

        simulation.runUntilIdle();

        assertEquals(List.of("failed connect ECONNREFUSED", "stop"), peer.log);
        assertEquals(List.of(peer.factory.id()), peer.ids);
        assertEquals(0, kernel.counts().watches());
        assertEquals(0, simulation.network().openLinks());
    }

    @Test
    void shouldTellAnUnknownHostLater() {
        peer.connect(kernel, InetSocketAddress.createUnresolved("nowhere.example", 9000));
        List<String> atOnce = peer.taken();

        simulation.runUntilIdle();

        assertEquals(List.of(), atOnce);
        assertEquals(List.of("failed resolve EADDRNOTAVAIL", "stop"), peer.log);
    }

    @Test
    void shouldTellAFailedAcceptAndGoOn() {
        server.listen(kernel, 9000);
        simulation.network().failNextAccept(new IOException("Too many open files"));

        simulation.connect(9000);
        simulation.runUntilIdle();

        assertEquals(List.of("failed accept EMFILE"), server.log);
        assertEquals(1, server.wheels.size());
    }

    @Test
    void shouldNotTellThatAConnectionGaveUpWhileItWaited() {
        server.listen(kernel, 9000);
        simulation.network().failNextAccept(new SocketException("Software caused connection abort"));

        simulation.connect(9000);
        simulation.runUntilIdle();

        assertEquals(List.of(), server.log);
        assertEquals(1, server.wheels.size());
    }

    @Test
    void shouldSayNothingWhenClosedBeforeItIsConnected() {
        simulation.faults(Faults.none().delay(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        server.listen(kernel, 9000);
        peer.connect(kernel, SERVER);
        simulation.runUntilIdle();

        peer.factory.close();
        simulation.advance(Duration.ofMinutes(1));

        assertEquals(List.of("stop"), peer.log);
        assertEquals(0, peer.wheels.size());
    }

    @Test
    void shouldCloseAConnectionWhoseHandlerThrewBeforeItTookIt() {
        server.opens = false;
        server.on("opened", poe -> {
            throw new IllegalStateException("oh");
        });
        server.listen(kernel, 9000);
        SimulatedClient one = simulation.connect(9000);
        SimulatedClient two = simulation.connect(9000);

        simulation.runUntilIdle();

        assertEquals(List.of("die oh", "die oh"), server.log);
        assertTrue(one.isClosedByPeer());
        assertTrue(two.isClosedByPeer());
        assertEquals(1, simulation.network().openLinks());
    }

    @Test
    void shouldCloseAConnectionThatItMadeWhenTheHandlerThrew() {
        server.listen(kernel, 9000);
        peer.opens = false;
        peer.on("opened", poe -> {
            throw new IllegalStateException("oh");
        });
        peer.connect(kernel, SERVER);

        simulation.runUntilIdle();

        assertEquals(List.of("die oh", "stop"), peer.log);
        assertEquals(List.of("error read NONE"), server.log);
    }

    @Test
    void shouldLeaveAConnectionToTheWheelThatHasItWhenTheHandlerThrows() {
        server.on("opened", poe -> {
            throw new IllegalStateException("oh");
        });
        server.listen(kernel, 9000);
        SimulatedClient client = simulation.connect(9000);

        client.send("hello\n");
        simulation.runUntilIdle();
        client.close();
        simulation.runUntilIdle();

        assertEquals(List.of("die oh", "hello", "error read NONE"), server.log);
    }

    @Test
    void shouldListenAndConnectOverAUnixSocket() {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of("/simulated/socket");
        server.listen(kernel, path);
        peer.connect(kernel, path);

        simulation.runUntilIdle();
        peer.wheel().put("hello");
        simulation.runUntilIdle();

        assertEquals(List.of("hello"), server.log);
        assertEquals("LOCAL", server.last.remoteIp());
        assertEquals(0, server.last.remotePort());
        assertEquals(0, server.factory.port());
    }

    @Test
    void shouldTellThatNobodyHasAUnixSocket() {
        peer.connect(kernel, UnixDomainSocketAddress.of("/simulated/nothing"));

        simulation.runUntilIdle();

        assertTrue(peer.log.get(0).startsWith("failed connect"), peer.log.toString());
        assertEquals("stop", peer.log.get(1));
    }

    @Test
    void shouldListenAndConnectOverIpv6() {
        server.listen(kernel, new InetSocketAddress("::1", 9000));
        peer.connect(kernel, InetSocketAddress.createUnresolved("::1", 9000));

        simulation.runUntilIdle();

        assertEquals("::1", server.last.remoteIp());
        assertEquals("::1", peer.last.remoteIp());
    }

    @Test
    void shouldStopListeningWhenItsSessionEnds() {
        server.listen(kernel, 9000);
        kernel.signal(server.session, "KILL");

        simulation.runUntilIdle();
        SimulatedClient client = simulation.connect(9000);
        simulation.runUntilIdle();

        assertTrue(client.isRefused());
        assertEquals(0, simulation.network().openLinks());
    }

    @Test
    void shouldSendOtherEventsFromNowOn() {
        server.listen(kernel, 9000);
        server.factory.successEvent(Event.named("nobody", Opened.class));
        server.factory.failureEvent(Recorder.ERROR);
        simulation.network().failNextAccept(new IOException("Too many open files"));

        simulation.connect(9000);
        simulation.runUntilIdle();

        assertEquals(List.of("error accept EMFILE"), server.log);
        assertEquals(0, server.wheels.size());
    }

    @Test
    void shouldNeedItsEventsAndASensibleBacklog() {
        server.begin = poe -> {
            assertThrows(
                    NullPointerException.class,
                    () -> SocketFactory.listen(1).failureEvent(Recorder.FAILED).open(poe));
            assertThrows(
                    NullPointerException.class,
                    () -> SocketFactory.listen(1).successEvent(Recorder.OPENED).open(poe));
            server.log.add("checked");
        };

        kernel.create(Recorder.STATES, server);

        assertEquals(List.of("checked"), server.log);
        assertThrows(
                IllegalArgumentException.class, () -> SocketFactory.listen(1).backlog(0));
    }

    @Test
    void shouldServeTwoKernelsApartAndNumberTheWheelsOfEach() {
        try (Simulation second = Simulation.seeded(2)) {
            server.listen(kernel, 9000);
            peer.listen(second.kernel(), 9000);
            SimulatedClient one = simulation.connect(9000);
            SimulatedClient two = second.connect(9000);

            one.send("first\n");
            two.send("second\n");
            second.runUntilIdle();
            simulation.runUntilIdle();

            assertEquals(List.of("first"), server.log);
            assertEquals(List.of("second"), peer.log);
            assertEquals(server.wheel().id(), peer.wheel().id()); // the same seed, the same steps, the same trace
        }
    }
}
