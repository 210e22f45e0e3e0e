package dev.usher.filters.websocket;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The address of a WebSocket (RFC 6455 §3). Immutable.
 *
 * @param secure whether it is {@code wss}: TLS is under it
 * @param host a name or a numeric address, without brackets
 * @param port its port
 * @param resource path, and query behind it if there is one
 */
public record WebSocketUri(boolean secure, String host, int port, String resource) {
    private static final int PORT = 80;
    private static final int SECURE_PORT = 443;
    private static final int MOST_PORT = 65_535;

    /**
     * Reads one.
     *
     * @param text {@code ws://host:port/path?query}, or {@code wss}; port and path may be left away
     * @return what it says
     * @throws IllegalArgumentException if it is none
     */
    public static WebSocketUri of(String text) {
        return of(parse(text), text);
    }

    /**
     * Reads where a server sends the client to instead (RFC 9110 §15.4), for which it may say {@code http} and
     * {@code https} too.
     *
     * @param location as it stands in the field of this name, relative to this or absolute
     * @return what it says
     * @throws IllegalArgumentException if it is none
     */
    public WebSocketUri resolve(String location) {
        URI target = parse(toString()).resolve(parse(location));
        String text = target.toString();
        String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
        if (scheme.equals("http") || scheme.equals("https")) {
            text = "ws" + text.substring("http".length());
        }
        int fragment = text.indexOf('#'); // for those who show pages
        return of(fragment < 0 ? text : text.substring(0, fragment));
    }

    private static URI parse(String text) {
        try {
            return new URI(new URI(text).toASCIIString());
        } catch (URISyntaxException e) {
            throw Fault.ours("'" + text + "' is no URI: " + e.getReason());
        }
    }

    private static WebSocketUri of(URI uri, String text) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("wss");
        if (!secure && !scheme.equals("ws") || uri.getHost() == null) {
            throw Fault.ours("'" + text + "' is not ws://host:port/path or wss://host:port/path (RFC 6455 §3)");
        }
        if (uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            throw Fault.ours("'" + text + "' has a fragment or a user name, which a WebSocket's URI cannot have"
                    + " (RFC 6455 §3); say a name and a password in an Authorization field");
        }
        int port = uri.getPort() < 0 ? usualPort(secure) : uri.getPort();
        if (port < 1 || port > MOST_PORT) {
            throw Fault.ours("'" + text + "' has port " + port + "; ports are 1 to " + MOST_PORT);
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String host = uri.getHost();
        return new WebSocketUri(
                secure,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static int usualPort(boolean secure) {
        return secure ? SECURE_PORT : PORT;
    }

    /** @return what stands in the Host field: without the port if that is the usual one */
    public String authority() {
        return port == usualPort(secure) ? bracketed() : hostAndPort();
    }

    /** @return host and port, as a proxy is told them (RFC 9110 §9.3.6) */
    public String hostAndPort() {
        return bracketed() + ":" + port;
    }

    private String bracketed() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /**
     * @param other another address
     * @return whether both are of one origin: what is meant for one may be told to the other
     */
    public boolean isSameOrigin(WebSocketUri other) {
        return secure == other.secure && port == other.port && host.equalsIgnoreCase(other.host);
    }

    @Override
    public String toString() {
        return (secure ? "wss://" : "ws://") + authority() + resource;
    }
}
