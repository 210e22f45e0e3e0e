package dev.usher.component.http;

import dev.usher.filters.http.HttpException;
import dev.usher.filters.http.RequestHead;
import dev.usher.kernel.Context;

/**
 * Finds where requests go, by their method, host and path. One that is to the byte what the last one was, at the same
 * server with the same handlers, goes where that went, and nobody looks at any of them again. Belongs to one kernel,
 * whose clients mostly ask for the same in turn.
 */
final class Routing {
    // The last request that went to a route which takes its method.
    private RequestHead lastHead;
    private long lastEdition;
    private HttpServer lastServer;
    private HandlerTable lastHandlers;
    private Route lastRoute;

    /** Tells the request of a conversation its route, which may be none; answers false if it was refused instead. */
    boolean lead(Context poe, Conversation conversation, HttpServer server, HandlerTable usual) {
        HttpRequest request = conversation.request();
        RequestHead head = request.head();
        if (head == lastHead && head.edition() == lastEdition && server == lastServer && usual == lastHandlers) {
            request.route(lastRoute, true);
            return true;
        }
        if (!server.knows(head.method())) {
            conversation.refuse(poe, 501, "the method " + head.method() + " is not known here");
            return false;
        }
        HandlerTable handlers = server.ofHost(usual, head);
        if (handlers.isEmpty()) {
            conversation.refuse(poe, 421, "this is not the server of " + head.authority());
            return false;
        }
        Route route;
        try {
            route = handlers.find(request);
        } catch (HttpException e) {
            conversation.refuse(poe, e.status(), e.getMessage());
            return false;
        }
        boolean taken = route != null && route.allows(request);
        request.route(route, taken);
        if (taken) {
            lastHead = head;
            lastEdition = head.edition();
            lastServer = server;
            lastHandlers = usual;
            lastRoute = route;
        }
        return true;
    }
}
