package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.SocketOptions;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
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
    private final List<Place> places = new ArrayList<>();

    Listening(int backlog, SocketOptions options, Event<Opened> accepted, Event<IoError> failed) {
        this.backlog = backlog;
        this.options = options;
        this.accepted = accepted;
        this.failed = failed;
    }

    /** Listens there too; false if it cannot, which the event tells, later. */
    boolean add(Context poe, Endpoint endpoint, Endpoint.Resolved resolved) {
        if (resolved.error() != null) {
            poe.deliverLater(failed, resolved.error(), 0);
            return false;
        }
        SocketFactory wheel = SocketFactory.listen(resolved.address())
                .backlog(backlog)
                .options(options)
                .successEvent(accepted)
                .failureEvent(failed)
                .open(poe);
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
