package dev.usher.component.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.component.Row;
import dev.usher.component.tls.TlsFiles;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client over the machine's own sockets, at Usher's server and at that of the npm package ws. */
class ClientForeignServerTest {
    private static final Event<Void> TOO_LONG = Event.named("too_long");
    private static final FrameLimits LARGE = new FrameLimits(1 << 24, 1 << 24, 1_000);

    /** Says everything again; closes as it is told; refuses at one path. */
    private static final String SERVER = """
            const { WebSocketServer } = require('ws');
            const [how, cert, key] = process.argv.slice(1);
            const read = require('fs').readFileSync;
            const web = cert ? require('https').createServer({ cert: read(cert), key: read(key) })
              : require('http').createServer();
            web.listen(0, '127.0.0.1', () => console.log(web.address().port));
            const server = new WebSocketServer({
              server: web,
              perMessageDeflate: how === 'deflate' ? { threshold: 100 } : false,
              handleProtocols: protocols => protocols.has('second') ? 'second' : false,
              verifyClient: (info, answer) => answer(info.req.url !== '/closed', 403, 'Closed')
            });
            server.on('connection', socket => {
              socket.on('message', (data, binary) => {
                if (!binary && data.toString() === 'close me') socket.close(4321, 'as you like');
                else socket.send(data, { binary });
              });
              socket.ping('are you there');
            });
            process.stdin.on('end', () => process.exit()).resume();
            """;

    private final List<String> log = new ArrayList<>();
    private final List<byte[]> binaries = new ArrayList<>();
    private final Kernel kernel = new Kernel();
    private Process process; // null without a foreign server

    @AfterEach
    void end() throws InterruptedException {
        kernel.close();
        if (process != null) {
            process.destroy();
            process.waitFor();
        }
    }

    private int foreign(String... how) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("node", "-e", SERVER);
        builder.command().addAll(List.of(how));
        String npm = System.getenv()
                .getOrDefault(
                        "USHER_NPM",
                        Path.of(System.getProperty("java.io.tmpdir"), "usher-npm")
                                .toString());
        builder.environment()
                .merge("NODE_PATH", npm + "/node_modules:/usr/share/nodejs", (given, more) -> given + ":" + more);
        try {
            process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            assumeTrue(false, "there is no node on this machine");
        }
        String port = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
        assumeTrue(port != null, "node has no package ws on this machine: .ci/run installs it");
        return Integer.parseInt(port);
    }

    private WebSocketClientBuilder client(int port, String path) {
        return client(WebSocketClient.to("ws://127.0.0.1:" + port + path));
    }

    private WebSocketClientBuilder client(WebSocketClientBuilder wanted) {
        return wanted.limits(LARGE)
                .maxSendSize(1 << 24)
                .onUtf8((client, poe, text) -> log.add(text))
                .onBinary((client, poe, bytes) -> {
                    binaries.add(bytes);
                    client.sendUtf8("close me");
                })
                .onPing((client, poe, bytes) -> log.add("ping " + new String(bytes, UTF_8)))
                .onRefused((client, poe, answer) -> log.add("refused " + answer))
                .onDisconnect((client, poe, end) ->
                        log.add("disconnect " + end.code() + " " + end.reason() + " " + end.cause()));
    }

    private void run() {
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> poe.delay(TOO_LONG, Duration.ofSeconds(30)))
                        .on(TOO_LONG, (heap, poe) -> {
                            log.add("too long");
                            kernel.stop();
                        }),
                null);
        kernel.runWhile(() -> kernel.counts().sessions() > 1); // the watchdog alone is no reason to go on
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private void talk(WebSocketClientBuilder client) {
        byte[] large = random(1_000_000);
        client.onReady((socket, poe, handshake) -> {
                    socket.sendUtf8("snow \u2603");
                    socket.sendUtf8("again ".repeat(1_000));
                    socket.sendBinary(large);
                })
                .start(kernel);

        run();

        assertEquals("snow \u2603", log.get(0));
        assertEquals("again ".repeat(1_000), log.get(1));
        assertArrayEquals(large, binaries.get(0));
    }

    @Test
    @Row("W134")
    void shouldTalkToItsOwnServerOverRealSockets() {
        long[] port = new long[1];
        WebSocketServer.at(0)
                .address("127.0.0.1")
                .started((http, poe) -> port[0] = http.port())
                .limits(LARGE)
                .maxSendSize(1 << 24)
                .deflate(DeflateOptions.DEFAULT)
                .onUtf8((connection, poe, text) -> {
                    if (text.equals("close me")) {
                        connection.server().shutdown(1012);
                    } else {
                        connection.sendUtf8(text);
                    }
                })
                .onBinary((connection, poe, bytes) -> connection.sendBinary(bytes))
                .start(kernel);
        kernel.runOneTimeslice();

        talk(client((int) port[0], "/").deflate(DeflateOptions.DEFAULT));

        assertEquals(List.of("disconnect 1012  PEER"), log.subList(2, log.size()));
    }

    @Test
    @Row("W134")
    void shouldTalkToAForeignServer() throws IOException {
        int port = foreign("plain");

        talk(client(port, "/chat?a=b").onPing((socket, poe, bytes) -> assertTrue(bytes.length > 0)));

        assertEquals(List.of("disconnect 4321 as you like PEER"), log.subList(2, log.size()));
    }

    @Test
    @Row("W134")
    void shouldTalkOverTlsToAForeignServer() throws IOException {
        int port = foreign(
                "plain",
                TlsFiles.file("localhost.pem").toString(),
                TlsFiles.file("localhost.key").toString());

        talk(client(WebSocketClient.to("wss://127.0.0.1:" + port + "/"))
                .tls(TlsFiles.trusting().alpn("http/1.1").define())
                .onPing((socket, poe, bytes) -> assertTrue(bytes.length > 0)));

        assertEquals(List.of("disconnect 4321 as you like PEER"), log.subList(2, log.size()));
    }

    @Test
    @Row("W134")
    void shouldCompressWithAForeignServer() throws IOException {
        int port = foreign("deflate");
        List<String> agreed = new ArrayList<>();

        talk(client(port, "/")
                .deflate(DeflateOptions.DEFAULT)
                .subprotocols("first", "second")
                .onPing((socket, poe, bytes) ->
                        agreed.add(socket.subprotocol().orElse("none") + " " + socket.extensions())));

        assertEquals(1, agreed.size());
        assertTrue(agreed.get(0).startsWith("second permessage-deflate"), agreed.toString());
    }

    @Test
    void shouldTellWhatAForeignServerRefusesWith() throws IOException {
        client(foreign("plain"), "/closed").start(kernel);

        run();

        assertEquals(
                List.of("refused 403 Forbidden", "disconnect 1006 the server answered 403 Forbidden HANDSHAKE"), log);
    }
}
