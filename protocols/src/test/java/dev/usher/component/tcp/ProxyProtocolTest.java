package dev.usher.component.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filter.Output;
import dev.usher.filters.proxy.ProxyFilter;
import dev.usher.filters.proxy.ProxyHeader;
import dev.usher.simulation.SimulatedClient;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers behind proxies that say who their clients are. */
class ProxyProtocolTest extends ServerCase {
    private static final String HEADER = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n";

    private TcpServerBuilder<Void, String, String> behind(String... trusted) {
        return echo().proxyProtocol(ProxyProtocol.trusting(trusted))
                .clientPreConnect((client, poe, link) -> log.add(client.remoteIp() + ":" + client.remotePort() + " by "
                        + client.proxiedPeer()
                                .map(Object::toString)
                                .orElse("itself")
                                .replaceAll(":\\d+$", "")));
    }

    private static byte[] version2(ProxyHeader header) {
        Output out = new Output(0);
        new ProxyFilter().put(header, out);
        return out.toByteArray();
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(address, port);
    }

    @Row("T55")
    @Test
    void shouldShowTheClientsAddressOfEitherVersion() {
        long id = behind("127.0.0.0/8").start(kernel);
        SimulatedClient one = client();
        one.send(HEADER + "hello\n");
        run();
        SimulatedClient two = client();
        two.send(version2(ProxyHeader.version2(at("2001:db8::9", 80), at("::1", 443))));
        two.send("hello\n");
        run();

        assertEquals("hi\r\nhello\r\n", one.received());
        assertEquals("hi\r\nhello\r\n", two.received());
        assertLog("192.0.2.7:4711 by /127.0.0.1", "connected", "2001:db8::9:80 by /127.0.0.1", "connected");
        assertEquals(2, listener(id).connections());
    }

    @Row("T55")
    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN\r\n", "\r\n\r\n\0\r\nQUIT\n \0\0\0"})
    void shouldTakeAConnectionOfTheProxyItselfForWhatItLooksLike(String header) {
        behind("127.0.0.1").start(kernel);
        SimulatedClient client = client();
        client.send(header.getBytes(ISO_8859_1));
        run();

        assertEquals("hi\r\n", client.received());
        assertTrue(log.get(0).startsWith("127.0.0.1:") && log.get(0).endsWith(" by itself"), log.get(0));
    }

    @Row("T55")
    @Test
    void shouldTakeAHeaderThatComesByteByByte() {
        behind("127.0.0.1").start(kernel);
        SimulatedClient client = client();
        for (byte each : (HEADER + "a\n").getBytes(ISO_8859_1)) {
            client.send(new byte[] {each});
            run();
        }

        assertEquals("hi\r\na\r\n", client.received());
    }

    @Row("T55")
    @Test
    void shouldRefuseWhoIsNotTrusted() {
        long id = behind("10.0.0.0/8", "::1").start(kernel);
        SimulatedClient client = client();
        client.send(HEADER);
        run();

        assertTrue(client.isClosedByPeer() || client.isReset());
        assertEquals(List.of(), log);
        assertEquals(new TcpCounts(1, 1, 0, 0, 0, 0), listener(id).counts());
        assertEquals(List.of(), Logs.complaints());
    }

    @Row("T55")
    @Test
    void shouldCloseWhatBeginsOtherwise() {
        long id = behind("127.0.0.1").concurrency(1).start(kernel);
        SimulatedClient client = client();
        client.send("GET / HTTP/1.1\r\n\r\n");
        run();

        assertTrue(client.isClosedByPeer() || client.isReset());
        SimulatedClient gone = client();
        gone.send("PROXY TC");
        gone.close();
        run();
        SimulatedClient good = client(); // each has made room for the next
        good.send(HEADER);
        run();
        assertEquals("hi\r\n", good.received());
        assertEquals(2, listener(id).counts().refused());
    }

    @Row("T55")
    @Test
    void shouldCloseWhoSendsNoHeaderInTime() {
        long id = echo().proxyProtocol(ProxyProtocol.trusting("127.0.0.1").timeout(Duration.ofSeconds(3)))
                .start(kernel);
        SimulatedClient client = client();
        client.send("PROXY TCP4 ");
        advance(2);
        assertFalse(client.isClosedByPeer());
        assertEquals(1, listener(id).connections());

        advance(1);

        assertTrue(client.isClosedByPeer());
        assertEquals(0, listener(id).connections());
        assertEquals(1, kernel.counts().sessions());
    }

    @Row("T55")
    @Test
    void shouldAskForHeadersWhereEndpointsStandBehindProxiesOnly() {
        Path path = Path.of("/run/proxied");
        echo().endpoint(Endpoint.unix(path).behind(ProxyProtocol.trusting(ProxyProtocol.LOCAL)))
                .clientPreConnect((client, poe, link) -> log.add(client.remoteIp()))
                .start(kernel);
        client();
        SimulatedClient proxied = simulation.connect(UnixDomainSocketAddress.of(path));
        proxied.send(HEADER);
        run();

        assertLog("127.0.0.1", "connected", "192.0.2.7", "connected");
    }

    @Test
    void shouldRefuseProxiesThatCouldNeverConnect() {
        ProxyProtocol byAddress = ProxyProtocol.trusting("10.0.0.0/8");
        ProxyProtocol local = ProxyProtocol.trusting(ProxyProtocol.LOCAL);
        TcpServerBuilder<Void, String, String> onAPath =
                echo().address(UnixDomainSocketAddress.of("/run/proxied")).proxyProtocol(byAddress);

        String here = assertThrows(
                        IllegalArgumentException.class,
                        () -> Endpoint.unix(Path.of("/run/proxied")).behind(byAddress))
                .getMessage();
        String there = assertThrows(
                        IllegalArgumentException.class, () -> Endpoint.of(9001).behind(local))
                .getMessage();
        String defined =
                assertThrows(DefinitionException.class, onAPath::define).getMessage();

        assertEquals(
                "nobody could connect to /run/proxied: proxies reach a UNIX socket as ProxyProtocol.LOCAL, trust that",
                here);
        assertEquals("nobody could connect to port 9001: trust proxies there by address, not only as LOCAL", there);
        assertTrue(defined.contains(here), defined);
    }

    @Row({"T55", "T56"})
    @Test
    void shouldCountLimitsByTheClientsAddressNotTheProxys() {
        behind("127.0.0.1").perAddress(1, 0).start(kernel);
        SimulatedClient one = client();
        one.send(HEADER);
        SimulatedClient same = client();
        same.send(HEADER);
        SimulatedClient other = client();
        other.send(HEADER.replace("192.0.2.7", "192.0.2.8"));
        run();

        assertEquals("hi\r\n", one.received());
        assertEquals("", same.received());
        assertTrue(same.isClosedByPeer());
        assertEquals("hi\r\n", other.received());
    }

    @Row("T55")
    @Test
    void shouldCloseWhoWaitsWhenTheListenerIsShutDown() {
        long id = behind("127.0.0.1").start(kernel);
        SimulatedClient waiting = client();
        kernel.post(id, TcpServer.SHUTDOWN);
        run();

        assertTrue(waiting.isClosedByPeer());
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    void shouldNameProxiesThatCannotBe() {
        for (String wrong : List.of("", "10.0.0.0/33", "10.0.0", "example.com", "256.1.1.1", "::1/129", ":::")) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> ProxyProtocol.trusting(wrong), wrong);
            assertTrue(refused.getMessage().contains("'" + wrong + "'"), refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, ProxyProtocol::trusting);
    }
}
