package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.tcp.ProxyProtocol;
import dev.usher.component.tls.TlsFiles;
import dev.usher.simulation.SimulatedClient;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers behind proxies that say who their clients are by the PROXY protocol. */
class BehindProxyTest extends HttpCase {
    private static final String HEADER = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n";

    private final List<String> errors = new ArrayList<>();

    private String behind(String trusted) {
        return bare().proxyProtocol(ProxyProtocol.trusting(trusted))
                .concurrency(1)
                .handler(
                        "",
                        (poe, request, response) -> response.content(request.connection()
                                                .remoteIp() + " by "
                                        + request.connection().proxiedPeer().isPresent())
                                .respond()
                                .done())
                .start(kernel);
    }

    private String secure() {
        return bare().proxyProtocol(ProxyProtocol.trusting("127.0.0.1"))
                .tls(TlsFiles.localhost().mostHandshakes(2).define())
                .onError((poe, error) -> errors.add(error.op().orElse("") + " " + error.errno()))
                .handler("", (poe, request, response) -> response.error(404, "nothing"))
                .start(kernel);
    }

    private SimulatedClient sent(String text) {
        SimulatedClient client = simulation.connect(PORT);
        client.send(text);
        simulation.runUntilIdle();
        return client;
    }

    @Test
    void shouldShowTheClientsAddressAndServeTheRequestBehindTheHeader() {
        behind("127.0.0.1");
        SimulatedClient client = sent(HEADER + "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

        assertTrue(client.received().endsWith("\r\n\r\n192.0.2.7 by true"), client.received());
    }

    @Test
    void shouldRefuseOthersAndMakeRoomForTheNext() {
        behind("127.0.0.1");
        SimulatedClient plain = sent("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals("", plain.received());
        assertTrue(plain.isClosedByPeer() || plain.isReset());
        SimulatedClient silent = sent("");
        simulation.advance(Duration.ofSeconds(5));
        assertTrue(silent.isClosedByPeer());

        assertTrue(sent(HEADER + "GET / HTTP/1.1\r\nHost: a\r\n\r\n").received().startsWith("HTTP/1.1 200 "));
    }

    @Test
    void shouldCloseWhoWaitsWhenItIsShutDown() {
        String id = behind("127.0.0.1");
        SimulatedClient waiting = sent("PROXY ");
        kernel.post(id, HttpServer.SHUTDOWN);
        simulation.runUntilIdle();

        assertTrue(waiting.isClosedByPeer() || waiting.isReset());
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    void shouldBoundTheHandshakesBehindHeadersAndForgetThemInTime() {
        secure();
        SimulatedClient first = sent(HEADER);
        SimulatedClient second = sent(HEADER);
        SimulatedClient third = sent(HEADER);
        boolean early = first.isClosedByPeer() && !second.isClosedByPeer() && !third.isClosedByPeer();
        simulation.advance(Duration.ofSeconds(10));

        assertTrue(early);
        assertEquals(List.of("tls ECONNABORTED", "tls ETIMEDOUT", "tls ETIMEDOUT"), errors);
    }

    /** Their time limits went with the other timers of the server, and it waited for them for ever. */
    @Test
    void shouldNotWaitForHandshakesBehindHeadersWhenItIsShutDown() {
        String id = secure();
        SimulatedClient silent = sent(HEADER);

        kernel.post(id, HttpServer.SHUTDOWN);
        simulation.runUntilIdle();

        assertTrue(silent.isClosedByPeer());
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    void shouldSayThatNobodyCouldConnect() {
        HttpServerBuilder onAPath = bare().address(UnixDomainSocketAddress.of("/run/proxied"))
                .proxyProtocol(ProxyProtocol.trusting("10.0.0.0/8"))
                .handler("", (poe, request, response) -> response.error(404, "nothing"));

        String wrong = assertThrows(DefinitionException.class, onAPath::define).getMessage();

        assertTrue(wrong.contains("nobody could connect to /run/proxied"), wrong);
    }
}
