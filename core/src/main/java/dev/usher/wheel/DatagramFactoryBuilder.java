package dev.usher.wheel;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.DatagramLink;
import java.net.SocketAddress;
import java.util.Objects;

/** Says how a {@link DatagramFactory} shall be. Each verb changes this builder and answers it. */
public final class DatagramFactoryBuilder {
    final SocketAddress address;
    SocketAddress remoteAddress;
    Event<DatagramLink> successEvent;
    Event<IoError> failureEvent;

    DatagramFactoryBuilder(SocketAddress address) {
        this.address = Objects.requireNonNull(address, "address");
    }

    /**
     * Sends to one peer and hears no other.
     *
     * @param address the peer; an unresolved host name is looked up when it is opened, which may block
     * @return this
     */
    public DatagramFactoryBuilder remoteAddress(SocketAddress address) {
        remoteAddress = address;
        return this;
    }

    /**
     * What to send for the socket, to be watched by {@code poe.selectRead}. Required.
     *
     * @param event the event
     * @return this
     */
    public DatagramFactoryBuilder successEvent(Event<DatagramLink> event) {
        successEvent = event;
        return this;
    }

    /**
     * What to send if there is no socket: bind or resolve. Required.
     *
     * @param event the event
     * @return this
     */
    public DatagramFactoryBuilder failureEvent(Event<IoError> event) {
        failureEvent = event;
        return this;
    }

    /**
     * Opens the wheel for the current session, which is told of the outcome later, through the queue.
     *
     * @param poe the session's context
     * @return the wheel
     */
    public DatagramFactory open(Context poe) {
        Objects.requireNonNull(successEvent, "successEvent is required");
        Objects.requireNonNull(failureEvent, "failureEvent is required");
        return new DatagramFactory(poe, this);
    }
}
