package dev.usher.component.http;

import dev.usher.filters.http.FieldName;

/** What the server says itself where no handler is asked. Stateless. */
final class OwnAnswers {
    private OwnAnswers() {}

    static void to(HttpRequest request, HttpResponse response, HttpServer server) {
        Route route = request.route();
        boolean options = request.method().equals("OPTIONS");
        if (route != null) {
            response.header(FieldName.ALLOW, route.allow);
            if (options) {
                response.code(204).respond().done();
            } else {
                response.error(405, request.method() + " is not for " + request.path());
            }
        } else if (options && request.target().equals("*")) { // RFC 9110 §9.3.7
            response.code(204).header(FieldName.ALLOW, server.allow).respond().done();
        } else if (request.method().equals("CONNECT") || request.method().equals("TRACE")) {
            response.header(FieldName.ALLOW, server.allow).error(405, "this server does no " + request.method());
        } else {
            response.error(404, "Nothing here for " + request.path());
        }
    }
}
