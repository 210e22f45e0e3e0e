package dev.usher.component.websocket;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Selected;
import dev.usher.network.Link;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Links of the program's own that a server watches besides its connections. Belongs to the server's session. */
final class Watched {
    static final Event<One> ADD = Event.named("websocket_server_watch", One.class);
    static final Event<One> REMOVE = Event.named("websocket_server_unwatch", One.class);
    static final Event<Selected> READY = Event.named("websocket_server_selected", Selected.class);

    /** What is watched how, and who is told. */
    record One(Link link, boolean forReading, WebSocketHook<WebSocketListener, Link> hook) {}

    private final Map<Link, One> readable = new LinkedHashMap<>();
    private final Map<Link, One> writable = new LinkedHashMap<>();

    private Map<Link, One> map(boolean forReading) {
        return forReading ? readable : writable;
    }

    Map<Link, WebSocketHook<WebSocketListener, Link>> all(boolean forReading) {
        Map<Link, WebSocketHook<WebSocketListener, Link>> all = new LinkedHashMap<>();
        map(forReading).forEach((link, one) -> all.put(link, one.hook));
        return all;
    }

    Optional<WebSocketHook<WebSocketListener, Link>> one(Link link, boolean forReading) {
        return Optional.ofNullable(map(forReading).get(link)).map(One::hook);
    }

    void add(Context poe, One wanted) {
        if (map(wanted.forReading).putIfAbsent(wanted.link, wanted) != null) {
            Logs.SERVER.warn("{} is watched already: unwatch it first", wanted.link);
        } else if (wanted.forReading) {
            poe.selectRead(wanted.link, READY, wanted);
        } else {
            poe.selectWrite(wanted.link, READY, wanted);
        }
    }

    void remove(Context poe, One wanted) {
        if (map(wanted.forReading).remove(wanted.link) == null) {
            return;
        }
        if (wanted.forReading) {
            poe.selectRead(wanted.link, null, null);
        } else {
            poe.selectWrite(wanted.link, null, null);
        }
    }

    void ready(WebSocketListener server, Context poe, One one) {
        if (map(one.forReading).get(one.link) != one) {
            return;
        }
        try {
            one.hook.on(server, poe, one.link);
        } catch (Throwable e) {
            Logs.SERVER.error("{}: the callback of {} failed", server, one.link, e);
        }
    }

    void clear(Context poe) {
        readable.values().stream().toList().forEach(one -> remove(poe, one));
        writable.values().stream().toList().forEach(one -> remove(poe, one));
    }
}
