package dev.usher.component.bayeux;

import dev.usher.component.websocket.WebSocketClient;
import dev.usher.component.websocket.WebSocketClientBuilder;
import dev.usher.component.websocket.WebSocketClientConnection;
import dev.usher.filters.bayeux.BayeuxException;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.MessageReader;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.filters.websocket.Text;
import dev.usher.kernel.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages by a WebSocket, which is opened when it is needed. Belongs to one client. */
final class SocketTransport implements ClientTransport {

    /** One socket: what comes from one that was given up is not heard. */
    private final class Socket {
        private final List<List<BayeuxMessage>> waiting = new ArrayList<>(1); // for the handshake
        private final Map<String, BayeuxMessage> unanswered = new LinkedHashMap<>();
        private WebSocketClientConnection connection; // once it is ready
        private String why = "the socket could not be opened";

        void send(List<BayeuxMessage> messages) {
            messages.forEach(message -> message.id().ifPresent(id -> unanswered.put(id, message)));
            if (connection == null) {
                waiting.add(messages);
            } else {
                byte[] json = Batches.array(messages);
                connection.send(new Text().wrap(json, 0, json.length, true));
            }
        }

        void ready(WebSocketClientConnection ready) {
            connection = ready;
            if (socket != this) {
                ready.drop();
                return;
            }
            why = "the socket was closed";
            List<List<BayeuxMessage>> all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(this::send);
        }

        void came(byte[] bytes) {
            if (socket != this) {
                return;
            }
            List<BayeuxMessage> messages;
            try {
                messages = reader.read(bytes);
            } catch (BayeuxException e) {
                why = "the server has sent " + e.getMessage();
                connection.disconnect(CloseCode.INVALID_DATA.value(), "messages are JSON");
                return;
            }
            for (BayeuxMessage message : messages) {
                message.id().ifPresent(unanswered::remove);
            }
            told.heard(SocketTransport.this, messages);
        }

        void ended() {
            if (socket == this) {
                socket = null;
                told.failed(SocketTransport.this, List.copyOf(unanswered.values()), why, connection == null);
            }
        }
    }

    private final BayeuxClient definition;
    private final Told told;
    private final MessageReader reader = new MessageReader(Integer.MAX_VALUE);
    private final Cookies cookies;
    private Socket socket; // or null

    SocketTransport(BayeuxClient definition, Cookies cookies, Told told) {
        this.definition = definition;
        this.cookies = cookies;
        this.told = told;
    }

    @Override
    public Transport kind() {
        return Transport.WEBSOCKET;
    }

    @Override
    public void send(Context poe, List<BayeuxMessage> messages) {
        if (socket == null) {
            socket = new Socket();
            open(poe, socket);
        }
        socket.send(messages);
    }

    private void open(Context poe, Socket fresh) {
        WebSocketClientBuilder wanted = WebSocketClient.to(
                        (definition.secure ? "wss://" : "ws://") + definition.authority + definition.path)
                .connectTimeout(definition.maxNetworkDelay)
                .handshakeTimeout(definition.maxNetworkDelay)
                .limits(new FrameLimits(definition.maxAnswer, definition.maxAnswer, Integer.MAX_VALUE))
                .onReady((connection, context, handshake) -> {
                    handshake
                            .answer()
                            .ifPresent(answer ->
                                    answer.headers().all(FieldName.SET_COOKIE).forEach(cookies::set));
                    fresh.ready(connection);
                })
                .onMessage((connection, context, message) -> fresh.came(message.toByteArray()))
                .onRefused((connection, context, answer) -> fresh.why = "the server answered " + answer)
                .onConnectError((connection, context, error) -> {
                    fresh.why = error.operation() + ": " + error.text();
                    fresh.ended();
                })
                .onDisconnect((connection, context, end) -> fresh.ended());
        for (int i = 0; i < definition.headers.size(); i++) {
            wanted.header(definition.headers.name(i), definition.headers.value(i));
        }
        String said = cookies.line();
        if (!said.isEmpty()) {
            wanted.header("Cookie", said);
        }
        if (definition.secure) {
            wanted.tls(definition.tls);
        }
        if (definition.proxy != null) {
            wanted.carrier(carrier -> carrier.proxy(definition.proxy));
        }
        wanted.start(poe);
    }

    @Override
    public void reset() {
        Socket old = socket;
        socket = null;
        if (old != null && old.connection != null) {
            old.connection.drop();
        }
    }
}
