package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Context;
import java.util.List;

/** How a client's messages reach the server, and the server's the client. Belongs to one client. */
interface ClientTransport {

    Transport kind();

    /** Sends messages. Each call's messages come to the server together. In the client's session. */
    void send(Context poe, List<BayeuxMessage> messages);

    /** Goes on with what waits for something that was heard, or failed. In the client's session. */
    default void proceed(Context poe) {}

    /** Gives up all that is under way, of which nothing is told any more. */
    void reset();

    /** What is told of all of it, in whatever session. */
    interface Told {

        void heard(ClientTransport from, List<BayeuxMessage> messages);

        /**
         * Messages were lost, or their answer was.
         *
         * @param hopeless whether this transport does not reach the server at all
         */
        void failed(ClientTransport from, List<BayeuxMessage> messages, String why, boolean hopeless);
    }
}
