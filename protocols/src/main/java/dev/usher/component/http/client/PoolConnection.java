package dev.usher.component.http.client;

import dev.usher.component.http.client.ClientFailure.Cause;
import dev.usher.component.tcp.ClientConnection;
import dev.usher.filters.http.Content;
import dev.usher.filters.http.HttpClientFilter;
import dev.usher.filters.http.HttpException;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.RequestEncoder;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.ResponseHead;
import dev.usher.filters.http.ResponseParser;
import dev.usher.filters.http.Trailers;
import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Session;
import dev.usher.wheel.ReadWrite;

/**
 * A connection of a client: one request after another, each with its whole answer before the next. The state of its TCP
 * client; belongs to that one's session.
 *
 * <pre>
 *   CONNECTING --connected--> FREE --begin--> BUSY --last part--> SETTLING --burst is over--> FREE
 *       |                    |               |                     |
 *       +-- refused, late    +-- idle        +-- lost, late        +-- stray bytes --> GONE
 * </pre>
 */
final class PoolConnection {
    static final Event<Transaction> BEGIN = Event.named("http_client_begin", Transaction.class);
    static final Event<Outgoing> ASKED = Event.named("http_client_asked", Outgoing.class);
    static final Event<Void> SENT = Event.named("http_client_sent");
    static final Event<Void> RESUME = Event.named("http_client_resume");
    static final Event<Void> SETTLE = Event.named("http_client_settle");
    static final Event<ClientFailure> ABANDON = Event.named("http_client_abandon", ClientFailure.class);

    private static final int MOST_INFORMATIONAL = 32; // a server that says nothing else says nothing
    private static final long LAST_WORDS_NS = 1_000_000_000L;

    private enum State {
        CONNECTING,
        FREE,
        BUSY,
        SETTLING,
        GONE
    }

    private final Agent agent;
    private final HttpClient client;
    private final Lane lane;
    private final Deadline deadline = new Deadline();
    private ClientConnection<PoolConnection, HttpPart, HttpPart> tcp;
    private ReadWrite<HttpPart, HttpPart> wheel;
    private State state = State.CONNECTING;
    private ClientFailure refusal;
    private long keptNs; // how long it may wait for another request

    // The present request.
    private Transaction current; // or null
    private Outgoing outgoing; // or null
    private Reply reply;
    private boolean reused;
    private boolean served;
    private boolean persistent; // as far as the head of the answer says
    private int informational;
    private boolean heard; // something, since that was last looked at

    PoolConnection(Agent agent, Lane lane) {
        this.agent = agent;
        this.client = agent.client;
        this.lane = lane;
        keptNs = client.keepAliveNs;
    }

    static HttpClientFilter filter(HttpClient client) {
        return new HttpClientFilter(new ResponseParser(client.limits), new RequestEncoder());
    }

    void started(ClientConnection<PoolConnection, HttpPart, HttpPart> carrier) {
        tcp = carrier;
        agent.begun(this);
    }

    Session session() {
        return tcp.session();
    }

    Lane lane() {
        return lane;
    }

    ClientFailure refusal() {
        return refusal;
    }

    /** Whether this is what it works on. */
    boolean isOn(Transaction transaction) {
        return current == transaction;
    }

    // ---- connecting

    void connected(Context poe) {
        wheel = tcp.wheel().orElseThrow();
        agent.countConnection();
        poe.call(agent.session(), Agent.CONNECTED, this);
        free(poe);
    }

    void refused(Context poe, IoError error) {
        Cause cause = switch (error.operation()) {
            case "resolve", "getservbyname" -> Cause.RESOLVE;
            case "tls" -> Cause.TLS;
            case "proxy" -> Cause.PROXY;
            default -> error.errno() == Errno.ETIMEDOUT ? Cause.TIMEOUT : Cause.CONNECT;
        };
        String through =
                lane.way.tunnelled() ? " by way of " + client.proxy.uri().hostAndPort() : "";
        refusal = new ClientFailure(
                cause,
                lane.way.host() + " port " + lane.way.port() + through + ": " + error.operation() + ": "
                        + error.text());
        state = State.GONE;
        poe.call(agent.session(), Agent.REFUSED, this);
    }

    // ---- a request

    private void free(Context poe) {
        state = State.FREE;
        deadline.set(poe, Deadline.Kind.REQUEST, keptNs);
        poe.call(agent.session(), Agent.FREE, this);
        if (state == State.FREE && client.keepAliveNs == 0) {
            drop(); // whoever it was made for wants nothing any more
        }
    }

