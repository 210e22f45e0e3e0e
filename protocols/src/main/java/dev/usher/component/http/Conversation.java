package dev.usher.component.http;

import dev.usher.filter.Input;
import dev.usher.filters.http.Content;
import dev.usher.filters.http.HttpException;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.ResponseEncoder;
import dev.usher.filters.http.ResponseHead;
import dev.usher.filters.http.Trailers;
import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.IoError;
import dev.usher.wheel.ReadWrite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int ALWAYS_BELIEVED = 65_536; // bytes of content for which room is made unseen

    private enum Phase {
        WAITING,
        COLLECTING,
        HANDLING,
        FINISHING,
        LINGERING,
        UPGRADED,
        OVER
    }

    private enum Closing {
        NO,
        /** The client has said that it sends nothing more. */
        AGREED,
        /** The client may still be sending: it must get its answer before a reset. */
        ABRUPT
    }

    private final HttpConnection connection;
    private final HttpServer server;
    private final HandlerTable table;
    private final Stock stock;
    private final ResponseEncoder encoder;
    private final RequestGate gate;
    private final Deadline deadline = new Deadline();
    private ReadWrite<HttpPart, HttpPart> wheel;

    private Phase phase = Phase.WAITING;
    private Closing closing = Closing.NO;
    private HttpRequest request; // kept for the next one if nobody else may have it
    private HttpResponse response;
    private Context here; // while a handler of this connection runs
    private boolean busy; // request and response are of the present
    private boolean escaped; // their handler has returned before the response was done
    private boolean answered; // its head was put
    private boolean contentOpen; // the handler runs while content is still to come
    private boolean contentPaused;
    private boolean inPart;
    private boolean heldBack;
    private boolean choked; // enough responses wait to be written
    private boolean inputEnded;
    private Input leftover; // what had come before, once it was asked for
    private boolean shuttingDown;
    private int served;
    private int unflushed; // responses
    private long received; // bytes of this request's content
    private long ratedFrom; // bytes of it at the last look at its rate
    private long leftToWrite; // at the last look

    Conversation(
            HttpConnection connection, HttpServer server, HandlerTable table, Stock stock, ResponseEncoder encoder) {
        this.connection = connection;
        this.server = server;
        this.table = table;
        this.stock = stock;
        this.encoder = encoder;
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
            case WAITING -> !choked && closing == Closing.NO;
            case COLLECTING -> true;
            case HANDLING -> contentOpen && !contentPaused;
            default -> false;
        };
    }

    boolean isLingering() {
        return phase == Phase.LINGERING;
    }

    void holdBack() {
        if (!inputEnded) {
            heldBack = true;
            wheel.pauseInput();
        }
    }

    /** What waits in the wheel is looked at again. */
    private void proceed(Context poe) {
        if (inPart || phase == Phase.OVER) {
            return; // whoever gives the parts asks for the next one anyway
        }
        if (inputEnded) {
            takeLeftover(poe);
            return;
        }
        wheel.inputFilter(gate);
        if (heldBack) {
            heldBack = false;
            wheel.resumeInput();
        }
    }

    /** The client has ended its output, and a wheel reads nothing behind that: what has come before is still owed. */
    private void takeLeftover(Context poe) {
        if (leftover == null) {
            leftover = Input.of(wheel.pending());
        }
        try {
            while (wantsPart()) {
                HttpPart part = gate.next(leftover);
                if (part == null) {
                    break;
                }
                part(poe, part);
            }
        } catch (HttpException e) {
            refuse(poe, e.status(), e.getMessage());
        }
        if (phase == Phase.WAITING && !choked) {
            endBehindOutput(poe);
        }
    }

    // ---- requests

    void part(Context poe, HttpPart part) {
        inPart = true;
        try {
            if (part instanceof RequestHead head) {
                head(poe, head);
            } else if (part instanceof Content content) {
                content(poe, content);
            } else if (part instanceof Trailers trailers && busy) {
                request.trailers(trailers.fields());
                lastContent(poe, new Content().wrap(new byte[0], 0, 0, true));
            }
        } finally {
            inPart = false;
        }
    }

    private void head(Context poe, RequestHead head) {
        served++;
        take(head);
        contentOpen = false;
        received = 0;
        Route route;
        try {
            if (!server.knows(head.method())) {
                refuse(poe, 501, "the method " + head.method() + " is not known here");
                return;
            }
            route = head.isMethod("CONNECT")
                            || head.isMethod("TRACE")
                            || head.rawPath().isEmpty() && isForServer(head)
                    ? null
                    : table.find(request);
        } catch (HttpException e) {
            refuse(poe, e.status(), e.getMessage());
            return;
        }
        request.route(route);
        if (head.isLast()) {
            handle(poe);
        } else {
            beginContent(poe, head, route);
        }
    }

    /** {@code OPTIONS *} is about the server, not about any path. */
    private static boolean isForServer(RequestHead head) {
        return head.target().equals("*");
    }

    /** The objects of the last request serve for this one if no handler can still have them. */
    private void take(RequestHead head) {
        if (request == null) {
            request = new HttpRequest(connection);
            response = new HttpResponse(connection, request);
        }
        response.begin(head, stock.takeHead());
        request.begin(head, response);
        busy = true;
        answered = false;
        escaped = false;
    }

    private void beginContent(Context poe, RequestHead head, Route route) {
        long most = route == null ? server.limits.content() : route.mostContent(server.limits.content());
        if (head.contentLength() > most) {
            refuse(poe, 413, tooMuch(most));
            return;
        }
        contentOpen = true;
        if (head.expectsContinue() && !maySend(poe, route)) {
            return;
        }
        ratedFrom = 0;
        if (route != null && route.streamed) {
            deadline.clear(poe);
            handle(poe);
            return;
        }
        if (head.expectsContinue()) {
            sendContinue();
        }
        phase = Phase.COLLECTING;
        request.collected().begin(route == null ? 0 : head.contentLength(), ALWAYS_BELIEVED);
        awaitContent(poe);
    }

    /** Whether a client that asks first (RFC 9110 §10.1.1) shall send its content; if not, it has its answer. */
    private boolean maySend(Context poe, Route route) {
        if (route == null || !route.allows(request)) {
            handle(poe);
            return false;
        }
        if (route.expect != null) {
            phase = Phase.HANDLING;
            run(poe, route.expect);
            if (response.finished()) {
                settle(poe);
            }
            if (phase != Phase.HANDLING || !response.isFresh()) {
                return false;
            }
        }
        return true;
    }

    private void sendContinue() {
        wheel.put(new ResponseHead().status(100));
    }

    private void awaitContent(Context poe) {
        long ns = server.contentRate > 0 ? Math.min(positive(server.timeoutNs), server.graceNs) : server.timeoutNs;
        deadline.set(poe, Deadline.Kind.CONTENT, ns);
    }

    private static long positive(long ns) {
        return ns > 0 ? ns : Long.MAX_VALUE;
    }

    private static String tooMuch(long most) {
        return "the content is longer than the " + most + " bytes that are taken here";
    }

    private void content(Context poe, Content piece) {
        received += piece.length();
        Route route = request.route();
        long most = route == null ? server.limits.content() : route.mostContent(server.limits.content());
        if (received > most) {
            refuse(poe, 413, tooMuch(most));
            return;
        }
        if (piece.isLast()) {
            lastContent(poe, piece);
        } else if (phase == Phase.COLLECTING) {
            if (route != null) {
                request.collected().add(piece);
            }
        } else {
            hand(poe, piece);
        }
    }

    private void lastContent(Context poe, Content piece) {
        contentOpen = false;
        if (phase == Phase.COLLECTING) {
            if (request.route() != null) {
                request.collected().add(piece);
            }
            handle(poe);
        } else {
            hand(poe, piece);
        }
    }

    private void hand(Context poe, Content piece) {
        HttpRequest.ContentHandler handler = request.contentHandler();
        if (handler != null) {
            Context outer = here;
            here = poe;
            try {
                handler.on(poe, piece);
            } catch (Exception e) {
                threw(poe, e);
            } finally {
                here = outer;
            }
        }
        settle(poe);
    }

    void pauseContent() {
        contentPaused = true;
    }

    void resumeContent(Context poe) {
        contentPaused = false;
        proceed(poe);
    }

    // ---- handling

    private void handle(Context poe) {
        phase = Phase.HANDLING;
        Context outer = here;
        here = poe;
        try {
            if (table.preRequest != null) {
                tellExchange(table.preRequest, HandlerTable.PRE_REQUEST);
            }
            if (response.isFresh()) {
                answer(poe);
            }
        } finally {
            here = outer;
        }
        if (busy && contentOpen && response.isFresh() && request.head().expectsContinue()) {
            sendContinue();
        }
        settle(poe);
    }

    private void answer(Context poe) {
        Route route = request.route();
        if (route != null && route.allows(request)) {
            run(poe, route.target);
        } else {
            OwnAnswers.to(request, response, server);
        }
    }

    private void run(Context poe, Target target) {
        Context outer = here;
        here = poe;
        try {
            if (!target.exchange(poe, request, response)) {
                LOG.error("{}: nobody handles {} for {}", connection, target, request);
                refuse(poe, 503, "this cannot be answered at the moment");
            }
        } catch (Throwable e) {
            threw(poe, e);
        } finally {
            here = outer;
        }
    }

    /** What a handler threw is for the log; the client gets a number by which it can be found there. */
    void threw(Context poe, Throwable error) {
        if (error instanceof HttpException fault && busy && response.isFresh()) {
            refuse(poe, fault.status(), fault.getMessage());
            return;
        }
        String id = server.nextErrorId();
        LOG.error("{}: error {}: the handler of {} failed", connection, id, busy ? request : "no request", error);
        if (busy && !response.finished()) {
            refuse(poe, 500, "something went wrong here; it is known as " + id);
        }
    }

    /** A handler has returned: is its response done? */
    private void settle(Context poe) {
        if (!busy || phase != Phase.HANDLING) {
            return;
        }
        if (response.finished()) {
            over(poe);
            return;
        }
        escaped = true;
        if (contentOpen) {
            if (deadline.kind() != Deadline.Kind.CONTENT) {
                awaitContent(poe);
            }
        } else if (deadline.kind() != Deadline.Kind.HANDLER && deadline.kind() != Deadline.Kind.WRITE) {
            deadline.set(poe, Deadline.Kind.HANDLER, server.handlerNs);
        }
    }

    /** The response is done. */
    void finished(HttpResponse done) {
        if (!takes(done) || phase != Phase.HANDLING) {
            return;
        }
        if (here == null) {
            connection.session().kernel().call(connection.session(), HttpConnection.DONE);
        } // else settle sees it when the handler has returned
    }

    void over(Context poe) {
        if (!busy || phase != Phase.HANDLING || !response.finished()) {
            return;
        }
        if (closing == Closing.NO && !answered) {
            closing = Closing.ABRUPT; // nothing was sent, by request
        } else if (closing == Closing.NO && encoder.closes()) {
            boolean agreed = !contentOpen && !request.head().keepAlive();
            closing = agreed ? Closing.AGREED : Closing.ABRUPT;
        }
        if (table.postRequest == null && closing == Closing.NO) {
            next(poe);
            return;
        }
        phase = Phase.FINISHING;
        contentOpen = false;
        if (wheel.octets() == 0) {
            written(poe);
        } else {
            awaitWrite(poe);
        }
    }

    /** Nothing of the finished response waits any more. */
    private void written(Context poe) {
        if (busy && table.postRequest != null) {
            response.clearContent();
            Context outer = here;
            here = poe;
            try {
                tellExchange(table.postRequest, HandlerTable.POST_REQUEST);
            } finally {
                here = outer;
            }
        }
        if (phase != Phase.FINISHING) {
            return;
        }
        if (closing == Closing.NO) {
            next(poe);
        } else {
            release();
            end(poe);
        }
    }

    private void next(Context poe) {
        release();
        phase = Phase.WAITING;
        contentOpen = false;
        contentPaused = false;
        choked = unflushed >= server.pipeline || wheel.octets() >= server.highMark;
        if (wheel.octets() == 0) {
            deadline.set(poe, Deadline.Kind.NEXT, server.keepAliveNs);
        } else {
            awaitWrite(poe);
        }
        proceed(poe);
    }

    private void release() {
        if (busy) {
            busy = false;
            ResponseHead head = response.release();
            if (escaped) {
                request = null; // somebody may still have them
                response = null;
            } else {
                stock.giveBack(head);
                request.collected().clear();
                if (request.isRetained()) {
                    request = null;
                    response = null;
                }
            }
        }
    }

    // ---- output

    boolean takes(HttpResponse asking) {
        return busy && asking == response && phase != Phase.OVER && phase != Phase.LINGERING;
    }

    boolean put(HttpResponse sent, HttpPart part) {
        if (part instanceof ResponseHead head && head.status() >= 200) {
            if (unflushed++ == 0) {
                stock.readClock();
            }
            answered = true;
            if (mustClose(sent)) {
                head.keepAlive(false);
            }
        }
        boolean full;
        try {
            full = wheel.put(part);
        } catch (RuntimeException e) {
            if (!(part instanceof ResponseHead)) {
                abort(); // content that is not what its head has announced: the client must not wait for the rest
            }
            throw e;
        }
        if (streamIsSilent(sent, part)) {
            connection.session().kernel().post(connection.session(), HttpConnection.FLUSHED);
        }
        if (here == null && deadline.kind() != Deadline.Kind.WRITE) {
            connection.session().kernel().call(connection.session(), HttpConnection.SENT);
        }
        return full;
    }

    /** Content that answers HEAD is never written, so it is never flushed either; whoever streams it is to go on. */
    private boolean streamIsSilent(HttpResponse sent, HttpPart part) {
        return sent.streaming() && part instanceof Content && !part.isLast() && wheel.octets() == 0;
    }

    private boolean mustClose(HttpResponse sent) {
        return served >= server.keepAlive || shuttingDown || contentOpen || sent.streaming() || closing != Closing.NO;
    }

    void awaitWrite(Context poe) {
        if (deadline.kind() != Deadline.Kind.WRITE && phase != Phase.OVER) {
            leftToWrite = wheel.octets();
            deadline.set(poe, Deadline.Kind.WRITE, server.timeoutNs);
        }
    }

    void flushed(Context poe) {
        unflushed = 0;
        switch (phase) {
            case WAITING -> {
                deadline.set(poe, Deadline.Kind.NEXT, server.keepAliveNs);
                if (choked) {
                    choked = false;
                    proceed(poe);
                }
            }
            case HANDLING -> {
                if (deadline.kind() == Deadline.Kind.WRITE) {
                    deadline.set(poe, Deadline.Kind.HANDLER, server.handlerNs);
                }
                if (busy && response.isSending() && (response.wasChoked() || response.streaming())) {
                    tellStream(poe);
                }
            }
            case FINISHING -> written(poe);
            default -> {
                // Nobody waits for it.
            }
        }
    }

    private void tellStream(Context poe) {
        if (table.streamRequest != null) {
            Context outer = here;
            here = poe;
            try {
                tellExchange(table.streamRequest, HandlerTable.STREAM_REQUEST);
            } finally {
                here = outer;
            }
            settle(poe);
        }
    }

    private void tellExchange(Target target, String name) {
        try {
            if (!target.exchange(here, request, response)) {
                LOG.error("{}: nobody handles {} {}", connection, name, target);
            }
        } catch (Throwable e) {
            LOG.error("{}: '{}' failed", connection, name, e);
        }
    }

    // ---- what goes wrong

    /** Answers by an error, if a part of another answer was not sent already; the connection ends behind it. */
    void refuse(Context poe, int status, String text) {
        if (busy && !response.isFresh() || phase == Phase.OVER || phase == Phase.LINGERING) {
            close(poe);
            return;
        }
        if (!busy) {
            take(StandIn.head());
        }
        closing = Closing.ABRUPT;
        response.forget().code(status).contentType("text/html").content(ErrorPage.of(status, text));
        phase = Phase.HANDLING;
        Context outer = here;
        here = poe;
        try {
            connection.tell(poe, HttpError.of(response));
            response.respond();
        } finally {
            here = outer;
        }
        response.giveUp();
        escaped = true;
        if (here == null) {
            over(poe);
        }
    }

    void failed(Context poe, IoError error) {
        if (phase == Phase.OVER) {
            return;
        }
        if (error.operation().equals("filter")) {
            HttpException failure = gate.parser().failure().orElseThrow();
            refuse(poe, failure.status(), failure.getMessage());
        } else if (error.isEnd()) {
            ended(poe);
        } else if (phase == Phase.LINGERING) {
            close(poe);
        } else {
            connection.tell(poe, HttpError.of(error, connection));
            close(poe);
        }
    }

    private void ended(Context poe) {
        inputEnded = true;
        switch (phase) {
            case WAITING -> {
                if (!choked) {
                    endBehindOutput(poe);
                }
            }
            case HANDLING -> {
                if (contentOpen) {
                    close(poe); // the rest of the request will never come
                }
            }
            case FINISHING -> {
                // It has half-closed, as it may, and gets its answer.
            }
            default -> close(poe);
        }
    }

    private void endBehindOutput(Context poe) {
        closing = Closing.AGREED;
        if (wheel.octets() == 0) {
            close(poe);
        } else {
            phase = Phase.FINISHING;
        }
    }

    void timedOut(Context poe) {
        switch (deadline.take()) {
            case FIRST, HEAD -> silentOr408(poe);
            case NEXT -> {
                if (gate.parser().isInside()) {
                    deadline.set(poe, Deadline.Kind.HEAD, server.firstNs);
                } else {
                    close(poe);
                }
            }
            case CONTENT -> contentLate(poe);
            case HANDLER -> {
                LOG.error("{}: {} was not answered within {} ms", connection, request, server.handlerNs / 1_000_000);
                refuse(poe, 503, "this took too long");
            }
            case WRITE -> writeLate(poe);
            case LINGER -> close(poe);
            case NONE -> {
                // It was taken back in the slice in which it passed.
            }
        }
    }

    /** RFC 9110 §15.5.9; who has said nothing is told nothing. */
    private void silentOr408(Context poe) {
        if (phase != Phase.WAITING) {
            return;
        }
        if (gate.parser().isInside()) {
            refuse(poe, 408, "the request did not come in time");
        } else {
            close(poe);
        }
    }

    private void contentLate(Context poe) {
        if (phase != Phase.COLLECTING && !contentOpen) {
            return;
        }
        long wanted = server.contentRate * server.graceNs / 1_000_000_000;
        if (contentPaused || server.contentRate > 0 && received - ratedFrom >= wanted) {
            ratedFrom = received;
            awaitContent(poe);
        } else {
            refuse(poe, 408, "the content did not come in time");
        }
    }

    private void writeLate(Context poe) {
        long wanted = server.contentRate * server.timeoutNs / 1_000_000_000;
        if (server.contentRate > 0 && leftToWrite - wheel.octets() >= wanted) {
            awaitWrite(poe);
            return;
        }
        IoError error = new IoError("write", Errno.ETIMEDOUT, "the client has not taken its response in time");
        connection.tell(poe, HttpError.of(error, connection));
        close(poe);
    }

    // ---- the end

    /** No request after the present one: who waits for none is closed at once. */
    void shutdown(Context poe) {
        shuttingDown = true;
        if (phase == Phase.WAITING && !busy) {
            endBehindOutput(poe);
        }
    }

    void upgraded() {
        phase = Phase.UPGRADED;
        busy = false;
        request = null;
        response = null;
        if (here != null) {
            deadline.clear(here);
        }
    }

    boolean isUpgraded() {
        return phase == Phase.UPGRADED;
    }

    /** Ends the connection, in whatever session this is called. */
    void abort() {
        if (phase != Phase.OVER) {
            connection.session().kernel().call(connection.session(), HttpConnection.CLOSE);
        }
    }

    /** The output has been written. */
    private void end(Context poe) {
        if (closing == Closing.AGREED || inputEnded || server.lingerNs == 0) {
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
        if (busy) {
            response.giveUp();
            escaped = true;
            release();
        }
        deadline.clear(poe);
        connection.closed(poe);
    }
}
