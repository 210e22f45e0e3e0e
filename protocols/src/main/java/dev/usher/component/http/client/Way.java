package dev.usher.component.http.client;

/**
 * Whom a connection is with: requests that go the same way may use one another's. Immutable.
 *
 * @param host whom to connect to
 * @param port its port
 * @param secure whether TLS is under it
 * @param tunnelled whether a proxy connects to it, by CONNECT (RFC 9110 §9.3.6)
 * @param proxied whether it is a proxy itself, and is told whole targets
 */
record Way(String host, int port, boolean secure, boolean tunnelled, boolean proxied) {
    static Way to(HttpUri target, Proxy proxy, boolean tunnels) {
        boolean asked = proxy != null && proxy.isFor(target);
        if (asked && !tunnels && !target.secure()) {
            return new Way(proxy.uri().host(), proxy.uri().port(), false, false, true);
        }
        return new Way(target.host(), target.port(), target.secure(), asked, false);
    }
}
