package dev.usher.component.http;

import dev.usher.filters.http.Content;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.ResponseEncoder;
import dev.usher.filters.http.Trailers;
import dev.usher.kernel.Context;
import dev.usher.kernel.IoError;
import dev.usher.wheel.ReadWrite;

/**
 * Requests and responses on one connection, one after another. Belongs to the connection's session.
 *
 * <pre>
 *            head               content complete          done                   flushed
 *   WAITING ------> COLLECTING ------------------> HANDLING ----> WAITING or FINISHING ------> WAITING
 *      |  no content or streamed ----------------^                              |
 *      |                                                              closing   v   flushed
 *      +---- error, timeout: an answer of the server's own ----------> FINISHING ---> LINGERING ---> OVER
 * </pre>
 *
 * <p>FINISHING waits for the output to be written where somebody is told of that ({@code post_request}), or where the
 * connection ends behind it; else requests that came together are answered together, by one write.
 */
final class Conversation {
    private enum Phase {
        WAITING,
        COLLECTING,
        HANDLING,
        FINISHING,
        LINGERING,
        UPGRADED,
        OVER
    }

    /** By then the system has taken all it keeps of what was put, which says nothing about the client. */
    static final long FIRST_LOOK_NS = 1_000_000_000;

    private final HttpConnection connection;
    private final HttpServer server;
    private final HandlerTable table;
    private final ResponseEncoder encoder;
    private final RequestGate gate;
    private final Exchange exchange;
    private final Sending sending;
    private Intake intake; // null before the first request with content
    private final Trouble trouble;
    private final Calls calls;
    private final Streaming streaming;
    private final Persistence persistence;
    private final Routing routing;
    final Deadline deadline = new Deadline();
    ReadWrite<HttpPart, HttpPart> wheel;

    private Phase phase = Phase.WAITING;
    private boolean inPart;
    private boolean choked; // enough responses wait to be written

    Conversation(
            HttpConnection connection, HttpServer server, HandlerTable table, Stock stock, ResponseEncoder encoder) {
        this.connection = connection;
        this.server = server;
        this.table = table;
        exchange = new Exchange(connection, stock);
        sending = new Sending(this, connection, server, stock);
        routing = stock.routing();
        this.encoder = encoder;
        calls = new Calls(this, connection, server);
        streaming = new Streaming(this, table);
        persistence = new Persistence(server.keepAlive);
        trouble = new Trouble(this, server, connection);
        gate = new RequestGate(this, server.parser(table), server.mostPending);
    }

    RequestGate gate() {
        return gate;
    }

    void begin(Context poe, ReadWrite<HttpPart, HttpPart> opened) {
        wheel = opened;
        deadline.set(poe, Deadline.Kind.FIRST, server.firstNs);
    }

    // ---- what the gate asks

    boolean wantsPart() {
        return switch (phase) {
            case WAITING -> !choked && persistence.isKept();
            case COLLECTING -> true;
            case HANDLING -> intake != null && intake.wantsMore();
            default -> false;
        };
    }

    boolean isLingering() {
        return phase == Phase.LINGERING;
    }

    /** Content of the present request is still to come. */
    private boolean isTakingIn() {
        return intake != null && intake.isOpen();
    }

    private void dropContent() {
        if (intake != null) {
            intake.reset();
        }
    }

    private void proceed(Context poe) {
        if (!inPart && phase != Phase.OVER) { // else whoever gives the parts asks for the next one anyway
            gate.proceed(poe);
        }
    }

    // ---- requests

    void part(Context poe, HttpPart part) {
        inPart = true;
        try {
            if (part instanceof RequestHead head) {
                head(poe, head);
            } else if (part instanceof Content content) {
                intake().piece(poe, content);
            } else if (part instanceof Trailers trailers && exchange.isBusy()) {
                exchange.request().trailers(trailers.fields());
                intake().piece(poe, Content.last(new byte[0]));
            }
        } finally {
            inPart = false;
        }
    }

    private void head(Context poe, RequestHead head) {
        persistence.count();
        exchange.begin(head);
        sending.begin();
        if (!routing.lead(poe, this, server, server.liveHandlers ? connection.newestTable() : table)) {
            return;
        }
        if (head.isLast()) {
            handle(poe);
        } else {
            intake().begin(poe, head, exchange.request().route());
        }
    }

    // ---- handling

