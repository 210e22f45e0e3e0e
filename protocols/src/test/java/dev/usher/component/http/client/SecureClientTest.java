package dev.usher.component.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.tcp.ProxyServer;
import dev.usher.component.tls.TlsFiles;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.tls.Tls;
import dev.usher.tls.TlsServerBuilder;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** https: directly, behind CONNECT, in simulation and over real sockets; and whom it is not spoken with. */
class SecureClientTest extends HttpClientCase {
    private static final int PROXY = 8081;

    private final List<String> asked = new ArrayList<>(); // what the server was

    private static HttpServerBuilder server(int port, TlsServerBuilder certificate) {
        return HttpServer.at(port)
                .address("127.0.0.1")
                .tls(certificate.alpn("http/1.1").define())
                .onError((poe, error) -> {
                    // a client that does not believe us
                });
    }

    private void serve(TlsServerBuilder certificate) {
        server(PORT, certificate)
                .handler("", (poe, request, response) -> {
                    asked.add(request.method() + " " + request.uri() + " "
                            + request.header("Proxy-Authorization").orElse("-"));
                    response.content("x".repeat(100_000)).respond().done();
                })
                .start(kernel);
    }

    private static HttpClientBuilder secure() {
        return client().tls(TlsFiles.trusting().define());
    }

    private void assertRefused() {
        assertEquals(1, log.size());
        assertTrue(log.get(0).startsWith("TLS: "), log.toString());
        assertEquals(List.of(), asked);
        assertEquals(0, counts().open());
    }

    @Test
    void shouldTalkOverTlsAndKeepTheConnection() {
        serve(TlsFiles.localhost());
        secure().start(kernel);

        ask(ClientRequest.get("https://localhost:8080/a"));
        ask(ClientRequest.get("https://localhost:8080/b"));

        assertEquals(100_000, latest.content().length);
        assertEquals(List.of("GET https://localhost:8080/a -", "GET https://localhost:8080/b -"), asked);
        assertEquals(1, counts().connections());
    }

    @Test
    void shouldNotTalkToAnotherHostThanItWasMeantFor() throws Exception {
        serve(TlsFiles.localhost());
        simulation.network().name("wrong.example", InetAddress.getByName("127.0.0.1"));
        secure().start(kernel);

        ask(ClientRequest.get("https://wrong.example:8080/a").basic("me", "secret"));

        assertRefused();
    }

    @Test
    void shouldNotBelieveACertificateThatNobodyVouchesFor() {
        serve(Tls.server().certificate(TlsFiles.file("stranger.pem"), TlsFiles.file("stranger.key")));
        secure().start(kernel);

        ask(ClientRequest.get("https://localhost:8080/a"));

        assertRefused();
    }

    @Test
    void shouldBelieveWhomTheJdkBelievesUnlessTold() {
        serve(TlsFiles.localhost());
        client().start(kernel);

        ask(ClientRequest.get("https://localhost:8080/a"));

        assertRefused();
    }

    @Test
    void shouldFollowARedirectToHttps() {
        serve(TlsFiles.localhost());
        HttpServer.redirectToTls(PORT + 2, PORT).address("127.0.0.1").start(kernel);
        secure().followRedirects(1).start(kernel);

        ask(ClientRequest.get("http://localhost:8082/a"));

        assertEquals(200, latest.status());
        assertEquals(List.of("GET https://localhost:8080/a -"), asked);
    }

    @Test
    void shouldFailWhenTheServerSpeaksNoTls() {
        listen();
        secure().start(kernel);

        ask(ClientRequest.get("https://localhost:8080/a"));
        peer().say("HTTP/1.1 400 Bad Request\r\n\r\n");

        assertRefused();
    }

    @Test
    void shouldGiveUpAServerThatIsSilentInItsHandshake() {
        listen();
        secure().connectTimeout(Duration.ofSeconds(5)).start(kernel);

        ask(ClientRequest.get("https://localhost:8080/a"));
        advance(5.1);

        assertLog("TIMEOUT: localhost port 8080: connect: Connection timed out");
        assertEquals(0, counts().open());
    }

