package dev.usher.component.http;

import dev.usher.kernel.Context;

/** Sends clients of the port for plain text to the one for TLS, whatever they ask for. Immutable. */
record TlsRedirect(int tlsPort) implements HttpHandler {
    private static final int USUAL = 443;

    @Override
    public void handle(Context poe, HttpRequest request, HttpResponse response) {
        String host = request.host();
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) { // an IPv6 address has colons of its own, in brackets
            host = host.substring(0, colon);
        }
        if (host.isEmpty()) {
            response.error(400, "this server is spoken to over TLS, on port " + tlsPort);
            return;
        }
        String path = request.head().rawPath()
                + request.head().rawQuery().map(text -> "?" + text).orElse("");
        response.code(308) // RFC 9110 §15.4.9: the method stays
                .header("Location", "https://" + host + (tlsPort == USUAL ? "" : ":" + tlsPort) + path)
                .respond()
                .done();
    }
}
