package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.network.SocketOptions;
import dev.usher.tls.Tls;
import dev.usher.wheel.SocketFactory;
import dev.usher.wheel.SocketFactoryBuilder;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One attempt at the addresses of a server: one after another, each a little later than the one before, until one is
 * connected (RFC 8305 §5), over TLS when its handshake is done. Belongs to the client's session.
 */
final class Race {
    static final Event<Void> NEXT = Event.named("tcp_client_next_address");

    private final List<SocketAddress> left;
    private final SocketAddress local;
    private final SocketOptions sockets;
    private final Duration delay;
    private final Tls tls; // or null
    private final String host;
    private final List<SocketFactory> racing = new ArrayList<>();
    private SocketFactory latest;

    Race(LookUp found, SocketOptions sockets, Duration delay, Tls tls, String host) {
        this.left = new ArrayList<>(found.remotes());
        this.local = found.local();
        this.sockets = sockets;
        this.delay = delay;
        this.tls = tls;
        this.host = host;
    }

    /** Tries the next address, and times the one behind it. */
    void next(Context poe) {
        poe.alarmClear(NEXT);
        if (left.isEmpty()) {
            return;
        }
        SocketFactoryBuilder wanted = SocketFactory.connect(left.remove(0))
                .bindAddress(local)
                .options(sockets)
                .successEvent(Connector.OPENED)
                .failureEvent(Connector.REFUSED);
        latest = (tls == null ? wanted : wanted.tls(tls, host)).open(poe);
        racing.add(latest);
        if (!left.isEmpty()) {
            poe.delay(NEXT, delay);
        }
    }

    /** The wheel that was begun last, and then the one that has won. */
    SocketFactory wheel() {
        return latest;
    }

    /** One is connected: the others are dropped. */
    void won(Context poe, long wheelId) {
        for (SocketFactory each : racing) {
            if (each.id() == wheelId) {
                latest = each;
            } else {
                each.close();
            }
        }
        racing.clear();
        left.clear();
        poe.alarmClear(NEXT);
    }

    /** One has failed; true if it was the last. */
    boolean lost(Context poe, long wheelId) {
        if (!racing.removeIf(each -> each.id() == wheelId)) {
            return false; // it was dropped before
        }
        next(poe);
        return racing.isEmpty();
    }

    void close(Context poe) {
        racing.forEach(SocketFactory::close);
        racing.clear();
        left.clear();
        poe.alarmClear(NEXT);
    }
}
