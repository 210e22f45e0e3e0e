package dev.usher.component.http;

import dev.usher.filter.ProtocolException;
import dev.usher.filters.http.Content;
import dev.usher.filters.http.HttpException;
import dev.usher.kernel.Context;

/**
 * Calls handlers for a conversation, answers for what they throw, and knows whether one runs: what a handler does to
 * its response is looked at when it has returned. Belongs to the connection's session.
 */
final class Calls {
    /** What is called. */
    @FunctionalInterface
    private interface Body {
        void run() throws Exception;
    }

    private final Conversation conversation;
    private final HttpConnection connection;
    private final HttpServer server;
    private int running;

    Calls(Conversation conversation, HttpConnection connection, HttpServer server) {
        this.conversation = conversation;
        this.connection = connection;
        this.server = server;
    }

    boolean isRunning() {
        return running > 0;
    }

    /** The handler of a request: its exceptions are answered. */
    void handler(Context poe, Target target) {
        HttpRequest request = conversation.request();
        running++;
        try {
            if (!target.exchange(poe, request, conversation.response())) {
                Logs.SERVER.error("{}: nobody handles {} for {}", connection, target, request);
                conversation.refuse(poe, 503, "this cannot be answered at the moment");
            }
        } catch (Throwable e) {
            threw(poe, e);
        } finally {
            running--;
        }
    }

    /** A piece of content, for the handler that takes it: its exceptions are answered. */
    void content(Context poe, HttpRequest.ContentHandler handler, Content piece) {
        running++;
        try {
            handler.on(poe, piece);
        } catch (Throwable e) {
            threw(poe, e);
        } finally {
            running--;
        }
    }

    /** A special handler: its exceptions are logged, and the request goes on. */
    void special(Context poe, Target target, String name) {
        guarded(name, () -> {
            if (!target.exchange(poe, conversation.request(), conversation.response())) {
                missing(name, target);
            }
        });
    }

    /** The special handlers of connections. */
    void connection(Context poe, Target target, String name) {
        guarded(name, () -> {
            if (!target.connection(poe, connection)) {
                missing(name, target);
            }
        });
    }

    /** {@code on_error}; without one, errors of the network are nothing to log: clients go when they like. */
    void error(Context poe, Target target, HttpError error) {
        if (target == null) {
            Logs.SERVER.debug("{}: {}", connection, error);
            return;
        }
        guarded(HandlerTable.ON_ERROR, () -> {
            if (!target.error(poe, error)) {
                missing(HandlerTable.ON_ERROR, target);
            }
        });
    }

    /** What the server itself does to a response. */
    void own(Runnable answer) {
        running++;
        try {
            answer.run();
        } finally {
            running--;
        }
    }

    private void guarded(String name, Body body) {
        running++;
        try {
            body.run();
        } catch (Throwable e) {
            Logs.SERVER.error("{}: '{}' failed", connection, name, e);
        } finally {
            running--;
        }
    }

    private void missing(String name, Target target) {
        Logs.SERVER.error("{}: nobody handles {} {}", connection, name, target);
    }

    /** What a handler threw is for the log; the client gets a number by which it can be found there. */
    void threw(Context poe, Throwable error) {
        boolean owed = conversation.isBusy();
        if (owed
                && error instanceof ProtocolException fault
                && conversation.response().isFresh()) {
            conversation.refuse(poe, fault instanceof HttpException http ? http.status() : 400, fault.getMessage());
            return;
        }
        String id = server.nextErrorId();
        Logs.SERVER.error(
                "{}: error {}: the handler of {} failed",
                connection,
                id,
                owed ? conversation.request() : "no request",
                error);
        if (owed && !conversation.response().finished()) {
            conversation.refuse(poe, 500, "something went wrong here; it is known as " + id);
        }
    }
}
