package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The messages whose replies have not come, by id. Belongs to one client's session. */
final class Awaiting {
    static final Event<String> LATE = Event.named("bayeux_client_reply_is_late", String.class);

    /** A message that was sent, and who asked to be told of its reply, if anybody did. */
    static final class Awaited {
        final BayeuxMessage message;
        final MessageHook hook; // or null
        private long timer;

        Awaited(BayeuxMessage message, MessageHook hook) {
            this.message = message;
            this.hook = hook;
        }
    }

    private final Map<String, Awaited> byId = new LinkedHashMap<>();

    void add(Context poe, BayeuxMessage message, MessageHook hook, long mostNs) {
        String id = message.id().orElseThrow();
        Awaited awaited = new Awaited(message, hook);
        awaited.timer = poe.delaySetNs(LATE, mostNs, id);
        byId.put(id, awaited);
    }

    /** What a reply answers, or null: one that says no id is for the oldest on its channel. It is awaited no more. */
    Awaited take(Context poe, BayeuxMessage reply) {
        if (reply.id().isPresent()) {
            return take(poe, reply.id().get());
        }
        for (Map.Entry<String, Awaited> entry : byId.entrySet()) {
            if (entry.getValue().message.channel().equals(reply.channel())) {
                return take(poe, entry.getKey());
            }
        }
        return null;
    }

    /** What has this id, or null. It is awaited no more. */
    Awaited take(Context poe, String id) {
        Awaited awaited = byId.remove(id);
        if (awaited != null) {
            poe.alarmRemove(awaited.timer);
        }
        return awaited;
    }

    /** All of them, which are awaited no more. */
    List<Awaited> takeAll(Context poe) {
        List<Awaited> all = new ArrayList<>(byId.values());
        byId.clear();
        all.forEach(awaited -> poe.alarmRemove(awaited.timer));
        return all;
    }

    int size() {
        return byId.size();
    }
}
