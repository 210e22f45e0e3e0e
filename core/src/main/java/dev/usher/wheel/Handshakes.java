package dev.usher.wheel;

import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.Flushable;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Session;
import dev.usher.network.StreamLink;
import dev.usher.tls.Tls;
import dev.usher.tls.TlsException;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The handshakes of one {@link SocketFactory} that are under way. Belongs to the kernel's thread.
 *
 * <p>A listener looks at the files of its certificates by a timer. Where a factory has but one connection, that lives
 * too short: its beginning is the time to look.
 */
final class Handshakes implements Flushable {
    private static final String TLS = "tls";

    private final SocketFactory factory;
    private final Session session;
    private final Tls tls;
    private final HandshakeQueue queue; // of the kernel
    private final String host;
    private final int port;
    private final Event<Void> overdue;
    private final Event<Void> look;
    private final Event<Void> end;
    private final Event<Handshake> room;
    private final Set<Handshake> pending = new LinkedHashSet<>(); // the oldest first
    private final ArrayDeque<Handshake> ready = new ArrayDeque<>(); // done while the factory was paused
    private long overdueTimer; // for the oldest, 0 if not set
    private long lookTimer;
    private boolean flushing;
    private boolean closed;

    Handshakes(Context poe, SocketFactory factory, Tls tls, SocketFactoryBuilder wanted) {
        this.factory = factory;
        this.session = poe.session();
        this.tls = tls;
        this.host = wanted.host();
        this.port = wanted.port();
        queue = poe.kernel().shared(HandshakeQueue.class, HandshakeQueue::new);
        overdue = Event.named("SocketFactory(" + factory.id() + ") handshake is overdue");
        look = Event.named("SocketFactory(" + factory.id() + ") looks at its certificates");
        end = Event.named("SocketFactory(" + factory.id() + ") shakes hands no more");
        room = Event.named("SocketFactory(" + factory.id() + ") makes room", Handshake.class);
        poe.state(overdue, (heap, context) -> endOverdue(context));
        poe.state(end, (heap, context) -> forgetTimers(context));
        poe.state(room, (heap, context, oldest) -> makeRoom(context, oldest));
        if (!tls.reloadEvery().isZero() && wanted.listens) {
            poe.state(look, (heap, context) -> lookAgain(context));
            lookTimer = poe.delaySet(look, tls.reloadEvery());
        } else if (queue.isTimeToLook(tls, poe.kernel().clock().nanoTime())) {
            look();
        }
    }

    Session session() {
        return session;
    }

    Tls tls() {
        return tls;
    }

    int count() {
        return pending.size();
    }

    void begin(Context poe, StreamLink link, SocketAddress remote) {
        long now = poe.kernel().clock().nanoTime();
        Handshake handshake;
        try {
            handshake = new Handshake(
                    this,
                    link,
                    remote,
                    tls.driver(queue.buffers, host, port),
                    now + tls.handshakeTimeout().toNanos());
        } catch (TlsException e) {
            link.close();
            factory.handshakeFailed(poe, remote, new IoError(TLS, Errno.EINVAL, e.getMessage()));
            return;
        }
        pending.add(handshake);
        if (overdueTimer == 0) {
            overdueTimer = poe.delaySet(overdue, tls.handshakeTimeout());
        }
        Handshake oldest = queue.enter(handshake);
        if (oldest != null) {
            Handshakes others = oldest.all; // of another session, perhaps
            session.kernel().call(others.session, others.room, oldest);
        }
        handshake.begin(poe);
    }

    private void makeRoom(Context poe, Handshake oldest) {
        fail(
                poe,
                oldest,
                new IoError(
                        TLS,
                        Errno.ECONNABORTED,
                        "it made room for a later one: more than " + tls.mostHandshakes()
                                + " handshakes are under way"));
    }

    // ---- for a handshake

    void awaitTask(Handshake handshake) {
        queue.awaitTask(handshake);
    }

    private void flushLater() {
        if (!flushing) {
            flushing = true;
            session.kernel().flushLater(session, this);
        }
    }

    /** The end of a slice: what was done while the factory was paused. */
    @Override
    public long wheelId() {
        return factory.id();
    }

    @Override
    public String wheelKind() {
        return factory.wheelKind();
    }

    @Override
    public void flush(Context poe) {
        flushing = false;
        if (!ready.isEmpty() && !factory.isPaused()) {
            flushLater();
            hand(poe, ready.poll());
        }
    }

    void done(Context poe, Handshake handshake) {
        forget(poe, handshake);
        if (factory.isPaused() || !ready.isEmpty()) {
            ready.add(handshake);
        } else {
            hand(poe, handshake);
        }
    }

    private void forget(Context poe, Handshake handshake) {
        pending.remove(handshake);
        queue.leave(handshake);
        if (pending.isEmpty() && overdueTimer != 0) {
            poe.alarmRemove(overdueTimer); // it would keep the session alive
            overdueTimer = 0;
        }
    }

    private void hand(Context poe, Handshake handshake) {
        factory.hand(poe, new Opened(handshake.link, handshake.remote, handshake.driver));
    }

    /** Its session has ended, and has closed it. */
    void lost(Handshake handshake) {
        queue.leave(handshake);
    }

    void failed(Context poe, Handshake handshake, IOException error) {
        fail(poe, handshake, IoError.of(TLS, error));
    }

    private void fail(Context poe, Handshake handshake, IoError error) {
        forget(poe, handshake);
        handshake.close();
        factory.handshakeFailed(poe, handshake.remote, error);
    }

    // ---- for the factory

    /** Accepts again: those that are done already go first. */
    void resume() {
        if (!ready.isEmpty()) {
            flushLater();
        }
    }

    void close() {
        session.kernel().call(session, end);
        letGo();
    }

    /** The session has ended, or needs no more handshakes. */
    void letGo() {
        closed = true;
        pending.forEach(Handshake::close);
        pending.forEach(queue::leave);
        ready.forEach(Handshake::close);
        pending.clear();
        ready.clear();
    }

    // ---- timers

    private void forgetTimers(Context poe) {
        poe.alarmRemove(overdueTimer);
        poe.alarmRemove(lookTimer);
        poe.state(overdue);
        poe.state(look);
        poe.state(room);
        poe.state(end);
    }

    private void endOverdue(Context poe) {
        overdueTimer = 0;
        long now = poe.kernel().clock().nanoTime();
        for (Iterator<Handshake> all = pending.iterator(); all.hasNext() && !closed; all = pending.iterator()) {
            Handshake oldest = all.next();
            if (oldest.dueNs - now > 0) {
                overdueTimer = poe.delaySetNs(overdue, oldest.dueNs - now, null);
                return;
            }
            fail(
                    poe,
                    oldest,
                    new IoError(TLS, Errno.ETIMEDOUT, "the handshake was not done within " + tls.handshakeTimeout()));
        }
    }

    private void lookAgain(Context poe) {
        if (!closed) {
            lookTimer = poe.delaySet(look, tls.reloadEvery());
            look();
        }
    }

    private void look() {
        try {
            if (tls.reloadIfChanged()) {
                Logs.SOCKET_FACTORY.info("{}: the certificates were read again", session);
            }
        } catch (TlsException e) {
            Logs.SOCKET_FACTORY.error("{}: the certificates stay as they were: {}", session, e.getMessage());
        }
    }
}
