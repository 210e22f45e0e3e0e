package dev.usher.component.http;

import dev.usher.kernel.Context;

/**
 * Answers whether the server wants requests: 200, and 503 from {@link HttpServer#DRAIN} on, so that whoever shares the
 * load sends no more. A handler, for {@code ^/healthz$} say. Stateless.
 */
public final class Health implements HttpHandler {
    /** One for any number of servers. */
    public Health() {}

    @Override
    public void handle(Context poe, HttpRequest request, HttpResponse response) {
        boolean draining = request.connection().isDraining();
        response.code(draining ? 503 : 200)
                .contentType("text/plain")
                .header("Cache-Control", "no-store")
                .content(draining ? "draining\n" : "ok\n")
                .respond()
                .done();
    }
}
