package dev.usher.wheel;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Watch;
import dev.usher.kernel.Watcher;
import dev.usher.network.ListenLink;
import dev.usher.network.StreamLink;
import java.util.Objects;

/**
 * Accepts connections on a link that listens already (POE::Wheel::ListenAccept). Belongs to its session and the
 * kernel's thread. Goes on until it is closed, also after failures.
 */
public final class ListenAccept extends Wheel implements Watcher {
    private final ListenLink link;
    private final Accepting accepting;
    private final Watch watch;

    private ListenAccept(Context poe, Builder wanted) {
        super(poe);
        link = wanted.link;
        accepting = new Accepting(wanted.acceptEvent, wanted.errorEvent);
        watch = poe.watch(link, this);
        watch.read(true);
    }

    /**
     * Begins a wheel.
     *
     * @param link a listener, which belongs to the wheel once that is open
     * @return what the wheel shall be, to be opened
     */
    public static Builder on(ListenLink link) {
        return new Builder(link);
    }

    /** Says how a {@link ListenAccept} shall be. Each verb changes this builder and answers it. */
    public static final class Builder {
        private final ListenLink link;
        private Event<Opened> acceptEvent;
        private Event<IoError> errorEvent;

        private Builder(ListenLink link) {
            this.link = Objects.requireNonNull(link, "link");
        }

        /**
         * What to send for each connection. Required.
         *
         * @param event the event
         * @return this
         */
        public Builder acceptEvent(Event<Opened> event) {
            acceptEvent = event;
            return this;
        }

        /**
         * What to send when accepting fails; the listener goes on.
         *
         * @param event the event
         * @return this
         */
        public Builder errorEvent(Event<IoError> event) {
            errorEvent = event;
            return this;
        }

        /**
         * Opens the wheel for the current session.
         *
         * @param poe the session's context
         * @return the wheel
         */
        public ListenAccept open(Context poe) {
            Objects.requireNonNull(acceptEvent, "acceptEvent is required");
            return new ListenAccept(poe, this);
        }
    }

    @Override
    public void onReadable(Context poe) {
        accepting.accept(poe, link, watch, id(), this::accepted);
    }

    private void accepted(Context poe, StreamLink connection) {
        accepting.hand(poe, new Opened(connection, connection.remoteAddress()), id());
    }

    /** Never called: a listener has nothing to be written. */
    @Override
    public void onWritable(Context poe) {}

    @Override
    public void onSessionEnd() {
        link.close();
    }

    /**
     * Sends another event for connections from now on.
     *
     * @param event the event
     */
    public void acceptEvent(Event<Opened> event) {
        accepting.accepted = Objects.requireNonNull(event, "event");
    }

    /**
     * Sends another event for failures from now on.
     *
     * @param event the event, or null
     */
    public void errorEvent(Event<IoError> event) {
        accepting.error = event;
    }

    /** Accepts no more and closes the listener. */
    @Override
    public void close() {
        link.close(); // and with it the watch
    }
}
