package dev.usher.component.http;

import dev.usher.filters.http.HttpException;
import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.IoError;

/** What follows when a conversation's deadline has passed or its wheel fails. Belongs to the connection's session. */
final class Trouble {
    private static final long SECOND_NS = 1_000_000_000;

    private final Conversation conversation;
    private final HttpServer server;
    private final HttpConnection connection;
    private long written; // when its time began

    Trouble(Conversation conversation, HttpServer server, HttpConnection connection) {
        this.conversation = conversation;
        this.server = server;
        this.connection = connection;
    }

    /** From now on the client must take what was put, as fast as content must come. */
    void awaitTaking(Context poe, long ns) {
        written = conversation.wheel.written();
        conversation.deadline.set(poe, Deadline.Kind.TAKE, ns);
    }

    void passed(Context poe) {
        switch (conversation.deadline.take(poe)) {
            case FIRST, HEAD -> headLate(poe);
            case NEXT -> nextLate(poe);
            case CONTENT -> conversation.intake().late(poe);
            case HANDLER -> handlerLate(poe);
            case WRITE -> awaitTaking(poe, server.timeoutNs - Conversation.FIRST_LOOK_NS);
            case TAKE -> takeLate(poe);
            case LINGER -> conversation.close(poe);
            case NONE -> {
                // It was taken back, or moved.
            }
        }
    }

    void failed(Context poe, IoError error) {
        if (error.operation().equals("filter")) {
            HttpException failure = conversation.gate().parser().failure().orElseThrow();
            conversation.refuse(poe, failure.status(), failure.getMessage());
        } else if (error.isEnd()) {
            conversation.ended(poe);
        } else {
            if (!conversation.isLingering()) {
                connection.tell(poe, HttpError.of(error, connection));
            }
            conversation.close(poe);
        }
    }

    /** RFC 9110 §15.5.9; who has said nothing is told nothing. */
    private void headLate(Context poe) {
        if (!conversation.isWaiting()) {
            return;
        }
        if (conversation.gate().parser().isInside()) {
            conversation.refuse(poe, 408, "the request did not come in time");
        } else {
            conversation.close(poe);
        }
    }

    private void nextLate(Context poe) {
        if (conversation.gate().parser().isInside()) {
            conversation.deadline.set(poe, Deadline.Kind.HEAD, server.firstNs);
        } else {
            conversation.close(poe);
        }
    }

    private void handlerLate(Context poe) {
        Logs.SERVER.error(
                "{}: {} was not answered within {} ms; its handler must call done",
                connection,
                conversation.request(),
                server.handlerNs / 1_000_000);
        conversation.refuse(poe, 503, "this took too long");
    }

    private void takeLate(Context poe) {
        long wanted = Math.max(1, server.contentRate * (server.timeoutNs / SECOND_NS));
        long now = conversation.wheel.written();
        if (now < written || now - written >= wanted) { // less: meanwhile all was taken, and more put
            awaitTaking(poe, server.timeoutNs);
            return;
        }
        IoError error = new IoError("write", Errno.ETIMEDOUT, "the client has not taken its response in time");
        connection.tell(poe, HttpError.of(error, connection));
        conversation.close(poe);
    }
}
