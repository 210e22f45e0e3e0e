package dev.usher.component.websocket;

import dev.usher.filters.http.Content;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.Fields;
import dev.usher.filters.http.HttpClientFilter;
import dev.usher.filters.http.HttpException;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.ResponseHead;
import dev.usher.filters.websocket.Agreement;
import dev.usher.filters.websocket.ClientHandshake;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.FrameWriter;
import dev.usher.filters.websocket.HandshakeException;
import dev.usher.filters.websocket.HandshakeKey;
import dev.usher.filters.websocket.WebSocketUri;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.wheel.ReadWrite;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * The opening handshake of a client's connection (RFC 6455 §4.1). Belongs to the client's session; each connection has
 * one of its own.
 *
 * <pre>
 *   PROXY --2xx--> ASKED --101--------------------------------> DONE
 *     |              |                                           ^
 *     +--------------+--> REFUSED --all of it is there, or enough--+
 * </pre>
 */
final class ClientOpening {
    static final Event<Void> LATE = Event.named("websocket_client_handshake_late");

    private static final int KEY_BYTES = 16;
    private static final int SWITCHING_PROTOCOLS = 101;

    /** What is not for others than who was meant (RFC 9110 §15.4). */
    private static final List<FieldName> PRIVATE =
            List.of(FieldName.AUTHORIZATION, FieldName.COOKIE, FieldName.of("Proxy-Authorization"));

    private enum State {
        PROXY,
        ASKED,
        REFUSED,
        DONE
    }

    private final WebSocketClientConnection connection;
    private final WebSocketClient client;
    private final WebSocketUri uri;
    private final ReadWrite<HttpPart, HttpPart> wheel;
    private State state;
    private ClientHandshake handshake; // once it was sent
    private Refusal refusal; // while its content comes
    private long timer;

    /** A refusal whose content is still to come. */
    private record Refusal(int status, String reason, Fields fields, ByteArrayOutputStream content) {
        WebSocketAnswer answer(boolean complete) {
            return new WebSocketAnswer(status, reason, fields, content.toByteArray(), complete);
        }
    }

    ClientOpening(
            WebSocketClientConnection connection,
            WebSocketClient client,
            WebSocketUri uri,
            ReadWrite<HttpPart, HttpPart> wheel) {
        this.connection = connection;
        this.client = client;
        this.uri = uri;
        this.wheel = wheel;
    }

    void begin(Context poe) {
        if (client.terms.handshakeNs > 0) {
            timer = poe.delaySetNs(LATE, client.terms.handshakeNs, null);
        }
        if (client.proxy == null) {
            ask(poe);
            return;
        }
        state = State.PROXY; // RFC 6455 §4.1, RFC 9110 §9.3.6
        MutableFields fields =
                new MutableFields().add(FieldName.HOST, uri.hostAndPort()).addAll(client.proxyHeaders);
        wheel.put(RequestHead.of("CONNECT", uri.hostAndPort(), fields));
    }

    private void ask(Context poe) {
        state = State.ASKED;
        HandshakeKey key = HandshakeKey.of(poe.kernel().entropy().bytes(KEY_BYTES));
        handshake = new ClientHandshake(key, client.subprotocols, client.terms.deflate);
        OpeningHandshake seen = new OpeningHandshake(uri, fields());
        connection.decide(seen);
        connection.tell(poe, connection.told().handshake, seen);
        if (connection.phase() != WebSocketEndpoint.Phase.DECIDING || connection.isOver()) {
            return; // the program wants it no more
        }
        try {
            wheel.put(handshake.request(uri.authority(), uri.resource(), seen.headers()));
        } catch (IllegalArgumentException e) {
            connection.threw(poe, e);
        }
    }

    private MutableFields fields() {
        MutableFields fields = new MutableFields().addAll(client.headers);
        if (!uri.isSameOrigin(client.uri)) {
            PRIVATE.forEach(fields::remove);
        }
        return fields;
    }

    // ---- the answer

    void part(Context poe, HttpPart part) {
        if (state == State.DONE) {
            return;
        }
        if (part instanceof ResponseHead head) {
            if (!head.isInformational()) {
                head(poe, head);
            }
        } else if (part instanceof Content content) {
            content(poe, content);
        } else {
            refused(poe, true); // trailers: it has come to its end
        }
    }

    private void head(Context poe, ResponseHead head) {
        if (state == State.PROXY && head.status() / 100 == 2) {
            wheel.filter(client.filter()); // what follows is the server's
            ask(poe);
        } else if (state == State.ASKED && head.status() == SWITCHING_PROTOCOLS) {
            grant(poe, head);
        } else {
            state = State.REFUSED;
            refusal = new Refusal(head.status(), head.reason(), head.fields().copy(), new ByteArrayOutputStream());
            if (head.isLast()) {
                refused(poe, true);
            }
        }
    }

    private void grant(Context poe, ResponseHead head) {
        Agreement agreement;
        try {
            agreement = handshake.check(head);
        } catch (HandshakeException e) {
            fail(poe, CloseCode.PROTOCOL_ERROR, e.getMessage(), Disconnection.Cause.HANDSHAKE);
            return;
        }
        over(poe);
        connection
                .request()
                .orElseThrow()
                .answer(new WebSocketAnswer(
                        head.status(), head.reason(), head.fields().copy(), new byte[0], true));
        Frames frames = new Frames(
                connection,
                wheel,
                client.terms,
                agreement,
                FrameWriter.ofClient(poe.kernel().entropy()::nextInt)); // RFC 6455 §5.3
        connection.open(poe, frames, agreement);
    }

    private void content(Context poe, Content piece) {
        long room = client.maxAnswer - refusal.content.size();
        refusal.content.write(piece.array(), piece.offset(), (int) Math.min(piece.length(), room));
        if (piece.isLast() || piece.length() > room) {
            refused(poe, piece.length() <= room);
        }
    }

    private void refused(Context poe, boolean complete) {
        over(poe);
        connection.refused(poe, refusal.answer(complete));
    }

    // ---- what goes wrong

    void failed(Context poe, IoError error) {
        if (state == State.DONE) {
            return;
        }
        if (error.operation().equals("filter")) {
            fail(poe, CloseCode.PROTOCOL_ERROR, error.text(), Disconnection.Cause.HANDSHAKE);
        } else if (state == State.REFUSED) {
            refused(poe, error.isEnd() && isEndOfContent());
        } else {
            fail(poe, CloseCode.ABNORMAL, "", Disconnection.Cause.NETWORK);
        }
    }

    /** RFC 9112 §6.3: the connection's end may be the content's. */
    private boolean isEndOfContent() {
        try {
            return ((HttpClientFilter) wheel.inputFilter())
                    .parser()
                    .endOfInput()
                    .isPresent();
        } catch (HttpException e) {
            return false;
        }
    }

    void late(Context poe) {
        timer = 0;
        if (state == State.REFUSED) {
            refused(poe, false);
        } else if (state != State.DONE) {
            fail(
                    poe,
                    CloseCode.ABNORMAL,
                    "no answer to the handshake within " + client.handshakeTimeout,
                    Disconnection.Cause.TIMEOUT);
        }
    }

    private void fail(Context poe, CloseCode code, String reason, Disconnection.Cause cause) {
        over(poe);
        connection.fail(poe, code, reason, cause);
    }

    /** It was granted or refused, or the connection is gone. */
    void over(Context poe) {
        state = State.DONE;
        if (timer != 0) {
            poe.alarmRemove(timer);
            timer = 0;
        }
    }
}
