package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cometd.bayeux.Message;
import org.cometd.bayeux.client.ClientSession;
import org.cometd.client.BayeuxClient;
import org.cometd.client.http.jetty.JettyHttpClientTransport;
import org.cometd.client.transport.ClientTransport;
import org.cometd.client.websocket.jakarta.WebSocketTransport;
import org.eclipse.jetty.client.HttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** CometD's Java client against a server on a real socket. */
class CometdJavaTest {
    private static final long PATIENCE_S = 20;

    private static ClientTransport longPolling(HttpClient http) {
        return new JettyHttpClientTransport(null, http);
    }

    private static ClientTransport webSocket() {
        return new WebSocketTransport(
                new HashMap<>(), null, jakarta.websocket.ContainerProvider.getWebSocketContainer());
    }

    @Test
    @Row("B146")
    @Timeout(60)
    void shouldServeItByLongPolling() throws Exception {
        HttpClient http = new HttpClient();
        http.start();
        try (RealBayeux server = new RealBayeux()) {
            talk(server, longPolling(http), "long-polling");
        } finally {
            http.stop();
        }
    }

    @Test
    @Row("B146")
    @Timeout(60)
    void shouldServeItByWebSocket() throws Exception {
        try (RealBayeux server = new RealBayeux()) {
            talk(server, webSocket(), "websocket");
        }
    }

    private static void talk(RealBayeux server, ClientTransport transport, String name) throws Exception {
        BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        BlockingQueue<Message> replies = new LinkedBlockingQueue<>();
        BayeuxClient client = new BayeuxClient("http://127.0.0.1:" + server.port() + "/cometd", transport);
        client.handshake((ClientSession.MessageListener) replies::add);
        assertTrue(poll(replies).isSuccessful());
        assertTrue(client.waitFor(PATIENCE_S * 1_000, BayeuxClient.State.CONNECTED));
        assertEquals(name, client.getTransport().getName());

        client.getChannel("/chat/*").subscribe((channel, message) -> heard.add(message), replies::add);
        assertTrue(poll(replies).isSuccessful());
        for (int i = 0; i < 100; i++) {
            client.getChannel("/chat/demo").publish(Map.of("n", i), replies::add);
            assertTrue(poll(replies).isSuccessful());
        }
        for (int i = 0; i < 100; i++) {
            Message message = poll(heard);
            assertEquals("/chat/demo", message.getChannel());
            assertEquals(i, ((Number) message.getDataAsMap().get("n")).intValue());
        }
        client.getChannel("/service/echo")
                .addListener((org.cometd.bayeux.client.ClientSessionChannel.MessageListener) (channel, message) -> {
                    if (!message.isPublishReply()) {
                        heard.add(message);
                    }
                });
        client.getChannel("/service/echo").publish("\u2603");
        assertEquals("\u2603", poll(heard).getData());

        client.disconnect((ClientSession.MessageListener) replies::add);
        assertTrue(poll(replies).isSuccessful());
        assertTrue(client.waitFor(PATIENCE_S * 1_000, BayeuxClient.State.DISCONNECTED));
    }

    private static Message poll(BlockingQueue<Message> queue) throws InterruptedException {
        Message message = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing has come");
        }
        return message;
    }
}
