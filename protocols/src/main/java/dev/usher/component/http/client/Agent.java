package dev.usher.component.http.client;

import dev.usher.component.http.client.ClientFailure.Cause;
import dev.usher.component.tcp.TcpClient;
import dev.usher.filters.http.HttpPart;
import dev.usher.kernel.Child;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import dev.usher.tls.Tls;
import dev.usher.tls.TlsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heap of a client's session: takes requests, sees to connections for them, follows redirects, tells the answers.
 * Connections are sessions of their own, its children, and call it.
 */
final class Agent {
    static final Event<Transaction> SUBMIT = Event.named("http_client_submit", Transaction.class);
    static final Event<Transaction> ENDED = Event.named("http_client_ended", Transaction.class);
    static final Event<Transaction> RETRY = Event.named("http_client_retry", Transaction.class);
    static final Event<Transaction> LATE = Event.named("http_client_late", Transaction.class);
    static final Event<PoolConnection> CONNECTED = Event.named("http_client_connected", PoolConnection.class);
    static final Event<PoolConnection> FREE = Event.named("http_client_free", PoolConnection.class);
    static final Event<PoolConnection> REFUSED = Event.named("http_client_refused", PoolConnection.class);
    static final Event<PoolConnection> CLOSED = Event.named("http_client_closed", PoolConnection.class);
    static final Event<Lane> ROOM = Event.named("http_client_room", Lane.class);

    static final States<Agent> STATES = States.of(Agent.class)
            .start(Agent::start)
            .stop(Agent::stop)
            .child(Agent::child)
            .on(HttpClient.REQUEST, Agent::request)
            .on(HttpClient.CANCEL, Agent::cancel)
            .on(HttpClient.SHUTDOWN, Agent::shutdown)
            .answer(HttpClient.PENDING_REQUESTS_COUNT, (agent, poe) -> agent.underWay.size())
            .answer(HttpClient.COUNTS, (agent, poe) -> agent.counts())
            .on(SUBMIT, Agent::submit)
            .on(ENDED, Agent::ended)
            .on(RETRY, Agent::retry)
            .on(LATE, Agent::late)
            .on(CONNECTED, (agent, poe, connection) -> agent.pool.connected(connection))
            .on(FREE, (agent, poe, connection) -> agent.pool.free(connection))
            .on(REFUSED, Agent::refused)
            .on(CLOSED, Agent::closed)
            .on(ROOM, (agent, poe, lane) -> agent.pool.room(poe, lane));

    /** Tells what a client that was killed has left. */
    private static final States<Agent> HEIR = States.of(Agent.class).start(Agent::tellTheEnd);

    private static final Logger LOG = LoggerFactory.getLogger(HttpClient.class);
    private static final String TAG = "http_client"; // of the references that keep those alive who wait for answers

    final HttpClient client;
    private final Pool pool;
    private final List<Transaction> underWay = new ArrayList<>();
    private Session session;
    private Tls tls; // null before there is https
    private boolean shutDown;
    private long requests;
    private long reused;
    private long connections;

    Agent(HttpClient client) {
        this.client = client;
        pool = new Pool(this, client.mostOpen, client.mostPerHost);
    }

    private void start(Context poe) {
        session = poe.session();
        if (!poe.aliasSet(client.alias).ok()) {
            LOG.warn(
                    "{}: the alias '{}' is taken by another session; this client will end at once",
                    session,
                    client.alias);
        }
    }

    Session session() {
        return session;
    }

    Kernel kernel() {
        return session.kernel();
    }

    private HttpClientCounts counts() {
        return new HttpClientCounts(requests, underWay.size(), connections, reused, pool.open(), pool.idle());
    }

    void countReuse() {
        reused++;
    }

    // ---- requests

    private void request(Context poe, ClientRequest request) {
        Session asker = poe.sender();
        if (request.answerSession != null) {
            Optional<Session> named = poe.aliasResolve(request.answerSession);
            if (named.isEmpty()) {
                LOG.error("{}: nobody is named '{}' to get the answer to {}", session, request.answerSession, request);
                return;
            }
            asker = named.get();
        }
        Transaction transaction = new Transaction(request, asker, client.mostRedirects);
        requests++;
        transaction.place = underWay.size();
        underWay.add(transaction);
        poe.refcountIncrement(asker.id(), TAG);
        if (shutDown) {
            fail(poe, transaction, Cause.SHUTDOWN, "the client was shut down");
            return;
        }
        long timeoutNs = request.timeout == null ? client.timeoutNs : request.timeout.toNanos();
        if (timeoutNs > 0) {
            transaction.timer = poe.delaySetNs(LATE, timeoutNs, transaction);
        }
        submit(poe, transaction);
    }

