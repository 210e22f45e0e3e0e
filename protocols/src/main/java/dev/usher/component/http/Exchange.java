package dev.usher.component.http;

import dev.usher.filters.http.RequestHead;

/**
 * The present request and response of a conversation. Their objects serve for the next request too, unless a handler
 * may still have them. Belongs to the connection's session.
 */
final class Exchange {
    private final HttpConnection connection;
    private final Stock stock;
    private HttpRequest request;
    private HttpResponse response;
    private boolean busy; // they are of the present
    private boolean whole = true; // unless it was given up
    private boolean escaped; // their handler has returned before the response was done
    private RequestContent content = new RequestContent();

    Exchange(HttpConnection connection, Stock stock) {
        this.connection = connection;
        this.stock = stock;
    }

    HttpRequest request() {
        return request;
    }

    HttpResponse response() {
        return response;
    }

    /** Who takes the content; null for nobody, as when the protocol was switched. */
    HttpRequest.ContentHandler handler() {
        return busy ? request.contentHandler() : null;
    }

    boolean isBusy() {
        return busy;
    }

    /** There is a request, and nobody has answered it or closed the connection. */
    boolean isUnanswered() {
        return busy && response.isFresh();
    }

    boolean isOf(HttpResponse asking) {
        return busy && asking == response;
    }

    void begin(RequestHead head) {
        if (request == null) {
            request = new HttpRequest(connection, content);
            response = new HttpResponse(connection, request, stock);
        }
        request.begin(head, response);
        response.begin();
        busy = true;
        escaped = false;
        connection.observation().begin();
    }

    void escape() {
        escaped = true;
    }

    /** Whoever still makes the response need not know that it is over. */
    void giveUp() {
        whole = response.finished();
        response.giveUp();
        escaped = true;
    }

    void end() {
        if (!busy) {
            return;
        }
        busy = false;
        connection.observation().end(request, whole);
        whole = true;
        if (request.isRetained() || response.isGone()) {
            content = new RequestContent(); // somebody may still read what was in the other
        } else if (!request.head().isLast()) {
            content.clear();
        }
        response.release();
        if (escaped || request.isRetained()) {
            request = null;
            response = null;
        }
    }
}
