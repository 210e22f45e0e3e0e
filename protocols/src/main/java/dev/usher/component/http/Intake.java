package dev.usher.component.http;

import dev.usher.filters.http.Content;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.ResponseHead;
import dev.usher.kernel.Context;

/**
 * The content of the present request of a conversation: whether it is wanted, how much has come and how fast, and who
 * gets it. Belongs to the connection's session.
 */
final class Intake {
    private static final int ALWAYS_BELIEVED = 65_536; // bytes of content for which room is made unseen
    private static final long SECOND_NS = 1_000_000_000;

    private final Conversation conversation;
    private final HttpServer server;
    private boolean open; // content is still to come
    private boolean paused;
    private long most;
    private long received;
    private long ratedFrom; // what had been received at the last look at its rate

    Intake(Conversation conversation, HttpServer server) {
        this.conversation = conversation;
        this.server = server;
    }

    boolean isOpen() {
        return open;
    }

    boolean wantsMore() {
        return open && !paused;
    }

    void pause(boolean on) {
        paused = on;
    }

    /** What is still to come is of no interest. */
    void reset() {
        open = false;
        paused = false;
    }

    void begin(Context poe, RequestHead head, Route route) {
        received = 0;
        ratedFrom = 0;
        most = route == null ? server.limits.content() : route.mostContent(server.limits.content());
        if (head.contentLength() > most) {
            refuseTooMuch(poe);
            return;
        }
        open = true;
        if (head.expectsContinue() && !maySend(poe, route)) {
            return;
        }
        if (route != null && route.streamed) {
            conversation.deadline.clear(poe);
            conversation.handle(poe);
            return;
        }
        if (head.expectsContinue()) {
            sendContinue();
        }
        conversation.collect();
        conversation.request().collected().begin(route == null ? 0 : head.contentLength(), ALWAYS_BELIEVED);
        await(poe);
    }

    /** Whether a client that asks first (RFC 9110 §10.1.1) shall send its content; if not, it has its answer. */
    private boolean maySend(Context poe, Route route) {
        if (!conversation.request().isTaken()) {
            conversation.handle(poe);
            return false;
        }
        return route.expect == null || conversation.consent(poe, route.expect);
    }

    void sendContinue() {
        conversation.wheel.put(new ResponseHead().status(100));
    }

    void await(Context poe) {
        boolean rated = server.contentRate > 0 && (server.timeoutNs == 0 || server.graceNs < server.timeoutNs);
        conversation.deadline.set(poe, Deadline.Kind.CONTENT, rated ? server.graceNs : server.timeoutNs);
    }

    private void refuseTooMuch(Context poe) {
        conversation.refuse(poe, 413, "the content is longer than the " + most + " bytes that are taken here");
    }

    void piece(Context poe, Content piece) {
        received += piece.length();
        if (received > most) {
            refuseTooMuch(poe);
            return;
        }
        open = !piece.isLast();
        if (!conversation.isCollecting()) {
            conversation.hand(poe, piece);
            return;
        }
        if (conversation.request().route() != null) { // else nobody will ask for it
            conversation.request().collected().add(piece);
        }
        if (!open) {
            conversation.handle(poe);
        }
    }

    /** Its time has passed: was it at least as fast as it must be? */
    void late(Context poe) {
        if (!open) {
            return;
        }
        long wanted = server.contentRate * server.graceNs / SECOND_NS;
        if (paused || server.contentRate > 0 && received - ratedFrom >= wanted) {
            ratedFrom = received;
            await(poe);
        } else {
            conversation.refuse(poe, 408, "the content did not come in time");
        }
    }
}
