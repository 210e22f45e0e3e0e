package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client whose server has several addresses (RFC 8305). */
class HappyEyeballsTest extends ClientCase {

    @BeforeEach
    void name() throws UnknownHostException {
        simulation
                .network()
                .name(
                        "both.example",
                        InetAddress.getByName("127.0.0.2"),
                        InetAddress.getByName("::2"),
                        InetAddress.getByName("::3"));
    }

    private TcpClientBuilder<Void, String, String> both() {
        return telling(TcpClient.to("both.example", PORT))
                .anyFamily(true)
                .connected((client, poe) -> log.add("connected to " + client.remoteIp()));
    }

    private void serve(String address, boolean answers) {
        echo().address(address)
                .backlog(1)
                .concurrency(answers ? -1 : 0)
                .clientConnected((client, poe) -> {})
                .clientDisconnected((client, poe) -> {})
                .start(kernel);
        if (!answers) { // its backlog is full: connecting goes on and on
            simulation.connect(new InetSocketAddress(address, PORT));
            run();
        }
    }

    @Row("TC17")
    @Test
    void shouldPreferIpv6AndConnectOnce() {
        serve("::2", true);
        serve("127.0.0.2", true);
        both().start(kernel);
        advance(1);

        assertLog("started", "connected to ::2");
        assertEquals(2 + 2, simulation.network().openLinks());
    }

    @Row("TC17")
    @Test
    void shouldTryTheNextFamilyAfterAWhile() {
        serve("::2", false);
        serve("127.0.0.2", true);
        long id = both().start(kernel);
        simulation.advance(Duration.ofMillis(249));
        assertLog("started");

        simulation.advance(Duration.ofMillis(1));

        assertLog("started", "connected to 127.0.0.2");
        assertEquals(1, heap(id).attempts());
        say("hello");
        assertEquals("got hello", log.get(log.size() - 1));
        advance(300);
        assertEquals(2 + 2, simulation.network().openLinks());
    }

    @Row("TC17")
    @Test
    void shouldNotWaitForAnAddressThatRefuses() {
        serve("::3", true);
        both().start(kernel);
        run();

        assertLog("started", "connected to ::3");
    }

    @Row("TC17")
    @Test
    void shouldTellOneErrorWhenAllHaveFailed() {
        both().start(kernel);
        run();

        assertLog("started", "connectError connect 111 Connection refused");
        assertEquals(0, kernel.counts().sessions());
    }

    @Row("TC17")
    @Test
    void shouldDropAllAddressesWhenTheTimeIsOver() {
        serve("::2", false);
        serve("127.0.0.2", false);
        both().connectTimeout(Duration.ofSeconds(2)).start(kernel);
        advance(2);

        assertLog("started", "connectError connect 110 Connection timed out");
        advance(300);
        assertEquals(2, simulation.network().openLinks());
        assertEquals(2, log.size());
    }

    @Row("TC17")
    @Test
    void shouldDropAllAddressesWhenItIsShutDown() {
        serve("::2", false);
        serve("127.0.0.2", false);
        long id = both().start(kernel);
        simulation.advance(Duration.ofMillis(300));
        kernel.post(id, TcpClient.SHUTDOWN);
        run();

        assertLog("started");
        assertEquals(2, simulation.network().openLinks());
        assertTrue(named().isEmpty());
    }

    @Row("TC17")
    @Test
    void shouldTryOnlyAddressesOfItsDomainUnlessAsked() {
        serve("::2", true);
        serve("127.0.0.2", true);
        both().anyFamily(false).start(kernel);
        run();

        assertLog("started", "connected to 127.0.0.2");
    }

    @Row("TC17")
    @Test
    void shouldTryOnlyAddressesOfTheFamilyItConnectsFrom() {
        serve("::2", true);
        serve("127.0.0.2", true);
        both().bindAddress("127.0.0.1").start(kernel);
        run();

        assertLog("started", "connected to 127.0.0.2");
    }
}
