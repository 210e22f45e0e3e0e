package dev.usher.component.websocket;

import dev.usher.component.http.HttpRequest;
import dev.usher.component.http.HttpResponse;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.ResponseHead;
import dev.usher.filters.websocket.Agreement;
import dev.usher.filters.websocket.FrameWriter;
import dev.usher.filters.websocket.HandshakeException;
import dev.usher.filters.websocket.UpgradeRequest;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.wheel.ReadWrite;
import java.util.Optional;
import java.util.OptionalInt;

/** The opening handshake of a connection (RFC 6455 §4.2). Belongs to its session. */
final class Opening {
    static final Event<Handshake> GRANT = Event.named("websocket_server_grant", Handshake.class);
    static final Event<Handshake> LATE = Event.named("websocket_server_handshake_late", Handshake.class);

    private final WebSocketConnection connection;
    private final WebSocketListener server;
    private boolean bad;
    private long timer;

    Opening(WebSocketConnection connection, WebSocketListener server) {
        this.connection = connection;
        this.server = server;
    }

    /** Whether what the client sent was no handshake. */
    boolean isBad() {
        return bad;
    }

    void begin(Context poe, HttpRequest request, HttpResponse response) {
        UpgradeRequest upgrade;
        try {
            upgrade = UpgradeRequest.of(request.head());
        } catch (HandshakeException e) {
            bad = true;
            refuse(e, response);
            return;
        }
        Optional<String> subprotocol =
                server.definition().handshake.agree(upgrade).subprotocol();
        Handshake handshake = new Handshake(connection, request, upgrade, subprotocol);
        connection.decide(handshake);
        OptionalInt refusal = server.isShuttingDown()
                ? OptionalInt.of(503)
                : server.refusal(connection.ip(), poe.kernel().clock().nanoTime());
        if (refusal.isPresent()) {
            response.header("Retry-After", "10");
            handshake.reject(refusal.getAsInt(), "There are too many connections at the moment.\n");
        } else if (!server.definition().origins.allows(upgrade.origin(), request.host())) {
            handshake.reject(403, "Scripts of this page may not connect here.\n");
        } else {
            judge(poe, handshake);
        }
    }

    private void judge(Context poe, Handshake handshake) {
        connection.tell(poe, connection.told().handshake, handshake);
        if (handshake.decision == Handshake.Decision.DEFERRED) {
            if (server.definition().terms.handshakeNs > 0) {
                timer = poe.delaySetNs(LATE, server.definition().terms.handshakeNs, handshake);
            }
        } else if (handshake.decision != Handshake.Decision.REJECTED
                && !handshake.response().finished()) {
            grant(poe, handshake);
        }
    }

    void grant(Context poe, Handshake handshake) {
        over(poe);
        if (connection.phase() != WebSocketConnection.Phase.DECIDING
                || handshake.response().finished()) {
            return; // the client has gone meanwhile
        }
        handshake.decision = Handshake.Decision.ACCEPTED;
        Agreement agreement =
                server.definition().handshake.agree(handshake.upgrade()).withSubprotocol(handshake.subprotocol());
        HttpResponse response = handshake.response();
        ResponseHead granted = server.definition().handshake.answer(handshake.upgrade(), agreement, new ResponseHead());
        response.headers().addAll(granted.fields());
        response.upgrade("websocket");
        server.counts().granted++;
        ReadWrite<?, ?> wheel = connection.socket().wheel().orElseThrow();
        wheel.errorEvent(Frames.ERROR);
        Frames frames = new Frames(connection, wheel, server.definition().terms, agreement, FrameWriter.ofServer());
        connection.open(poe, frames, agreement);
        if (connection.socket().inputEnded()) {
            connection.lost(poe);
        }
    }

    /** Whoever was to decide has not. */
    void late(Context poe, Handshake handshake) {
        timer = 0;
        handshake.reject(503, "This took too long to decide.\n");
    }

    void refuse(Handshake handshake, int status, String text) {
        HttpResponse response = handshake.response();
        if (!response.finished()) {
            server.counts().refused(status);
            response.code(status)
                    .contentType("text/plain")
                    .header(FieldName.CONNECTION, "close")
                    .content(text)
                    .respond()
                    .done();
        }
    }

    private void refuse(HandshakeException wrong, HttpResponse response) {
        server.counts().refused(wrong.status());
        ResponseHead answer = wrong.answer(new ResponseHead());
        response.code(wrong.status());
        response.headers().addAll(answer.fields());
        if (!response.request().head().asksUpgrade("websocket")) {
            response.headers().remove(FieldName.CONNECTION);
            response.header(FieldName.CONNECTION, "Upgrade"); // RFC 9110 §15.5.22
        }
        response.content(wrong.getMessage() + "\r\n").respond().done();
    }

    void over(Context poe) {
        if (timer != 0) {
            poe.alarmRemove(timer);
            timer = 0;
        }
    }
}
