package dev.usher.component.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.bayeux.BayeuxServer;
import dev.usher.component.http.HttpListener;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.http.StaticFiles;
import dev.usher.component.tcp.ProxyProtocol;
import dev.usher.component.websocket.Origins;
import dev.usher.component.websocket.WebSocketServer;
import dev.usher.component.websocket.WebSocketServerBuilder;
import dev.usher.kernel.Kernel;
import dev.usher.tls.Tls;
import java.io.File;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP and WebSocket servers over TLS and real sockets, asked by the JDK's clients. */
@Timeout(60)
class SecureWebTest {
    private final CompletableFuture<HttpListener> listening = new CompletableFuture<>();
    private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();
    private Kernel kernel;
    private Thread thread;
    private String alias;

    private HttpServerBuilder secure() {
        return HttpServer.at(0)
                .tls(TlsFiles.localhost().alpn("http/1.1").define())
                .onError((poe, error) -> errors.add(error.op().orElse("") + " " + error.errno()));
    }

    private HttpServerBuilder https() {
        return secure().handler(
                        "",
                        (poe, request, response) -> response.contentType("text/plain")
                                .content(request.method() + " " + request.uri() + " "
                                        + request.connection().tls().isPresent())
                                .respond()
                                .done());
    }

    private int serve(HttpServerBuilder server) throws Exception {
        CompletableFuture<Kernel> made = new CompletableFuture<>();
        thread = new Thread(() -> {
            Kernel own = new Kernel();
            alias = server.address("127.0.0.1")
                    .started((listener, poe) -> listening.complete(listener))
                    .start(own);
            made.complete(own);
            own.run();
        });
        thread.start();
        kernel = made.get(20, TimeUnit.SECONDS);
        return listening.get(20, TimeUnit.SECONDS).port();
    }

    @AfterEach
    void end() throws Exception {
        kernel.postFromAnyThread(alias, HttpServer.SHUTDOWN, null);
        thread.join(20_000);
        assertFalse(thread.isAlive(), "the server should have ended");
    }

    private static HttpClient client() throws Exception {
        return HttpClient.newBuilder()
                .sslContext(TlsFiles.context())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private static HttpResponse<String> get(String uri) throws Exception {
        return client().send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    }

    @Test
    @Row("B26")
    void shouldSpeakBayeuxOverHttpsAndWss() throws Exception {
        int port = serve(secure().mount(
                        "/cometd", BayeuxServer.define().anonPublish(true).origins(Origins.any())));
        String handshake = "[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\",\"id\":\"1\","
                + "\"supportedConnectionTypes\":[\"long-polling\",\"websocket\"]}]";

        HttpResponse<String> polled = client().send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/cometd"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(handshake))
                                .build(),
                        BodyHandlers.ofString());

        assertEquals(200, polled.statusCode());
        assertTrue(polled.body().contains("\"successful\":true"), polled.body());
        String answer = say("wss://localhost:" + port + "/cometd", handshake);
        assertTrue(answer.contains("\"successful\":true"), answer);
    }

    @Test
    @Row("H30")
    void shouldAnswerOverTls() throws Exception {
        int port = serve(https());

        HttpResponse<String> response = get("https://localhost:" + port + "/a?b");

        assertEquals("GET https://localhost:" + port + "/a?b true", response.body());
        assertEquals("TLSv1.3", response.sslSession().orElseThrow().getProtocol());
        assertFalse(response.headers().firstValue("Strict-Transport-Security").isPresent());
    }

    @Test
    @Row("H30")
    void shouldHaveBrowsersStayWithTls() throws Exception {
        int port = serve(https().strictTransport(Duration.ofDays(365), true));

        HttpResponse<String> response = get("https://localhost:" + port + "/");

        assertEquals(
                "max-age=31536000; includeSubDomains",
                response.headers().firstValue("Strict-Transport-Security").orElse(""));
    }