    // ---- behind a proxy

    private static HttpClientBuilder tunnelled() {
        return secure().proxy("http://127.0.0.1:" + PROXY).proxyHeader("Proxy-Authorization", "Basic cA==");
    }

    @Test
    void shouldTalkOverTlsBehindConnectAndTellTheServerNothingOfTheProxy() {
        serve(TlsFiles.localhost());
        ProxyServer.start(kernel, PROXY, PORT, log);
        tunnelled().start(kernel);

        ask(ClientRequest.get("https://localhost/a"));
        ask(ClientRequest.get("https://localhost/b"));

        assertEquals(
                "CONNECT localhost:443 HTTP/1.1, Host: localhost:443, Proxy-Authorization: Basic cA==", log.get(0));
        assertEquals(3, log.size());
        assertEquals(100_000, latest.content().length);
        assertEquals(List.of("GET https://localhost/a -", "GET https://localhost/b -"), asked);
        assertEquals(1, counts().connections());
    }

    @Test
    void shouldNotTalkBehindConnectToAnotherHostThanItWasMeantFor() {
        serve(TlsFiles.localhost());
        ProxyServer.start(kernel, PROXY, PORT, log);
        tunnelled().start(kernel);

        ask(ClientRequest.get("https://wrong.example/a"));

        assertTrue(log.remove(0).startsWith("CONNECT wrong.example:443 "));
        assertTrue(
                log.get(0).startsWith("TLS: wrong.example port 443 by way of 127.0.0.1:8081: tls: "), log.toString());
        assertRefused();
    }

    @Test
    void shouldWantTlsOfAClient() {
        DefinitionException wrong = assertThrows(
                DefinitionException.class,
                () -> client().tls(TlsFiles.localhost().define()).build());

        assertTrue(wrong.getMessage().contains("tls must be of a client: Tls.client()"), wrong.getMessage());
    }

    // ---- over real sockets

    private static ClientResponse fetch(TlsServerBuilder certificate, String host) {
        ClientResponse[] got = new ClientResponse[1];
        try (Kernel real = new Kernel()) {
            HttpClient.define().tls(TlsFiles.trusting().define()).start(real);
            server(0, certificate)
                    .handler(
                            "",
                            (poe, request, response) -> response.content(request.scheme() + " "
                                            + request.connection().tls().isPresent())
                                    .respond()
                                    .done())
                    .started((listener, poe) -> poe.create(
                            States.of(Object.class)
                                    .start((heap, its) -> its.post(
                                            "weeble",
                                            HttpClient.REQUEST,
                                            ClientRequest.get("https://" + host + ":" + listener.port() + "/")))
                                    .on(ClientRequest.RESPONSE, (heap, its, response) -> {
                                        got[0] = response;
                                        its.post("weeble", HttpClient.SHUTDOWN);
                                        its.post("HTTPd", HttpServer.SHUTDOWN);
                                    }),
                            new Object()))
                    .start(real);
            real.run();
        }
        return got[0];
    }

    @Test
    @Timeout(60)
    void shouldTalkOverTlsAndRealSockets() {
        ClientResponse byName = fetch(TlsFiles.localhost(), "localhost");
        ClientResponse byAddress = fetch(TlsFiles.localhost(), "127.0.0.1");

        assertEquals("https true", byName.text());
        assertEquals("https true", byAddress.text());
    }

    @Test
    @Timeout(60)
    void shouldRefuseACertificateOfAnotherHostOverRealSockets() {
        ClientResponse answer =
                fetch(Tls.server().certificate(TlsFiles.file("one.pem"), TlsFiles.file("one-sec1.key")), "localhost");

        assertEquals(0, answer.content().length);
        assertEquals(ClientFailure.Cause.TLS, answer.failure().orElseThrow().cause());
    }
}
