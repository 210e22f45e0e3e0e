package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.Row;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The client over the machine's own sockets. */
class ClientRealSocketTest {
    private static final Event<Void> TOO_LONG = Event.named("too_long");
    private final List<String> log = new ArrayList<>();
    private final Kernel kernel = new Kernel();

    private TcpClientBuilder<Void, String, String> telling(String host, int port) {
        return TcpClient.to(host, port)
                .connectTimeout(Duration.ofSeconds(20))
                .connected((client, poe) -> {
                    log.add("connected " + client.remoteIp());
                    client.put("question");
                })
                .connectError((client, poe, error) ->
                        log.add(error.operation() + " " + error.errno().number()))
                .serverInput((client, poe, line) -> {
                    log.add("got " + line);
                    client.put("bye");
                    client.shutdown();
                })
                .disconnected((client, poe) -> log.add("disconnected"));
    }

    private int serve() {
        long id = TcpServer.at(0)
                .address("127.0.0.1")
                .alias("server")
                .clientInput((client, poe, line) -> {
                    client.put("answer to " + line);
                    if (line.equals("bye")) {
                        poe.post("server", TcpServer.SHUTDOWN);
                    }
                })
                .start(kernel);
        return ((TcpListener) kernel.idToSession(id).orElseThrow().heap()).port();
    }

    private void run() {
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> poe.delay(TOO_LONG, Duration.ofSeconds(20)))
                        .on(TOO_LONG, (heap, poe) -> {
                            log.add("too long");
                            kernel.stop();
                        }),
                null);
        kernel.runWhile(() -> kernel.counts().sessions() > 1); // the watchdog alone is no reason to go on
        kernel.close();
    }

    @Test
    @Row({"TC1", "TC3", "TC39"})
    void shouldTalkToARealServer() {
        telling("127.0.0.1", serve()).start(kernel);

        run();

        assertEquals(List.of("connected 127.0.0.1", "got answer to question", "disconnected"), log);
    }

    @Test
    @Row("TC2")
    void shouldLookANameUpElsewhereThanOnTheKernelsThread() {
        telling("localhost", serve()).start(kernel);

        run();

        assertEquals(List.of("connected 127.0.0.1", "got answer to question", "disconnected"), log);
    }

    @Test
    @Row("TC22")
    void shouldTellOfARealRefusal() throws Exception {
        int port;
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = held.getLocalPort();
        }
        telling("127.0.0.1", port).start(kernel);

        run();

        assertEquals(List.of("connect 111"), log);
    }
}
