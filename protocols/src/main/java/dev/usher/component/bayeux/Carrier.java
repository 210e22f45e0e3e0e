package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.List;
import java.util.Optional;

/** What a batch came on and its answer goes back on: a request, or a WebSocket. Belongs to the kernel's thread. */
interface Carrier {

    Transport transport();

    /** The client's address, as far as proxies that are trusted tell it. */
    String address();

    /** The browser, by its cookie; empty if it said none. */
    Optional<String> browser();

    /** Who has sent this very message before, by this way, and may be alive; or null if that is not known. */
    Client senderOf(BayeuxMessage message);

    /** A client has sent a message. */
    void sentBy(Client client, BayeuxMessage message);

    /** Whether an answer would still be read. */
    boolean isOpen();

    /** Sends messages, as one array. On a request once only. */
    void send(List<BayeuxMessage> messages);

    /** Has what was sent written now, if nothing can come behind it. */
    void flush();

    /** Refuses the batch as a whole. */
    void refuse(int status, BayeuxMessage why);

    /** A batch's answer waits: for a decision, or because its connect is held. Told again when it does no more. */
    void waits(boolean on);

    /** A client has shaken hands here, or connects here: it is served by this from now on. */
    void serves(Client client);

    /** A browser shall be known by this from now on. */
    void remember(String browser);

    /** A connect is held; who is told if the client goes away meanwhile. Null when it is held no more. */
    void holds(Poll poll);
}
