package dev.usher.component.http.client;

/**
 * Whom a connection is with: requests that go the same way may use one another's. Immutable.
 *
 * @param host whom to connect to
 * @param port its port
 * @param secure whether TLS is under it
 * @param behind host and port behind a CONNECT, null for none
 * @param proxied whether targets are told whole, to a proxy
 */
record Way(String host, int port, boolean secure, String behind, boolean proxied) {
    static Way to(HttpUri target, Proxy proxy, boolean tunnels) {
        if (proxy == null || !proxy.isFor(target)) {
            return new Way(target.host(), target.port(), target.secure(), null, false);
        }
        boolean connects = tunnels || target.secure();
        return new Way(
                proxy.uri().host(),
                proxy.uri().port(),
                target.secure(),
                connects ? target.hostAndPort() : null,
                !connects);
    }
}
