package dev.usher.wheel;

import dev.usher.kernel.Context;
import dev.usher.kernel.IoError;
import dev.usher.kernel.WheelTimer;
import dev.usher.network.DatagramLink;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * Opens one datagram socket (POE::Wheel::SocketFactory with SocketProtocol udp). Belongs to its session and the
 * kernel's thread. It tells the outcome once, after what is queued already, and is then done: the socket belongs to
 * whoever gets the event, watches it by {@code selectRead} and closes it.
 */
public final class DatagramFactory extends Wheel implements WheelTimer.Owner {
    private final DatagramFactoryBuilder wanted;
    private final WheelTimer timer;

    DatagramFactory(Context poe, DatagramFactoryBuilder wanted) {
        super(poe);
        this.wanted = wanted;
        timer = poe.timer(this);
        timer.set(0); // opened only then: nobody would close it if the session ended before it was told
    }

    @Override
    public void onTime(Context poe) {
        DatagramLink link;
        String operation = "resolve";
        try {
            SocketAddress local = SocketFactory.resolved(poe, wanted.address);
            SocketAddress remote = SocketFactory.resolved(poe, wanted.remoteAddress);
            operation = "bind";
            link = poe.kernel().network().openDatagram(local, remote);
        } catch (IOException e) {
            poe.deliver(wanted.failureEvent, IoError.of(operation, e), id());
            return;
        }
        try {
            poe.deliver(wanted.successEvent, link, id());
        } catch (Throwable e) {
            if (!poe.kernel().isWatched(link)) {
                link.close(); // a handler that threw before it watched it will never close it
            }
            throw e;
        }
    }

    @Override
    public void onSessionEnd() {}

    /** Opens nothing if nothing was opened yet. A socket that was told of is closed by itself. */
    @Override
    public void close() {
        timer.close();
    }
}
