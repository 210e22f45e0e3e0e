package dev.usher.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import dev.usher.simulation.Ponging.Ping;
import dev.usher.simulation.Ponging.Pong;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Simulation simulation = Simulation.seeded(1);
    private final Pong pong = new Pong();
    private final Ping ping = new Ping("pong", SECOND);

    @AfterEach
    void close() {
        simulation.close();
    }

    private void start() {
        simulation.host("pong").kernel().create(Pong.STATES, pong);
        simulation.host("ping").kernel().create(Ping.STATES, ping);
    }

    @Test
    void shouldReachAnotherHostByItsName() {
        start();

        simulation.advance(Duration.ofMillis(4_500));

        assertEquals(List.of("pong 0", "pong 1", "pong 2", "pong 3", "pong 4"), ping.heard);
        assertEquals(List.of("10.0.0.2"), pong.peers);
        assertEquals(Duration.ofMillis(4_500).toNanos(), simulation.clock().nowNs());
    }

    @Test
    void shouldHaveAddressesAndPortsOfItsOwn() {
        start();
        simulation.kernel().create(Pong.STATES, new Pong()); // the same port once more, on the main machine

        simulation.runUntilIdle();
        SimulatedClient toMain = simulation.connect(Pong.PORT);
        SimulatedClient toHost = simulation.connect(simulation.host("pong").at(Pong.PORT));
        SimulatedClient toNobody = simulation.connect(simulation.host("ping").at(Pong.PORT));
        simulation.runUntilIdle();

        assertTrue(toMain.isConnected());
        assertTrue(toHost.isConnected());
        assertTrue(toNobody.isRefused());
        assertEquals(
                "192.0.2.1",
                ((InetSocketAddress) toHost.localAddress()).getAddress().getHostAddress());
        assertSame(simulation.host("pong"), simulation.host("pong"));
    }

    @Test
    void shouldNotBindTheAddressOfAnotherHost() {
        SimulatedHost one = simulation.host("one");
        SimulatedHost other = simulation.host("other");

        Exception refused =
                assertThrows(BindException.class, () -> one.network().listen(other.at(80), 1));

        assertEquals("Cannot assign requested address", refused.getMessage());
    }

    @Test
    void shouldHoldUpWhatIsSentWhileHostsAreCutOff() {
        start();
        simulation.advance(Duration.ofMillis(1_500));

        simulation.partition("ping", "pong");
        simulation.advance(Duration.ofSeconds(10));
        List<String> during = List.copyOf(ping.heard);
        simulation.heal("ping", "pong");
        simulation.runUntilIdle();

        assertEquals(List.of("pong 0", "pong 1"), during);
        assertEquals(12, ping.heard.size());
        assertEquals("pong 11", ping.heard.get(11));
        assertEquals(List.of(), ping.errors);
    }

    @Test
    void shouldTimeOutWhenHostsStayCutOff() {
        start();
        simulation.advance(Duration.ofMillis(1_500));

        simulation.partition("ping", "pong");
        simulation.advance(Duration.ofMinutes(15));
        List<String> before = List.copyOf(ping.errors);
        simulation.advance(Duration.ofMinutes(1));

        assertEquals(List.of(), before);
        assertEquals(List.of("read ETIMEDOUT"), ping.errors);
    }

    @Test
    void shouldTimeOutConnectingWhileHostsAreCutOff() {
        simulation.host("pong").kernel().create(Pong.STATES, pong);
        simulation.host("ping");
        simulation.partition("ping", "pong");
        simulation.host("ping").kernel().create(Ping.STATES, ping);

        simulation.advance(Duration.ofSeconds(126));
        List<String> before = List.copyOf(ping.errors);
        simulation.advance(Duration.ofSeconds(2));

        assertEquals(List.of(), before);
        assertEquals(List.of("connect ETIMEDOUT"), ping.errors);
    }

    @Test
    void shouldConnectInTheEndWhenTheCutHeals() {
        simulation.host("pong").kernel().create(Pong.STATES, pong);
        simulation.host("ping");
        simulation.partition("ping", "pong");
        simulation.host("ping").kernel().create(Ping.STATES, ping);

        simulation.advance(Duration.ofSeconds(2));
        simulation.heal("ping", "pong");
        simulation.advance(Duration.ofSeconds(2)); // the third attempt is after three seconds

        assertEquals("pong 0", ping.heard.get(0));
    }

    @Test
    void shouldJumpTheTimeOfDayOfOneHostAlone() {
        SimulatedHost wrong = simulation.host("wrong");
        SimulatedHost right = simulation.host("right");

        wrong.jumpClock(Duration.ofHours(-1));

        assertEquals(
                VirtualClock.START.minusSeconds(3_600), wrong.kernel().clock().wallTime());
        assertEquals(VirtualClock.START, right.kernel().clock().wallTime());
        assertEquals(0, wrong.kernel().clock().nanoTime());
    }

    @Test
    void shouldDoOffloadedWorkLaterWhenTheDiskIsSlow() {
        // given
        Event<String> done = Event.named("done", String.class);
        Event<Throwable> failed = Event.named("failed", Throwable.class);
        List<String> heard = new ArrayList<>();
        simulation.faults(Faults.none().slowOffloads(Duration.ofMillis(10), Duration.ofMillis(20)));
        simulation
                .host("disk")
                .kernel()
                .create(
                        States.of(Void.class)
                                .start((heap, poe) -> poe.offload(() -> "read", done, failed))
                                .on(done, (heap, poe, text) -> heard.add(text)),
                        null);

        // when
        simulation.advance(Duration.ofMillis(9));
        List<String> before = List.copyOf(heard);
        simulation.advance(Duration.ofMillis(11));

        // then
        assertEquals(List.of(), before);
        assertEquals(List.of("read"), heard);
    }

    @Test
    void shouldNameWhatHasNoEndOnWhichKernel() {
        Event<Void> again = Event.named("again");
        simulation.stepLimit(100);
        simulation
                .host("endless")
                .kernel()
                .create(
                        States.of(Void.class)
                                .start((heap, poe) -> poe.yield(again))
                                .on(again, (heap, poe) -> poe.yield(again)),
                        null);

        IllegalStateException endless = assertThrows(IllegalStateException.class, simulation::runUntilIdle);

        assertTrue(endless.getMessage().contains("on host endless"), endless.getMessage());
        assertTrue(endless.getMessage().contains("event 'again'"), endless.getMessage());
    }

    @Test
    void shouldRefuseHostsThatAreNotThereOrThereAlready() {
        simulation.host("one");

        assertThrows(IllegalArgumentException.class, () -> simulation.host("one", builder -> builder));
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> simulation.partition("one", "two"));

        assertEquals("there is no host 'two', but [one]: make it by host(name) first", unknown.getMessage());
    }
}
