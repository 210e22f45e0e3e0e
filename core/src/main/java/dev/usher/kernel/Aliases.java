package dev.usher.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names of sessions. An alias belongs to one session and keeps it alive; a session may have many. */
final class Aliases {
    private final Map<String, Session> owners = new HashMap<>();

    Errno set(Session session, String alias) {
        Session owner = owners.putIfAbsent(alias, session);
        if (owner != null) {
            return owner == session ? Errno.NONE : Errno.EEXIST;
        }
        session.belongings().aliases.add(alias);
        session.hold();
        return Errno.NONE;
    }

    Errno remove(Session session, String alias) {
        Session owner = owners.get(alias);
        if (owner == null) {
            return Errno.ESRCH;
        }
        if (owner != session) {
            return Errno.EPERM;
        }
        owners.remove(alias);
        session.belongings.aliases.remove(alias);
        session.release();
        return Errno.NONE;
    }

    /** The owner, or null. */
    Session find(String alias) {
        return owners.get(alias);
    }

    static List<String> list(Session session) {
        return session.belongings == null ? List.of() : List.copyOf(session.belongings.aliases);
    }

    void removeAll(Session session) {
        for (String alias : list(session)) {
            remove(session, alias);
        }
    }

    int count() {
        return owners.size();
    }

    /** How a session's names follow its id in messages: {@code (web, admin)}, or nothing. */
    static String of(Session session) {
        List<String> names = list(session);
        return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
    }
}
