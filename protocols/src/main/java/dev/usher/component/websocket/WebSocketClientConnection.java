package dev.usher.component.websocket;

import dev.usher.component.tcp.ClientConnection;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.Role;
import dev.usher.filters.websocket.WebSocketUri;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Session;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * A {@link WebSocketClient} that runs, from its start to its end: one connection after another, if it is to connect
 * again. Belongs to the kernel's thread; from other threads post {@link WebSocketClient#SEND_UTF8},
 * {@link WebSocketClient#SEND_BINARY} or {@link WebSocketClient#DISCONNECT} to its session.
 *
 * <pre>
 *   IDLE --connected--> CONNECTED --asked--> DECIDING --101--> OPEN --close frame--> CLOSING --> OVER
 *    ^                      |                   |               |                                 |
 *    |                      +-- lost, late -----+- refused -----+---------------------------------+
 *    +--- back-off, reconnect --------------------------------------------------------------------+
 * </pre>
 */
public final class WebSocketClientConnection extends WebSocketEndpoint<WebSocketClientConnection, OpeningHandshake> {
    static final Event<Void> LOOK = Event.named("websocket_client_look");

    private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

    private final WebSocketClient client;
    private final Scratch scratch = new Scratch();
    private final Counts counts = new Counts();
    private ClientConnection<WebSocketClientConnection, HttpPart, HttpPart> tcp;
    private ClientOpening opening; // of the latest connection
    private WebSocketUri uri; // whom to ask now
    private int redirects; // in a row
    private boolean redirecting; // the connection's end is none to tell of
    private boolean leaving; // it is not to connect again
    private long lookTimer;
    private long lookDue;

    WebSocketClientConnection(WebSocketClient client) {
        super(client.hooks, client.terms);
        this.client = client;
        uri = client.uri;
        phase(Phase.IDLE);
    }

    // ---- what programs use

    /** @return whom it connects to, behind redirects */
    public WebSocketUri uri() {
        return uri;
    }

    /** @return what carries it */
    public ClientConnection<WebSocketClientConnection, HttpPart, HttpPart> socket() {
        return tcp;
    }

    @Override
    public Session session() {
        return tcp.session();
    }

    /** @return what it has seen, in all its connections */
    public WebSocketCounts count() {
        return counts.snapshot(isReady() ? 1 : 0);
    }

    /**
     * Connects anew, soon; a connection that there is is broken. Also after {@link #disconnect()}, in its callbacks.
     */
    public void reconnect() {
        leaving = false;
        tcp.reconnect();
    }

    // ---- its life, in its session

    void started(ClientConnection<WebSocketClientConnection, HttpPart, HttpPart> carrier) {
        tcp = carrier;
    }

    void connected(Context poe) {
        leaving = false;
        redirecting = false;
        renew();
        opening = new ClientOpening(this, client, uri, tcp.wheel().orElseThrow());
        opening.begin(poe);
    }

    void connectFailed(Context poe, IoError error) {
        if (told().connectError == null) {
            Logs.CLIENT.warn("{}: {} failed: {} ({})", this, error.operation(), error.errno(), error.text());
        } else {
            tell(poe, told().connectError, error);
        }
        restart();
    }

    /** An alarm or a part may be about a connection that is gone. */
    Optional<ClientOpening> opening() {
        return Optional.ofNullable(opening);
    }

    boolean isOver() {
        return phase() == Phase.OVER || phase() == Phase.IDLE;
    }

    void failed(Context poe, IoError error) {
        if (frames() == null) {
            opening.failed(poe, error);
        } else {
            frames().failed(poe, error);
        }
    }

    void refused(Context poe, WebSocketAnswer answer) {
        counts.refused(answer.status());
        if (redirect(answer)) {
            return;
        }
        tell(poe, told().refused, answer);
        fail(poe, CloseCode.ABNORMAL, "the server answered " + answer, Disconnection.Cause.HANDSHAKE);
    }

    private boolean redirect(WebSocketAnswer answer) {
        Optional<String> location = answer.header("Location");
        if (!REDIRECTS.contains(answer.status()) || location.isEmpty() || redirects >= client.mostRedirects) {
            return false;
        }
        WebSocketUri target;
        try {
            target = uri.resolve(location.get());
        } catch (IllegalArgumentException e) {
            Logs.CLIENT.warn("{}: a redirect is not followed: {}", this, e.getMessage());
            return false;
        }
        if (target.secure() != uri.secure()) {
            Logs.CLIENT.warn("{}: a redirect is not followed: {} has another scheme", this, target);
            return false;
        }
        redirects++;
        redirecting = true;
        uri = target;
        if (client.proxy == null) {
            tcp.connect(target.host(), target.port());
        } else {
            tcp.reconnect();
        }
        return true;
    }

    /** The handshake came to nothing. */
    void fail(Context poe, CloseCode code, String reason, Disconnection.Cause cause) {
        tellEnd(poe, code, reason, cause);
        close();
    }

    /** An end that its program wants is for good. */
    void ends(Context poe, Ending ending) {
        leaving |= ending.cause() == Disconnection.Cause.PROGRAM;
        end(poe, ending);
    }

    void ended(Context poe) {
        if (lookTimer != 0) {
            poe.alarmRemove(lookTimer);
            lookTimer = 0;
        }
        opening.over(poe);
        over(poe);
        if (!redirecting) {
            tellEnd(poe, CloseCode.ABNORMAL, "", Disconnection.Cause.NETWORK);
            restart();
        }
        phase(Phase.IDLE);
    }

    /** A redirect holds for one connection (RFC 9110 §15.4.8). */
    private void restart() {
        redirects = 0;
        if (!uri.equals(client.uri)) {
            uri = client.uri;
            if (client.proxy == null) {
                tcp.target(uri.host(), uri.port());
            }
        }
    }

    // ---- whether the server lives

    @Override
    void opened(Context poe) {
        counts.granted++;
        redirects = 0;
        if (client.terms.silenceNs > 0) {
            lookDue = now(poe) + lookNs();
            lookTimer = poe.delaySetNs(LOOK, lookNs(), null);
        }
    }

    private long lookNs() {
        return Math.max(1, client.terms.silenceNs / 2);
    }

    private static long now(Context poe) {
        return poe.kernel().clock().nanoTime();
    }

    /** Input has been read before this: an alarm comes behind the links of its turn. */
    void look(Context poe) {
        lookTimer = 0;
        if (!isReady()) {
            return;
        }
        long now = now(poe);
        boolean late = now - lookDue > lookNs(); // whose silence that was nobody can say
        lookDue = now + lookNs();
        lookTimer = poe.delaySetNs(LOOK, lookNs(), null);
        if (!frames().isPaused() && frames().pulse().isGone(now, late ? 0 : client.terms.pongNs)) {
            end(poe, new Ending(new Close(CloseCode.GOING_AWAY, "no pong"), Disconnection.Cause.TIMEOUT));
        }
    }

    // ---- as an end of a WebSocket

    @Override
    WebSocketClientConnection self() {
        return this;
    }

    @Override
    boolean isOfClient() {
        return true;
    }

    @Override
    Role role() {
        return Role.CLIENT;
    }

    @Override
    Logger log() {
        return Logs.CLIENT;
    }

    @Override
    Counts counts() {
        return counts;
    }

    @Override
    Scratch scratch() {
        return scratch;
    }

    @Override
    Object event(Object value) {
        return new WebSocketClientEvent(this, value);
    }

    @Override
    void close() {
        if (leaving) {
            tcp.shutdown();
        }
        tcp.drop();
    }

    @Override
    void left(Context poe) {
        // Nobody counts a client's connections.
    }

    @Override
    void endEarly(Context poe, Ending ending) {
        if (phase() == Phase.IDLE) {
            tcp.shutdown(); // there is no connection whose end could be told
        } else {
            fail(poe, ending.close().code(), ending.close().reason(), ending.cause());
        }
    }

    @Override
    void failedEarly(Context poe) {
        if (phase() == Phase.CONNECTED || phase() == Phase.DECIDING) {
            fail(poe, CloseCode.ABNORMAL, "", Disconnection.Cause.EXCEPTION);
        }
    }

    @Override
    public String toString() {
        return "WebSocket client of " + uri;
    }
}