    @Test
    @Row("H30")
    void shouldShowANewCertificateOnceItIsToldToReadItAgain(@TempDir Path folder) throws Exception {
        Path certificate = Files.copy(TlsFiles.file("localhost.pem"), folder.resolve("cert.pem"));
        Path key = Files.copy(TlsFiles.file("localhost.key"), folder.resolve("key.pem"));
        int port = serve(HttpServer.at(0)
                .tls(Tls.server().certificate(certificate, key).define())
                .handler("", (poe, request, response) -> response.error(404, "no")));
        String before = shown(port);

        Files.write(certificate, Files.readAllBytes(TlsFiles.file("renewed.pem")));
        Files.write(key, Files.readAllBytes(TlsFiles.file("renewed.key")));
        kernel.postFromAnyThread(alias, HttpServer.TLS_RELOAD, null);
        String after = before;
        for (int i = 0; i < 100 && after.equals(before); i++) { // a connection may be accepted before it is told
            after = shown(port);
        }

        assertEquals("CN=localhost,O=Usher tests", before);
        assertEquals("CN=localhost renewed,O=Usher tests", after);
    }

    private static String shown(int port) throws Exception {
        SSLSession session = get("https://localhost:" + port + "/").sslSession().orElseThrow();
        return ((X509Certificate) session.getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    @Test
    @Row("H30")
    void shouldSendThoseOfThePlainPortToTheOtherOne() throws Exception {
        int port = serve(HttpServer.redirectToTls(0, 8443));

        HttpResponse<String> response = get("http://localhost:" + port + "/a%20b?c=d");

        assertEquals(308, response.statusCode());
        assertEquals(
                "https://localhost:8443/a%20b?c=d",
                response.headers().firstValue("Location").orElse(""));
    }

    @Test
    @Row("W34")
    void shouldTellAnErrorEventOfPlainTextAndServeTheNext() throws Exception {
        int port = serve(secure().mount("/chat", echo()));

        try (Socket plain = new Socket("127.0.0.1", port)) {
            plain.getOutputStream().write("GET /chat HTTP/1.1\r\n\r\n".getBytes());
            assertEquals(-1, plain.getInputStream().read());
        }

        assertEquals("tls EPROTO", errors.poll(20, TimeUnit.SECONDS));
        assertEquals("say it", say("wss://localhost:" + port + "/chat", "say it"));
    }

    @Test
    @Row("W131")
    void shouldEchoOverWss() throws Exception {
        int port = serve(secure().mount("/chat", echo()));

        assertEquals("grüße", say("wss://localhost:" + port + "/chat", "grüße"));
        assertEquals("x".repeat(60_000), say("wss://localhost:" + port + "/chat", "x".repeat(60_000)));
    }

    @Test
    @Row("W124")
    void shouldServeWhileOthersAreSilentInTheirHandshake() throws Exception {
        int port = serve(secure().mount("/chat", echo()));
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.getOutputStream().write(new byte[] {22, 3, 1, 1}); // a record's beginning
            silent.add(socket);
        }

        assertEquals("hello", say("wss://localhost:" + port + "/chat", "hello"));
        for (Socket socket : silent) {
            socket.close();
        }
        for (int i = 0; i < silent.size(); i++) {
            assertEquals("tls ECONNABORTED", errors.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    @Row({"W13", "W124"})
    void shouldServeWssOnAPortOfItsOwn() throws Exception {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        CompletableFuture<Kernel> made = new CompletableFuture<>();
        alias = "websocket_http";
        thread = new Thread(() -> {
            Kernel own = new Kernel();
            WebSocketServer.at(0)
                    .address("127.0.0.1")
                    .tls(TlsFiles.localhost().define())
                    .origins(Origins.any())
                    .started((listener, poe) -> port.complete(listener.port()))
                    .onUtf8((connection, poe, text) -> connection.sendUtf8(text))
                    .start(own);
            made.complete(own);
            own.run();
        });
        thread.start();
        kernel = made.get(20, TimeUnit.SECONDS);

        assertEquals("hello", say("wss://localhost:" + port.get(20, TimeUnit.SECONDS) + "/", "hello"));
    }

    @Test
    @Row("H116")
    void shouldSendFilesByCopyingOverTls(@TempDir Path folder) throws Exception {
        byte[] bytes = new byte[3_000_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 13 >>> 5);
        }
        Path file = Files.write(folder.resolve("long.bin"), bytes);
        int port = serve(secure().handler("/files/", StaticFiles.of("/files/", folder))
                .handler("/sent", (poe, request, response) -> response.sendFile(file)));
        HttpClient client = client();
        String server = "https://localhost:" + port;

        byte[] sent = client.send(
                        HttpRequest.newBuilder(URI.create(server + "/sent")).build(), BodyHandlers.ofByteArray())
                .body();
        HttpResponse<byte[]> part = client.send(
                HttpRequest.newBuilder(URI.create(server + "/files/long.bin"))
                        .header("Range", "bytes=1000000-")
                        .build(),
                BodyHandlers.ofByteArray());

        assertArrayEquals(bytes, sent);
        assertEquals(206, part.statusCode());
        assertArrayEquals(Arrays.copyOfRange(bytes, 1_000_000, bytes.length), part.body());
    }

    @Test
    @Row("H32")
    void shouldShakeHandsBehindTheProxyHeader() throws Exception {
        int port = serve(secure().proxyProtocol(ProxyProtocol.trusting("127.0.0.1"))
                .handler(
                        "",
                        (poe, request, response) -> response.content(request.connection()
                                                .remoteIp() + " "
                                        + request.connection().proxiedPeer().isPresent() + " " + request.scheme())
                                .respond()
                                .done()));

        try (Socket plain = new Socket("127.0.0.1", port)) {
            plain.getOutputStream().write("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n".getBytes());
            plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
            assertEquals(-1, plain.getInputStream().read());
        }
        String answer;
        try (Socket plain = new Socket("127.0.0.1", port)) {
            plain.getOutputStream().write("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n".getBytes());
            Socket secure = TlsFiles.context().getSocketFactory().createSocket(plain, "localhost", port, true);
            secure.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes());
            answer = new String(secure.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        assertEquals("tls EPROTO", errors.poll(20, TimeUnit.SECONDS));
        assertEquals("192.0.2.7 true https", answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }

    /** The whole way with another maker's library; skipped where there is no curl. */
    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    @Row("H30")
    void shouldAnswerCurl(String version) throws Exception {
        int port = serve(https());
        Assumptions.assumeTrue(isThere("curl"), "curl is not installed here");

        Process curl = new ProcessBuilder(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--max-time",
                        "20",
                        "--noproxy",
                        "*",
                        "--tlsv" + version,
                        "--tls-max",
                        version,
                        "--cacert",
                        TlsFiles.file("ca.pem").toString(),
                        "https://127.0.0.1:" + port + "/x")
                .redirectErrorStream(true)
                .start();
        String out = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals("GET https://127.0.0.1:" + port + "/x true", out);
        assertEquals(0, curl.waitFor());
    }

    private static boolean isThere(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private static WebSocketServerBuilder echo() {
        return WebSocketServer.define()
                .origins(Origins.any())
                .onUtf8((connection, poe, text) -> connection.sendUtf8(text));
    }

    private static String say(String uri, String text) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        StringBuilder parts = new StringBuilder();
        WebSocket socket = client().newWebSocketBuilder()
                .buildAsync(URI.create(uri), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        parts.append(data);
                        from.request(1);
                        if (last) {
                            heard.complete(parts.toString());
                        }
                        return null;
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                        heard.completeExceptionally(new AssertionError("closed: " + code + " " + reason));
                        return null;
                    }

                    @Override
                    public void onError(WebSocket from, Throwable error) {
                        heard.completeExceptionally(error);
                    }
                })
                .get(20, TimeUnit.SECONDS);
        socket.sendText(text, true);
        String answer = heard.get(20, TimeUnit.SECONDS);
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(20, TimeUnit.SECONDS);
        return answer;
    }
}