    void handle(Context poe) {
        phase = Phase.HANDLING;
        if (table.preRequest != null) {
            calls.special(poe, table.preRequest, HandlerTable.PRE_REQUEST);
        }
        if (exchange.isUnanswered()) {
            answer(poe);
        }
        if (exchange.isUnanswered() && isTakingIn() && exchange.request().head().expectsContinue()) {
            intake.sendContinue();
        }
        settle(poe);
    }

    private void answer(Context poe) {
        if (exchange.request().isTaken()) {
            calls.handler(poe, exchange.request().route().target);
            HttpRequest.ContentHandler handler = exchange.handler();
            if (handler != null && exchange.request().head().isLast()) { // there is none, which is to be told too
                calls.content(poe, handler, Content.last(new byte[0]));
            }
        } else {
            calls.own(() -> OwnAnswers.to(exchange.request(), exchange.response(), server));
        }
    }

    /** Asks a handler whether a client shall send the content that it has announced; if not, that has answered. */
    boolean consent(Context poe, Target target) {
        phase = Phase.HANDLING;
        calls.handler(poe, target);
        boolean undecided = exchange.isUnanswered();
        if (!undecided) {
            settle(poe);
        }
        return undecided;
    }

    /** A piece of the content of a request that is being handled. */
    void hand(Context poe, Content piece) {
        HttpRequest.ContentHandler handler = exchange.handler();
        if (handler != null) {
            calls.content(poe, handler, piece);
        }
        settle(poe);
    }

    /** A handler has returned: is its response done? */
    void settle(Context poe) {
        if (!exchange.isBusy() || phase != Phase.HANDLING) {
            return;
        }
        if (exchange.response().finished()) {
            over(poe);
            return;
        }
        exchange.escape();
        if (sending.hasAnswered() && wheel.octets() > 0) {
            awaitWrite(poe);
        } else if (isTakingIn()) {
            if (deadline.kind() != Deadline.Kind.CONTENT) {
                intake.await(poe);
            }
        } else if (deadline.kind() != Deadline.Kind.HANDLER && !deadline.awaitsOutput()) {
            deadline.set(poe, Deadline.Kind.HANDLER, server.handlerNs);
        }
    }

    /** The response is done. */
    void finished(HttpResponse done) {
        if (!takes(done) || phase != Phase.HANDLING) {
            return;
        }
        if (!calls.isRunning()) {
            connection.session().kernel().call(connection.session(), HttpConnection.DONE);
        } // else settle sees it when the handler has returned
    }

    void over(Context poe) {
        if (!exchange.isBusy()
                || phase != Phase.HANDLING
                || !exchange.response().finished()) {
            return;
        }
        if (!sending.hasAnswered()) {
            persistence.endBehind(false); // nothing was sent, by request
        } else if (encoder.closes()) {
            persistence.endBehind(!isTakingIn() && !exchange.request().head().keepAlive());
        }
        if (table.postRequest == null && persistence.isKept()) {
            next(poe);
            return;
        }
        phase = Phase.FINISHING;
        dropContent();
        if (wheel.octets() == 0) {
            written(poe);
        } else {
            awaitWrite(poe);
        }
    }

    /** Nothing of the finished response waits any more. */
    private void written(Context poe) {
        if (exchange.isBusy() && table.postRequest != null) {
            exchange.response().clearContent();
            calls.special(poe, table.postRequest, HandlerTable.POST_REQUEST);
        }
        if (phase != Phase.FINISHING) {
            return;
        }
        if (persistence.isKept()) {
            next(poe);
        } else {
            exchange.end();
            end(poe);
        }
    }

    private void next(Context poe) {
        exchange.end();
        phase = Phase.WAITING;
        dropContent();
        int waiting = wheel.octets();
        choked = sending.isChoked(waiting);
        if (waiting == 0) {
            deadline.set(poe, Deadline.Kind.NEXT, server.keepAliveNs);
        } else {
            awaitWrite(poe);
        }
        proceed(poe);
    }

    // ---- output

    boolean put(HttpResponse sent, HttpPart part) {
        return sending.put(sent, part);
    }

    boolean takes(HttpResponse asking) {
        return exchange.isOf(asking) && phase != Phase.OVER && phase != Phase.LINGERING;
    }

    boolean mustClose() {
        return persistence.mustClose() || isTakingIn();
    }

    void awaitWrite(Context poe) {
        if (deadline.awaitsOutput() || phase == Phase.OVER) {
            return;
        }
        if (server.timeoutNs > FIRST_LOOK_NS) {
            deadline.set(poe, Deadline.Kind.WRITE, FIRST_LOOK_NS);
        } else {
            trouble.awaitTaking(poe, server.timeoutNs);
        }
    }

