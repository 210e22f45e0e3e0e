package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.component.Row;
import dev.usher.filters.bayeux.BinaryData;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against other makers' servers on real sockets: CometD's, and Faye's where npm has put it. */
@Timeout(120)
class ForeignServersTest {
    private static final int COUNT = 50;

    private static BayeuxClientBuilder client(int port, Transport transport) {
        return BayeuxClient.to("http://127.0.0.1:" + port + "/cometd").transports(transport);
    }

    /** From the handshake to the goodbye. */
    private static void talk(RealClient client, Transport transport) throws Exception {
        client.act(it -> {
            it.subscribe(
                    "/chat/*",
                    (me, poe, message) -> client.heard.add(message.channel() + " "
                            + message.data().orElseThrow().as(Integer.class)));
            it.init();
        });
        client.await("CONNECTED");
        client.act(it -> {
            client.heard.add(it.transport() + " " + it.clientId().isPresent());
            for (int i = 0; i < COUNT; i++) {
                it.publish("/chat/demo", i);
            }
        });
        client.await(transport + " true");
        for (int i = 0; i < COUNT; i++) {
            assertEquals("/chat/demo " + i, client.next());
        }
        client.act(it -> it.publish(
                "/chat/other",
                -1,
                (me, poe, reply) ->
                        client.heard.add("reply " + reply.successful().orElseThrow())));
        client.heard.add("-"); // which of the two comes first is the server's affair
        String both = client.next() + client.next() + client.next();
        assertTrue(both.contains("reply true") && both.contains("/chat/other -1"), both);
        client.act(it -> {
            it.unsubscribe("/chat/*");
            it.publish("/chat/demo", COUNT, (me, poe, reply) -> client.heard.add("unheard"));
        });
        assertEquals("unheard", client.next());
    }

    private static void leave(RealClient client) throws InterruptedException {
        client.act(BayeuxConnection::disconnect);
        assertEquals("DISCONNECTING", client.next());
        assertEquals("DISCONNECTED", client.next());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row("BC46")
    void shouldTalkToCometd(Transport transport) throws Exception {
        ClockSync clock = new ClockSync();
        try (CometdServer server = new CometdServer();
                RealClient client =
                        new RealClient(client(server.port(), transport).extend(clock))) {
            talk(client, transport);
            client.act(it -> {
                it.subscribe(
                        "/service/echo",
                        (me, poe, message) -> message.data().ifPresent(data -> client.heard.add("echo " + data)));
                it.publish("/service/echo", Map.of("snow", "\u2603"));
            });
            assertEquals("echo {\"snow\":\"\u2603\"}", client.next());
            client.act(it -> client.heard.add(it.acknowledges() + " " + (clock.samples() > 0) + " "
                    + clock.offset().abs().compareTo(Duration.ofSeconds(2))));
            assertEquals("true true -1", client.next());
            leave(client);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row({"BC46", "B133"})
    void shouldSayBytesToCometd(Transport transport) throws Exception {
        byte[] bytes = {0, -1, 2, 3, 127, -128, 9};
        try (CometdServer server = new CometdServer();
                RealClient client = new RealClient(client(server.port(), transport))) {
            client.act(it -> {
                it.subscribe(
                        "/binary",
                        (me, poe, message) -> client.heard.add(Arrays.toString(
                                        BinaryData.of(message).orElseThrow().bytes())
                                + " "
                                + message.timestamp().isPresent()));
                it.publish("/binary", new BinaryData(bytes));
                it.init();
            });
            client.await("CONNECTED");

            assertEquals(Arrays.toString(bytes) + " true", client.next());
            assertEquals(Arrays.toString(bytes), server.bytes.poll(20, TimeUnit.SECONDS));
            leave(client);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row("BC46")
    void shouldTalkToFaye(Transport transport) throws Exception {
        assumeTrue(NodeClientsTest.hasNode(), "node is not there: install Node 18 or newer");
        Path modules = NodeClientsTest.MODULES;
        assumeTrue(
                Files.isDirectory(modules.resolve("faye")),
                "faye is not in " + modules + ": npm install --prefix " + modules.getParent() + " faye");
        Path script =
                Path.of(ForeignServersTest.class.getResource("faye-server.js").toURI());
        Process node = new ProcessBuilder("node", script.toString(), modules.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(said.readLine());
            try (RealClient client = new RealClient(client(port, transport))) {
                talk(client, transport);
                leave(client);
            }
        } finally {
            node.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }
}
