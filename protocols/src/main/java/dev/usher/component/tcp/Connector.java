package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.Network;
import dev.usher.network.SocketOptions;
import dev.usher.tls.Tls;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A client's attempts to connect, one after another: looks the address up without blocking the kernel, then connects,
 * both within the time limit. Its outcome is one of its session's events OPENED, REFUSED and TIMED_OUT.
 */
final class Connector {
    static final Event<LookUp> LOOKED_UP = Event.named("tcp_client_looked_up", LookUp.class);
    static final Event<Throwable> NOT_LOOKED_UP = Event.named("tcp_client_not_looked_up", Throwable.class);
    static final Event<Opened> OPENED = Event.named("tcp_client_got_connection", Opened.class);
    static final Event<IoError> REFUSED = Event.named("tcp_client_got_connect_error", IoError.class);
    static final Event<Void> TIMED_OUT = Event.named("tcp_client_timed_out");

    static final IoError TIMEOUT = new IoError("connect", Errno.ETIMEDOUT, Errno.ETIMEDOUT.text());

    private final Endpoint local;
    private final Duration limit;
    private final SocketOptions sockets;
    private Endpoint target;
    private int attempts;
    private boolean underWay; // from the attempt's beginning until it is connected, has failed or was dropped
    private final boolean anyFamily;
    private final Duration delay;
    private final Tls tls; // or null
    private Race race; // while it connects, or null
    private SocketFactory upgrading; // by preConnect's wish, or null

    Connector(TcpClient<?, ?, ?> client) {
        target = client.remote;
        local = client.local;
        limit = client.connectTimeout;
        sockets = client.sockets;
        anyFamily = client.anyFamily;
        delay = client.attemptDelay;
        tls = client.tls;
    }

    /** How many have begun: the number of the latest. */
    int attempts() {
        return attempts;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /** The wheel that connects, null while there is none. */
    SocketFactory factory() {
        return upgrading != null ? upgrading : race == null ? null : race.wheel();
    }

    /** Connects there from the next attempt on. */
    void target(InetSocketAddress address) {
        target = address.isUnresolved()
                ? target.at(address.getHostString(), address.getPort())
                : target.at(address.getAddress(), address.getPort());
    }

    void begin(Context poe) {
        attempts++;
        underWay = true;
        if (limit != null) {
            poe.delay(TIMED_OUT, limit);
        }
        int number = attempts;
        Endpoint to = target;
        Network network = poe.kernel().network();
        if (to.isNumeric() && (local == null || local.isNumeric())) {
            lookedUp(poe, LookUp.find(number, network, to, anyFamily, local));
        } else {
            poe.offload(() -> LookUp.find(number, network, to, anyFamily, local), LOOKED_UP, NOT_LOOKED_UP);
        }
    }

    void lookedUp(Context poe, LookUp found) {
        if (!underWay || found.attempt() != attempts) {
            return; // it came too late: nobody waits for it any more
        }
        if (found.error() != null) {
            poe.deliverLater(REFUSED, found.error(), 0);
            return;
        }
        race = new Race(found, sockets, delay, tls, target.name());
        race.next(poe);
    }

    /** The next address is due. */
    void next(Context poe) {
        if (race != null) {
            race.next(poe);
        }
    }

    /** One address is connected. */
    void won(Context poe) {
        race.won(poe, poe.wheelId());
    }

    /** The look-up or one address has failed; true if nothing is left to try. */
    boolean lost(Context poe) {
        return race == null || race.lost(poe, poe.wheelId());
    }

    /** Whom a certificate must be for. */
    String host() {
        return target.name();
    }

    /** One address is connected and goes on over TLS. */
    void upgrading(SocketFactory wheel) {
        upgrading = wheel;
    }

    /** The look-up itself could not be done. */
    void notLookedUp(Context poe, Throwable why) {
        if (underWay && race == null) {
            poe.deliverLater(REFUSED, new IoError("resolve", Errno.ECANCELED, why.toString()), 0);
        }
    }

    /** Closes what connects; the wheel stays for the program to see, as in POE. */
    void close(Context poe) {
        poe.alarmClear(TIMED_OUT);
        if (race != null) {
            race.close(poe);
        }
        if (upgrading != null) {
            upgrading.close();
        }
    }

    /** The attempt is over, or given up. */
    void end(Context poe) {
        close(poe);
        underWay = false;
        race = null;
        upgrading = null;
    }
}
