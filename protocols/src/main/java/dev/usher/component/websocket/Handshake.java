package dev.usher.component.websocket;

import dev.usher.component.http.HttpRequest;
import dev.usher.component.http.HttpResponse;
import dev.usher.filters.websocket.UpgradeRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An opening handshake, as {@code onHandshake} may judge it and {@code onReady} still knows it. Belongs to the kernel's
 * thread.
 *
 * <pre>
 *   the hook returns ------------------------> 101
 *   reject, or an answer in response() ------> that answer, and the end
 *   defer ----> later accept or reject ------> the same; 503 when it takes too long
 * </pre>
 */
public final class Handshake {
    enum Decision {
        OPEN,
        DEFERRED,
        ACCEPTED,
        REJECTED
    }

    private final WebSocketConnection connection;
    private final HttpRequest request;
    private final HttpResponse response;
    private final UpgradeRequest upgrade;
    private Optional<String> chosen;
    private Object principal; // or null
    Decision decision = Decision.OPEN;

    Handshake(WebSocketConnection connection, HttpRequest request, UpgradeRequest upgrade, Optional<String> chosen) {
        this.connection = connection;
        this.request = request.retain();
        response = request.response();
        this.upgrade = upgrade;
        this.chosen = chosen;
    }

    // ---- the request

    /** @return the origin of the page whose script asks; empty if the client is no browser */
    public Optional<String> origin() {
        return upgrade.origin();
    }

    /** @return host, and port if given, that is asked */
    public String host() {
        return request.host();
    }

    /** @return path and query as they were sent: the manual's resource_name */
    public String resource() {
        return request.target();
    }

    /** @return 13 */
    public int version() {
        return 13;
    }

    /** @return what the client can speak, in its order */
    public List<String> subprotocols() {
        return upgrade.subprotocols();
    }

    /** @return the cookies by name */
    public Map<String, String> cookies() {
        return request.cookies();
    }

    /**
     * @param name of a field, in whatever case
     * @return the value of its first line
     */
    public Optional<String> field(String name) {
        return request.header(name);
    }

    /**
     * Whether the client has come by TLS.
     *
     * @return whether the connection goes over TLS, or a proxy says so that is trusted: by the HTTP server, or here, in
     *     X-Forwarded-Proto ({@link WebSocketServerBuilder#trustedProxies}); what others say counts for nothing
     */
    public boolean secure() {
        return request.scheme().equals("https") || proxySaysSecure();
    }

    /** Of several proxies the nearest one's word. */
    private boolean proxySaysSecure() {
        if (!connection
                .server()
                .definition()
                .trustedProxies
                .has(request.connection().remoteAddress())) {
            return false;
        }
        String said = request.header("X-Forwarded-Proto").orElse("");
        String nearest = said.substring(said.lastIndexOf(',') + 1).strip();
        return nearest.equalsIgnoreCase("https") || nearest.equalsIgnoreCase("wss");
    }

    /** @return the request; valid as long as the connection */
    public HttpRequest request() {
        return request;
    }

    UpgradeRequest upgrade() {
        return upgrade;
    }

    // ---- the answer

    /** @return which subprotocol will be spoken: of those that both know the one that the server likes best */
    public Optional<String> subprotocol() {
        return chosen;
    }

    /**
     * Chooses another subprotocol.
     *
     * @param name one of {@link #subprotocols}
     */
    public void subprotocol(String name) {
        if (!upgrade.subprotocols().contains(name)) {
            throw new IllegalArgumentException("the client has not offered the subprotocol '" + name + "', only "
                    + upgrade.subprotocols() + " (RFC 6455 §4.2.2)");
        }
        chosen = Optional.of(name);
    }

    /** Chooses no subprotocol. */
    public void noSubprotocol() {
        chosen = Optional.empty();
    }

    /**
     * The answer: fields may be added to what will grant, or another answer be given by it instead.
     *
     * @return valid until the handshake is decided
     */
    public HttpResponse response() {
        return response;
    }

    /**
     * Adds a cookie to the answer, in a field of its own.
     *
     * @param cookie as it stands in Set-Cookie
     */
    public void cookie(String cookie) {
        response.headers().add("Set-Cookie", cookie);
    }

    /** @return who the client has proved to be, if {@link #principal(Object)} was said */
    public Optional<Object> principal() {
        return Optional.ofNullable(principal);
    }

    /** @param who the client has proved to be */
    public void principal(Object who) {
        principal = who;
    }

    // ---- the decision

    /** Refuses with 403. */
    public void reject() {
        reject(403);
    }

    /** @param status 300 to 599 */
    public void reject(int status) {
        reject(status, "This WebSocket is not for you.\n");
    }

    /**
     * Refuses; the connection ends behind the answer, which may have been given fields before.
     *
     * @param status 300 to 599
     * @param text for people
     */
    public void reject(int status, String text) {
        if (status < 300 || status > 599) {
            throw new IllegalArgumentException("a handshake is refused with a status of 300 to 599, not " + status);
        }
        if (isDecided()) {
            return;
        }
        decision = Decision.REJECTED;
        connection.refuse(this, status, text);
    }

    /**
     * Refuses by sending the client somewhere else (307). Browsers do not go there.
     *
     * @param uri where
     */
    public void redirect(String uri) {
        response.header("Location", uri);
        reject(307, "");
    }

    /** Decides later, by {@link #accept} or {@link #reject()}, in whatever session. */
    public void defer() {
        if (decision == Decision.OPEN) {
            decision = Decision.DEFERRED;
        }
    }

    /** Grants what was deferred. */
    public void accept() {
        if (decision == Decision.DEFERRED) {
            decision = Decision.ACCEPTED;
            connection.grantLater(this);
        } else if (decision == Decision.OPEN) {
            decision = Decision.ACCEPTED;
        }
    }

    /** @return whether it was granted or refused, or the client has gone */
    public boolean isDecided() {
        return decision == Decision.ACCEPTED || decision == Decision.REJECTED || response.finished();
    }

    @Override
    public String toString() {
        return request.toString();
    }
}
