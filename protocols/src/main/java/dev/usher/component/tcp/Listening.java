package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.SocketOptions;
import dev.usher.tls.Tls;
import dev.usher.wheel.HandshakeFailure;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import dev.usher.wheel.SocketFactoryBuilder;
import java.util.ArrayList;
import java.util.List;

/** The endpoints that a listener listens at, each with its wheel. Belongs to the listener's session. */
final class Listening {

    /** One of them. */
    record Place(Endpoint endpoint, SocketFactory wheel) {}

    private final int backlog;
    private final SocketOptions options;
    private final Event<Opened> accepted;
    private final Event<IoError> failed;
    private final Tls tls; // or null
    private final Event<HandshakeFailure> notAgreed; // or null
    private final List<Place> places = new ArrayList<>();

    Listening(TcpServer<?, ?, ?> server, Event<Opened> accepted, Event<IoError> failed, Event<HandshakeFailure> lost) {
        this.backlog = server.backlog;
        this.options = server.sockets;
        this.tls = server.tls;
        this.notAgreed = server.handshakeFailed == null && server.clientError == null ? null : lost;
        this.accepted = accepted;
        this.failed = failed;
    }

    /** Listens there too; false if it cannot, which the event tells, later. */
    boolean add(Context poe, Endpoint endpoint, Endpoint.Resolved resolved) {
        if (resolved.error() != null) {
            poe.deliverLater(failed, resolved.error(), 0);
            return false;
        }
        SocketFactoryBuilder wanted = SocketFactory.listen(resolved.address())
                .backlog(backlog)
                .options(options)
                .successEvent(accepted)
                .failureEvent(failed)
                .handshakeFailedEvent(notAgreed);
        boolean plain = tls == null || endpoint.proxies() != null; // a PROXY header comes before TLS
        SocketFactory wheel = (plain ? wanted : wanted.tls(tls)).open(poe);
        boolean listens = wheel.localAddress().isPresent();
        if (listens) {
            places.add(new Place(endpoint, wheel));
        }
        return listens;
    }

    /** Listens there no longer; false if it did not. */
    boolean remove(Endpoint endpoint) {
        return places.removeIf(place -> {
            boolean same = place.endpoint().equals(endpoint);
            if (same) {
                place.wheel().close();
            }
            return same;
        });
    }

    /** Listens nowhere but there. */
    void keepOnly(Endpoint endpoint) {
        for (Place place : List.copyOf(places)) {
            if (!place.endpoint().equals(endpoint)) {
                remove(place.endpoint());
            }
        }
    }

    void accept(boolean on) {
        for (Place place : places) {
            if (on) {
                place.wheel().resumeAccept();
            } else {
                place.wheel().pauseAccept();
            }
        }
    }

    /** Where a wheel listens; null if it does no longer. */
    Place of(long wheelId) {
        for (Place place : places) {
            if (place.wheel().id() == wheelId) {
                return place;
            }
        }
        return null;
    }

    List<Place> places() {
        return List.copyOf(places);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    void close() {
        places.forEach(place -> place.wheel().close());
        places.clear();
    }
}