    void flushed(Context poe) {
        sending.flushed();
        switch (phase) {
            case WAITING -> {
                deadline.set(poe, Deadline.Kind.NEXT, server.keepAliveNs);
                if (choked) {
                    choked = false;
                    proceed(poe);
                }
            }
            case HANDLING -> {
                if (deadline.awaitsOutput()) {
                    deadline.set(poe, Deadline.Kind.HANDLER, server.handlerNs);
                }
                streaming.flushed(poe);
            }
            case FINISHING -> written(poe);
            default -> {
                // Nobody waits for it.
            }
        }
    }

    // ---- what goes wrong

    /** Answers by an error, if a part of another answer was not sent already; the connection ends behind it. */
    void refuse(Context poe, int status, String text) {
        if (exchange.isBusy() && !exchange.response().isFresh() || phase == Phase.OVER || phase == Phase.LINGERING) {
            close(poe);
            return;
        }
        if (!exchange.isBusy()) {
            exchange.begin(StandIn.head());
            sending.begin();
        }
        persistence.breakOff();
        exchange.response().forget().code(status).contentType("text/html").content(ErrorPage.of(status, text));
        phase = Phase.HANDLING;
        calls.error(poe, table.onError, HttpError.of(exchange.response()));
        calls.own(exchange.response()::respond);
        exchange.giveUp();
        if (!calls.isRunning()) {
            over(poe);
        }
    }

    void failed(Context poe, IoError error) {
        if (phase != Phase.OVER) {
            trouble.failed(poe, error);
        }
    }

    void ended(Context poe) {
        gate.end();
        switch (phase) {
            case WAITING -> {
                if (!choked) {
                    endBehindOutput(poe);
                }
            }
            case HANDLING -> {
                if (isTakingIn()) {
                    close(poe); // the rest of the request will never come
                } else {
                    connection.successor().ifPresent(next -> next.inputEnded(poe));
                }
            }
            case FINISHING -> {
                // It has half-closed, as it may, and gets its answer.
            }
            default -> close(poe);
        }
    }

    void endBehindOutput(Context poe) {
        persistence.agree();
        if (wheel.octets() == 0) {
            close(poe);
        } else {
            phase = Phase.FINISHING;
        }
    }

    void timedOut(Context poe) {
        trouble.passed(poe);
    }

    void resumeContent(Context poe) {
        intake().pause(false);
        proceed(poe);
    }

    // ---- what those who help it ask

    boolean isWaiting() {
        return phase == Phase.WAITING;
    }

    boolean isCollecting() {
        return phase == Phase.COLLECTING;
    }

    void collect() {
        phase = Phase.COLLECTING;
    }

    boolean isBusy() {
        return exchange.isBusy();
    }

    /** A handler has been asked, and its response is not done. */
    boolean isHandling() {
        return phase == Phase.HANDLING && exchange.isBusy();
    }

    HttpRequest request() {
        return exchange.request();
    }

    HttpResponse response() {
        return exchange.response();
    }

    Streaming streaming() {
        return streaming;
    }

    Calls calls() {
        return calls;
    }

    Intake intake() {
        if (intake == null) {
            intake = new Intake(this, server);
        }
        return intake;
    }

    // ---- the end

    /** No request after the present one: who waits for none is closed at once. */
    void shutdown(Context poe) {
        persistence.shutDown();
        if (phase == Phase.WAITING && !exchange.isBusy()) {
            endBehindOutput(poe);
        }
    }

    /** The wheel is the program's. */
    void upgraded() {
        phase = Phase.UPGRADED;
        exchange.escape();
        exchange.end();
        connection.session().kernel().call(connection.session(), HttpConnection.UPGRADED);
    }

    /** Ends the connection, in whatever session this is called. */
    void abort() {
        if (phase != Phase.OVER) {
            connection.session().kernel().call(connection.session(), HttpConnection.CLOSE);
        }
    }

    /** The output has been written. */
    private void end(Context poe) {
        if (persistence.isAgreed() || gate.isEnded() || server.lingerNs == 0) {
            close(poe);
            return;
        }
        // RFC 9112 §9.6: closing over input that was not read would reset the connection and destroy the answer.
        phase = Phase.LINGERING;
        wheel.shutdownOutput();
        deadline.set(poe, Deadline.Kind.LINGER, server.lingerNs);
        proceed(poe);
    }

    void close(Context poe) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        if (exchange.isBusy()) {
            exchange.giveUp();
            exchange.end();
        }
        deadline.clear(poe);
        connection.closed(poe);
    }
}
