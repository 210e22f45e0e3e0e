package dev.usher.component.bayeux;

import dev.usher.component.http.HttpConnection;
import dev.usher.component.http.HttpRequest;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.http.RequestHead;
import java.util.List;
import java.util.Optional;

/**
 * What was posted last on a connection. Who polls says the same again and again, to the last byte: then nothing of it
 * is parsed and looked up again. All that can change meanwhile, the client's life above all, is asked as ever. Belongs
 * to the connection.
 */
final class Habit {
    private static final int MOST = 512; // bytes of content; a connect has about a hundred
    private static final byte[] NOTHING = {};

    private final BayeuxListener server;
    private RequestHead head;
    private long edition;
    private Optional<String> browser = Optional.empty();
    private byte[] content = NOTHING;
    private List<BayeuxMessage> messages; // a connect alone; or null
    private Client sender; // of it; or null

    private Habit(BayeuxListener server) {
        this.server = server;
    }

    /** That of a connection, with this server: there is one from the first call on. */
    static Habit of(HttpConnection connection, BayeuxListener server) {
        if (connection.attachment().orElse(null) instanceof Habit known && known.server == server) {
            return known;
        }
        Habit made = new Habit(server);
        connection.attach(made);
        return made;
    }

    /** Whether a request begins as the last one that was {@link #take taken}. */
    boolean has(RequestHead asked) {
        return asked == head && asked.edition() == edition;
    }

    /** Takes the head of a request that may be sent: JSON that is posted. */
    void take(HttpRequest request) {
        forget(request);
        head = request.head();
        edition = head.edition();
    }

    /** Takes of a request of another kind the browser only. */
    void forget(HttpRequest request) {
        head = null;
        browser = HttpEntry.browser(request);
        forgetContent();
    }

    private void forgetContent() {
        content = NOTHING;
        messages = null;
        sender = null;
    }

    Optional<String> browser() {
        return browser;
    }

    /** The messages of a request whose head is known, if its content is too; else null. */
    List<BayeuxMessage> messagesOf(HttpRequest request) {
        return messages != null && request.contentIs(content) ? messages : null;
    }

    /** Takes its content, if that is worth it. */
    void take(byte[] bytes, List<BayeuxMessage> said) {
        forgetContent();
        if (bytes.length <= MOST && said.size() == 1 && said.get(0).channel().equals(MetaChannels.CONNECT)) {
            content = bytes;
            messages = said;
        }
    }

    /** Who has sent this very message before and may be alive; or null. */
    Client senderOf(BayeuxMessage message) {
        return messages != null && messages.get(0) == message ? sender : null;
    }

    /** A client has sent a message, and the browser is its own: from now on by the same text. */
    void sentBy(Client client, BayeuxMessage message) {
        if (messages != null && messages.get(0) == message) {
            sender = client;
        }
        if (client.browser() != null && browser.equals(client.browser().name)) {
            browser = client.browser().name;
        }
    }
}
