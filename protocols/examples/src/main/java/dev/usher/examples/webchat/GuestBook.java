package dev.usher.examples.webchat;

import dev.usher.component.bayeux.Client;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who is here, and who was. Belongs to the room keeper. */
final class GuestBook {
    private final Map<String, Visitor> byToken = new HashMap<>();
    private final Map<String, Visitor> byClient = new HashMap<>();
    private final Map<String, Visitor> byNick = new HashMap<>();
    private final Map<String, Visitor> gone = new LinkedHashMap<>(); // by token, longest gone first
    private final int remembered;

    GuestBook(int remembered) {
        this.remembered = remembered;
    }

    /** Whose client this is; or null. */
    Visitor of(Client client) {
        return byClient.get(client.id());
    }

    Visitor of(String clientId) {
        return byClient.get(clientId);
    }

    /** Who has shown this token before; or null. */
    Visitor known(String token) {
        return byToken.get(token);
    }

    /** Whether a name is free for somebody; nobody is null. */
    boolean isFree(String nick, Visitor taker) {
        Visitor holder = byNick.get(Names.key(nick));
        return holder == null || holder == taker;
    }

    /** Answers the client that this visitor had until now, or null. */
    Client enters(Visitor visitor, Client client, String nick) {
        Client before = visitor.client;
        if (before != null) {
            byClient.remove(before.id());
            byNick.remove(Names.key(visitor.nick));
        }
        visitor.client = client;
        visitor.nick = nick;
        byToken.put(visitor.token, visitor);
        byClient.put(client.id(), visitor);
        byNick.put(Names.key(nick), visitor);
        gone.remove(visitor.token);
        return before;
    }

    void leaves(Visitor visitor) {
        byClient.remove(visitor.client.id());
        byNick.remove(Names.key(visitor.nick));
        visitor.client = null;
        gone.put(visitor.token, visitor);
        if (gone.size() > remembered) {
            Iterator<Visitor> oldest = gone.values().iterator();
            byToken.remove(oldest.next().token);
            oldest.remove();
        }
    }
}