    void begin(Context poe, Transaction transaction) {
        state = State.BUSY;
        current = transaction;
        transaction.connection = this;
        reply = new Reply(this, transaction, client);
        outgoing = null;
        persistent = false;
        informational = 0;
        reused = served;
        served = true;
        if (reused) {
            agent.countReuse();
        }
        deadline.clear(poe);
        RequestHead head;
        try {
            head = transaction.hop.head(client, lane.way, transaction.request);
        } catch (IllegalArgumentException e) {
            end(poe, new ClientFailure(Cause.REQUEST, e.getMessage()));
            settle(poe);
            return;
        }
        wheel.put(head);
        if (!head.hasContent()) {
            awaitHead(poe);
            return;
        }
        outgoing = new Outgoing(this, transaction);
        if (transaction.request.awaitsContinue) {
            deadline.set(poe, Deadline.Kind.CONTINUE, client.continueNs);
        } else {
            outgoing.begin();
        }
    }

    boolean put(Content piece) {
        return wheel == null || wheel.put(piece);
    }

    /** All of the request has been put, in whatever session. */
    void sent() {
        session().kernel().call(session(), SENT);
    }

    void awaitHead(Context poe) {
        if (current != null && !reply.hasBegun() && deadline.kind() != Deadline.Kind.LAST_WORDS) {
            deadline.set(poe, Deadline.Kind.HEAD, client.headerNs);
        }
    }

    void low() {
        if (outgoing != null) {
            outgoing.low();
        }
    }

    // ---- its answer

    void part(Context poe, HttpPart part) {
        heard = true;
        if (current == null) {
            drop(); // whoever sends what nobody has asked for cannot be trusted with the next request
        } else if (part instanceof ResponseHead head) {
            head(poe, head);
        } else if (part instanceof Content content) {
            if (reply.content(content)) {
                finish(poe);
            }
        } else if (part instanceof Trailers trailers) {
            reply.trailers(trailers.fields());
            if (reply.last()) {
                finish(poe);
            }
        }
    }

    private void head(Context poe, ResponseHead head) {
        if (head.isInformational()) {
            informational(poe, head.status());
            return;
        }
        if (head.status() == 101) {
            fail(poe, new ClientFailure(Cause.PROTOCOL, "101 to a request that asked for no other protocol"));
            return;
        }
        persistent = head.keepAlive() && !current.request.closes;
        keptNs = KeptTime.of(head, client.keepAliveNs);
        if (outgoing != null && !outgoing.isOver() && (head.status() >= 300 || !outgoing.hasBegun())) {
            outgoing.end(); // RFC 9110 §10.1.1, RFC 9112 §9.5: it does not want the rest
            persistent = false;
        }
        deadline.set(poe, Deadline.Kind.CONTENT, client.idleNs);
        Transaction asked = current;
        reply.head(head);
        if (head.isLast() && current == asked && reply.last()) {
            finish(poe);
        }
    }

    private void informational(Context poe, int status) {
        if (++informational > MOST_INFORMATIONAL) {
            fail(poe, new ClientFailure(Cause.PROTOCOL, "more than " + MOST_INFORMATIONAL + " answers of 1xx"));
        } else if (status == 100 && outgoing != null && !outgoing.hasBegun()) {
            deadline.clear(poe);
            outgoing.begin();
        }
    }

    /** The whole answer has come. */
    private void finish(Context poe) {
        boolean sent = outgoing == null || outgoing.isOver();
        boolean kept = persistent && sent && wheel.octets() == 0 && client.keepAliveNs > 0;
        if (kept) {
            state = State.SETTLING;
            poe.yield(SETTLE); // before the agent's own events, which may bring the next request
        }
        end(poe, null);
        if (!kept) {
            drop();
        }
    }

    /** Nobody wants the rest of the answer. */
    void endEarly() {
        persistent = false;
        session().kernel().call(session(), ABANDON);
    }

    private void settle(Context poe) {
        state = State.SETTLING;
        poe.yield(SETTLE);
    }

    /** What came with the answer has been looked at: had there been more than the answer, this would be gone. */
    void settled(Context poe) {
        if (state == State.SETTLING) {
            free(poe);
        }
    }

