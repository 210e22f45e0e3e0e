package dev.usher.component.http;

import dev.usher.kernel.Context;

/** Answers a request; also what is told of responses that were sent. */
@FunctionalInterface
public interface HttpHandler {

    /**
     * Runs in the connection's session, once for each request. It answers, now or in later events, by {@code respond}
     * or {@code send}, and at last {@code done}.
     *
     * @param poe valid until this returns
     * @param request valid until the response is done, longer only if {@link HttpRequest#retain retained}
     * @param response valid until it is done
     * @throws Exception is logged; the client gets 500, or if a part of the response was sent, the end of the
     *     connection
     */
    void handle(Context poe, HttpRequest request, HttpResponse response) throws Exception;
}
