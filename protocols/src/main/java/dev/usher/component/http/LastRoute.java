package dev.usher.component.http;

import dev.usher.filters.http.RequestHead;

/**
 * Where the last request went. One that is the same to the byte, at the same server with the same handlers, goes there
 * too: nobody looks at its method, host and path again. Belongs to one kernel, whose clients mostly ask for the same in
 * turn.
 */
final class LastRoute {
    private HttpServer server;
    private HandlerTable handlers;
    private RequestHead head;
    private long edition;
    private Route route;

    /** The route of a request that came to these handlers, if it was the last one's too, else null. */
    Route of(RequestHead asked, HttpServer asking, HandlerTable usual) {
        return asked == head && asked.edition() == edition && asking == server && usual == handlers ? route : null;
    }

    /** A request was found to go to a route that takes it. */
    void is(Route found, RequestHead asked, HttpServer asking, HandlerTable usual) {
        route = found;
        head = asked;
        edition = asked.edition();
        server = asking;
        handlers = usual;
    }
}