    private void submit(Context poe, Transaction transaction) {
        if (transaction.isOver()) {
            return; // it was cancelled, or too late
        }
        HttpUri uri = transaction.hop.uri();
        Way way = Way.to(uri, client.proxy, transaction.request.tunnels);
        try {
            if (way.secure() && tls == null) {
                tls = client.tls();
            }
        } catch (TlsException e) {
            fail(poe, transaction, Cause.TLS, e.getMessage());
            return;
        }
        pool.add(poe, way, transaction);
    }

    /** A connection has come to the end of what it was asked; the result is there. */
    private void ended(Context poe, Transaction transaction) {
        transaction.connection = null;
        if (transaction.isOver()) {
            return;
        }
        if (transaction.next != null && transaction.result.failure().isEmpty()) {
            transaction.follow();
            poe.yield(SUBMIT, transaction); // behind its connection's being free again
        } else {
            end(poe, transaction);
        }
    }

    private void retry(Context poe, Transaction transaction) {
        Lane lane = transaction.connection.lane();
        transaction.connection = null;
        pool.dropIdle(lane);
        poe.yield(SUBMIT, transaction);
    }

    private void fail(Context poe, Transaction transaction, Cause cause, String text) {
        transaction.result = transaction.failed(new ClientFailure(cause, text));
        end(poe, transaction);
    }

    private void end(Context poe, Transaction transaction) {
        if (transaction.timer != 0) {
            poe.alarmRemove(transaction.timer);
            transaction.timer = 0;
        }
        Transaction last = underWay.remove(underWay.size() - 1);
        if (last != transaction) {
            underWay.set(transaction.place, last);
            last.place = transaction.place;
        }
        transaction.answer(poe.kernel());
        poe.refcountDecrement(transaction.asker.id(), TAG);
    }

    /** Gives one up, wherever it is. */
    private void abandon(Context poe, Transaction transaction, Cause cause, String text) {
        if (transaction.connection != null) {
            transaction.connection.abandon(new ClientFailure(cause, text)); // which ends it
            return;
        }
        if (transaction.lane != null) {
            pool.remove(transaction);
        }
        fail(poe, transaction, cause, text);
    }

    private void late(Context poe, Transaction transaction) {
        transaction.timer = 0;
        abandon(
                poe,
                transaction,
                Cause.TIMEOUT,
                "no whole answer within the time that " + transaction.request + " may take");
    }

    private void cancel(Context poe, ClientRequest request) {
        for (Transaction transaction : underWay.toArray(new Transaction[0])) {
            if (transaction.request == request && !transaction.isOver()) {
                abandon(poe, transaction, Cause.CANCELLED, "cancelled");
            }
        }
    }

    // ---- connections

    /** What makes the connections of a lane. */
    TcpClient<PoolConnection, HttpPart, HttpPart> carrier(Lane lane) {
        return Carrier.of(this, lane);
    }

    Tls tls() {
        return tls;
    }

    void begun(PoolConnection connection) {
        pool.begun(connection);
    }

    void countConnection() {
        connections++;
    }

    private void refused(Context poe, PoolConnection connection) {
        Transaction unlucky = pool.refused(connection);
        if (unlucky != null) {
            fail(
                    poe,
                    unlucky,
                    connection.refusal().cause(),
                    connection.refusal().text());
        }
        closed(poe, connection);
    }

    private void closed(Context poe, PoolConnection connection) {
        pool.closed(poe, connection);
    }

    private void child(Context poe, Child child) {
        if (child.reason() == Child.Reason.LOSE) {
            pool.lost(poe, child.session());
        }
    }

    // ---- the end

    private void shutdown(Context poe) {
        if (shutDown) {
            return;
        }
        shutDown = true;
        poe.aliasRemove(client.alias);
        for (Transaction transaction : underWay.toArray(new Transaction[0])) {
            if (!transaction.isOver()) {
                abandon(poe, transaction, Cause.SHUTDOWN, "the client was shut down");
            }
        }
        pool.shutdown();
    }

    /** Killed by a signal, say: answers are owed all the same. What this session posted now would die with it. */
    private void stop(Context poe) {
        if (!underWay.isEmpty()) {
            poe.create(HEIR, this);
        }
        pool.shutdown();
    }

    private void tellTheEnd(Context poe) {
        for (Transaction transaction : underWay.toArray(new Transaction[0])) {
            transaction.timer = 0; // it is gone
            fail(poe, transaction, Cause.SHUTDOWN, "the client has ended");
        }
    }
}
