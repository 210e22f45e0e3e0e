package dev.usher.component.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.proxy.HttpTunnel;
import dev.usher.filters.proxy.Socks5Tunnel;
import dev.usher.filters.proxy.Tunnel;
import java.net.InetSocketAddress;
import java.util.Base64;

/** A proxy that clients connect through, and what it is told of them. Immutable; each verb answers another one. */
public final class ClientProxy {
    private final Endpoint endpoint;
    private final boolean http;
    private final MutableFields fields; // of CONNECT; never changed
    private final String user; // for SOCKS5, or null
    private final String password;

    private ClientProxy(Endpoint endpoint, boolean http, MutableFields fields, String user, String password) {
        this.endpoint = endpoint;
        this.http = http;
        this.fields = fields;
        this.user = user;
        this.password = password;
    }

    /**
     * An HTTP proxy (RFC 9110 §9.3.6, CONNECT).
     *
     * @param host a name or a numeric address
     * @param port its port
     * @return the proxy
     */
    public static ClientProxy http(String host, int port) {
        return new ClientProxy(at(host, port), true, new MutableFields(), null, null);
    }

    /**
     * A SOCKS5 proxy (RFC 1928). It looks up the names of servers itself.
     *
     * @param host a name or a numeric address
     * @param port its port
     * @return the proxy
     */
    public static ClientProxy socks5(String host, int port) {
        return new ClientProxy(at(host, port), false, new MutableFields(), null, null);
    }

    private static Endpoint at(String host, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the port of a proxy must be 1 to 65535, not " + port);
        }
        return Endpoint.of(host, port);
    }

    /**
     * Says who asks: to an HTTP proxy as Proxy-Authorization, Basic (RFC 7617); to a SOCKS5 one if it wants to know
     * (RFC 1929). Either way in plain text.
     *
     * @param name the user; without a colon for an HTTP proxy
     * @param secret the password
     * @return the proxy with it
     */
    public ClientProxy user(String name, String secret) {
        if (!http) {
            new Socks5Tunnel(InetSocketAddress.createUnresolved("", 0), name, secret); // is it possible?
            return new ClientProxy(endpoint, false, fields, name, secret);
        }
        if (name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a user of an HTTP proxy has no colon in the name: '" + name + "'");
        }
        String proof = Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(UTF_8));
        return header("Proxy-Authorization", "Basic " + proof);
    }

    /**
     * Says a field of the request to an HTTP proxy.
     *
     * @param name of the field
     * @param value its value
     * @return the proxy with it
     */
    public ClientProxy header(String name, String value) {
        if (!http) {
            throw new IllegalArgumentException("a SOCKS5 proxy is told no fields such as " + name);
        }
        MutableFields all = new MutableFields().addAll(fields).add(FieldName.of(name), value);
        return new ClientProxy(endpoint, true, all, user, password);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Tunnel tunnel(Endpoint target) {
        String host = target.name();
        int port = Services.port(target.port());
        if (http) {
            return new HttpTunnel((host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port, fields);
        }
        InetSocketAddress address = target.isName()
                ? InetSocketAddress.createUnresolved(host, port)
                : new InetSocketAddress(host, port); // numeric: nobody is asked
        return user == null ? new Socks5Tunnel(address) : new Socks5Tunnel(address, user, password);
    }
}
