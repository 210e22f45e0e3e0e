package dev.usher.component.bayeux;

import dev.usher.component.websocket.WebSocketConnection;
import dev.usher.filters.bayeux.BayeuxError;
import dev.usher.filters.bayeux.BayeuxException;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.Data;
import dev.usher.filters.websocket.Text;
import dev.usher.kernel.Context;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A WebSocket: batches come and go as texts, at any time. Belongs to the kernel's thread. */
final class WebSocketCarrier implements Carrier {
    static final String NAME = "bayeux";

    private final BayeuxListener server;
    private final WebSocketConnection connection;
    private final Set<Client> clients = new LinkedHashSet<>(2); // usually one
    private final String address;

    WebSocketCarrier(BayeuxListener server, WebSocketConnection connection) {
        this.server = server;
        this.connection = connection;
        address = connection.ip();
    }

    void came(Context poe, Data message) {
        if (!(message instanceof Text)) {
            connection.disconnect(CloseCode.UNSUPPORTED_DATA.value(), "messages are texts");
            return;
        }
        List<BayeuxMessage> messages;
        try {
            messages = server.reader().read(message.toByteArray());
        } catch (BayeuxException e) {
            refuse(
                    e.code(),
                    BayeuxMessage.none()
                            .error(new BayeuxError(e.code(), e.getMessage()))
                            .build());
            connection.disconnect(CloseCode.INVALID_DATA.value(), e.getMessage());
            return;
        }
        poe.call(server.session(), BayeuxListener.BATCH, new Batch(server, this, messages));
    }

    void ended() {
        clients.forEach(client -> client.lost(this));
        clients.clear();
    }

    void drained() {
        clients.forEach(server::lookAt);
    }

    boolean takesMore() {
        return connection.isReady() && connection.bufferedAmount() < server.definition().socketMark;
    }

    void push(Delivery delivery) {
        connection.send(delivery.frame());
    }

    @Override
    public Transport transport() {
        return Transport.WEBSOCKET;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Optional<String> browser() {
        return connection.request().map(handshake -> handshake.cookies().get(HttpEntry.BROWSER));
    }

    @Override
    public Client senderOf(BayeuxMessage message) {
        return null;
    }

    @Override
    public void sentBy(Client client, BayeuxMessage message) {
        // Messages on a socket have no heads, and are short.
    }

    @Override
    public boolean isOpen() {
        return connection.isReady();
    }

    @Override
    public void send(List<BayeuxMessage> messages) {
        send(Batches.array(messages));
    }

    @Override
    public void flush() {
        // More may come, and goes with it.
    }

    @Override
    public void refuse(int status, BayeuxMessage why) {
        send(Batches.array(why));
    }

    private void send(byte[] json) {
        if (connection.isReady()) {
            connection.send(new Text().wrap(json, 0, json.length, true));
        }
    }

    @Override
    public void waits(boolean on) {
        if (on) {
            connection.pause();
        } else {
            connection.resume();
        }
    }

    @Override
    public void serves(Client client) {
        clients.removeIf(known -> !known.isAlive());
        clients.add(client);
        client.reachedBy(this);
    }

    @Override
    public void remember(String browser) {
        // The handshake of the socket is over.
    }

    @Override
    public void holds(Poll poll) {
        // The socket tells of its end to all its clients.
    }
}
