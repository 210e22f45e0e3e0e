package dev.usher.component.http.client;

import dev.usher.filters.http.ResponseHead;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;

/** A request under way, from its arrival to its one answer. Belongs to the agent. */
final class Transaction {
    /** A kept connection that is dead says nothing about the server; that several are says something. */
    private static final int MOST_RETRIES = 2;

    final ClientRequest request;
    final Session asker; // who is told of pieces and asked for content
    Hop hop;
    Hop next; // where the present answer sends the client
    ClientResponse result; // of the present hop, once it has ended
    PoolConnection connection; // that works on it, or null
    Lane lane; // where it waits, or null
    long timer;
    int place; // among those under way
    private final int mostRedirects;
    private int redirects;
    private int retries;
    private ClientResponse previous;
    private boolean over;

    Transaction(ClientRequest request, Session asker, int mostRedirects) {
        this.request = request;
        this.asker = asker;
        this.mostRedirects = mostRedirects;
        hop = Hop.of(request);
    }

    boolean isOver() {
        return over;
    }

    /** A head has come: is it one to follow? */
    boolean follows(ResponseHead head) {
        next = redirects < mostRedirects ? hop.next(head) : null;
        return next != null;
    }

    /** Goes on to where the answer has sent it. */
    void follow() {
        redirects++;
        retries = 0;
        previous = result;
        result = null;
        hop = next;
        next = null;
    }

    /** Whether it may be asked again, when a kept connection has turned out to be dead (RFC 9112 §9.3.1). */
    boolean mayRetry() {
        return hop.isIdempotent() && hop.isRepeatable() && retries++ < MOST_RETRIES;
    }

    ClientResponse respond(ResponseHead head, dev.usher.filters.http.Fields fields) {
        return new ClientResponse(request, hop.uri(), previous, head.status(), head.reason(), fields);
    }

    ClientResponse failed(ClientFailure failure) {
        return ClientResponse.of(request, hop.uri(), previous).failed(failure);
    }

    /** Tells the answer, once. */
    void answer(Kernel kernel) {
        if (over) {
            return;
        }
        over = true;
        if (request.postback != null) {
            request.postback.post(result);
        } else {
            kernel.post(asker, request.answer, result);
        }
    }

    @Override
    public String toString() {
        return hop.method() + " " + hop.uri();
    }
}