    private void end(Context poe, ClientFailure failure) {
        Transaction ended = current;
        current = null;
        deadline.clear(poe);
        if (outgoing != null) {
            outgoing.end();
        }
        ended.result = reply.end(failure);
        poe.call(agent.session(), Agent.ENDED, ended);
    }

    // ---- pausing

    void pause() {
        wheel.pauseInput();
    }

    void resume() {
        session().kernel().post(session(), RESUME);
    }

    void resumed(Context poe) {
        if (current == null || reply.isPaused() || wheel == null) {
            return;
        }
        Transaction asked = current;
        if (reply.goOn()) {
            finish(poe);
        }
        if (wheel != null && (current != asked || !reply.isPaused())) {
            heard = true;
            wheel.resumeInput();
        }
    }

    // ---- what goes wrong

    /** Gives up what it works on, in whatever session. A null failure ends a redirect's content. */
    void abandon(ClientFailure failure) {
        session().kernel().call(session(), ABANDON, failure);
    }

    void fail(Context poe, ClientFailure failure) {
        if (current == null) {
            return;
        }
        state = State.GONE;
        end(poe, failure);
        drop();
    }

    void late(Context poe) {
        switch (deadline.take()) {
            case CONTINUE -> outgoing.begin(); // RFC 9110 §10.1.1: it need not wait for ever
            case HEAD ->
                fail(poe, new ClientFailure(Cause.TIMEOUT, "no answer has begun within the time for its head"));
            case CONTENT -> lookAtContent(poe);
            case LAST_WORDS -> lost(poe, "the server has stopped reading the request");
            case REQUEST -> drop();
            default -> {
                // It was cleared.
            }
        }
    }

    private void lookAtContent(Context poe) {
        if (!reply.isPaused() && !heard) {
            fail(poe, new ClientFailure(Cause.TIMEOUT, "nothing more of the answer came for the idle time"));
            return;
        }
        heard = reply.isPaused();
        deadline.set(poe, Deadline.Kind.CONTENT, client.idleNs);
    }

    void failed(Context poe, IoError error) {
        if (current == null) {
            drop();
        } else if (error.isEnd()) {
            ended(poe);
        } else if (error.operation().equals("filter")) {
            fail(poe, new ClientFailure(Cause.PROTOCOL, error.text()));
        } else if (error.operation().equals("write")) {
            if (outgoing != null) {
                outgoing.end();
            }
            persistent = false;
            if (!reply.hasBegun()) {
                deadline.set(poe, Deadline.Kind.LAST_WORDS, LAST_WORDS_NS); // it may have said why
            }
        } else {
            lost(poe, "the connection broke: " + error.errno());
        }
    }

    private void ended(Context poe) {
        HttpClientFilter filter = (HttpClientFilter) wheel.inputFilter();
        try {
            persistent = false;
            if (filter.parser().endOfInput().isPresent()) { // RFC 9112 §6.3, rule 8
                if (reply.last()) {
                    finish(poe);
                }
                return;
            }
            if (reply.hasBegun() && reply.isPaused()) {
                return; // all has come, and will be told when the program wants it
            }
            lost(poe, "the connection ended");
        } catch (HttpException e) {
            lost(poe, e.getMessage());
        }
    }

    /** Not a byte of an answer has come. */
    private boolean isUnanswered() {
        return wheel != null
                && informational == 0
                && !((HttpClientFilter) wheel.inputFilter()).parser().isInside();
    }

    private void lost(Context poe, String why) {
        if (reused && isUnanswered() && current.mayRetry()) {
            Transaction again = current;
            current = null;
            state = State.GONE;
            deadline.clear(poe);
            if (outgoing != null) {
                outgoing.end();
            }
            reply.end(null);
            drop();
            poe.call(agent.session(), Agent.RETRY, again);
        } else {
            fail(poe, new ClientFailure(Cause.NETWORK, why));
        }
    }

    // ---- the end

    /** Ends it now, in whatever session. */
    void drop() {
        tcp.drop();
    }

    /** Ends it while it connects, in whatever session. */
    void giveUp() {
        tcp.shutdown();
    }

    void disconnected(Context poe) {
        wheel = null;
        deadline.clear(poe);
        if (current != null) {
            end(poe, new ClientFailure(Cause.NETWORK, "the connection was ended"));
        }
        state = State.GONE;
        if (refusal == null) { // else it was told
            poe.call(agent.session(), Agent.CLOSED, this);
        }
    }
}
