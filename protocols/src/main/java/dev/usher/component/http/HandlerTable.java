package dev.usher.component.http;

import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.TargetForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Handlers by pattern, in the order in which they are tried, and the special ones by name. Immutable; each connection
 * keeps the one it began with.
 */
final class HandlerTable {
    static final String ON_CONNECT = "on_connect";
    static final String ON_DISCONNECT = "on_disconnect";
    static final String PRE_REQUEST = "pre_request";
    static final String POST_REQUEST = "post_request";
    static final String STREAM_REQUEST = "stream_request";
    static final String ON_ERROR = "on_error";
    static final Set<String> SPECIAL =
            Set.of(ON_CONNECT, ON_DISCONNECT, PRE_REQUEST, POST_REQUEST, STREAM_REQUEST, ON_ERROR);

    static final HandlerTable NONE = new HandlerTable(new LinkedHashMap<>());

    private static final Class<?> UNORDERED = Map.of(1, 1, 2, 2).getClass();

    private final LinkedHashMap<String, Object> entries; // a Route by its pattern, a Target by its special name
    final Route[] routes;
    final Target onConnect;
    final Target onDisconnect;
    final Target preRequest;
    final Target postRequest;
    final Target streamRequest;
    final Target onError;
    final long largestContent;

    private HandlerTable(LinkedHashMap<String, Object> entries) {
        this.entries = entries;
        List<Route> tried = new ArrayList<>();
        long most = 0;
        for (Object entry : entries.values()) {
            if (entry instanceof Route route) {
                tried.add(route);
                most = Math.max(most, route.content);
            }
        }
        routes = tried.toArray(new Route[0]);
        largestContent = most;
        onConnect = (Target) entries.get(ON_CONNECT);
        onDisconnect = (Target) entries.get(ON_DISCONNECT);
        preRequest = (Target) entries.get(PRE_REQUEST);
        postRequest = (Target) entries.get(POST_REQUEST);
        streamRequest = (Target) entries.get(STREAM_REQUEST);
        onError = (Target) entries.get(ON_ERROR);
    }

    // ---- changing

    /**
     * Adds handlers as a program gives them: one for every path, a list of patterns and handlers in turn, or a map that
     * keeps its order. A pattern that is here already gets the new handler and keeps its place.
     */
    HandlerTable add(Object given, List<String> errors) {
        LinkedHashMap<String, Object> more = new LinkedHashMap<>(entries);
        if (given instanceof Map<?, ?> map) {
            if (map.size() > 1 && isUnordered(map)) {
                errors.add("handlers in a " + map.getClass().getSimpleName()
                        + " have no order to be tried in: give a list, or a LinkedHashMap");
            }
            map.forEach((pattern, handler) -> enter(more, String.valueOf(pattern), handler, errors));
        } else if (given instanceof List<?> list) {
            if (list.size() % 2 != 0) {
                errors.add("handlers in a list are pairs, a pattern and its handler");
            }
            for (int i = 0; i + 1 < list.size(); i += 2) {
                enter(more, String.valueOf(list.get(i)), list.get(i + 1), errors);
            }
        } else if (given instanceof Route route) {
            enter(more, route.pattern.text(), route, errors);
        } else {
            enter(more, "", given, errors);
        }
        return new HandlerTable(more);
    }

    HandlerTable add(String pattern, Object handler, List<String> errors) {
        LinkedHashMap<String, Object> more = new LinkedHashMap<>(entries);
        enter(more, pattern, handler, errors);
        return new HandlerTable(more);
    }

    private static boolean isUnordered(Map<?, ?> map) {
        return map.getClass() == HashMap.class || map instanceof ConcurrentHashMap || map.getClass() == UNORDERED;
    }

    private static void enter(Map<String, Object> entries, String pattern, Object given, List<String> errors) {
        if (given instanceof Route route && !SPECIAL.contains(pattern)) {
            if (route.target == null) {
                errors.add("the route '" + pattern + "' has no handler: say to(...)");
            } else {
                entries.put(pattern, route);
            }
            return;
        }
        Target target = Target.of(given, pattern, errors);
        if (target == null) {
            return;
        }
        try {
            entries.put(
                    pattern,
                    SPECIAL.contains(pattern) ? target : Route.of(pattern).with(target));
        } catch (IllegalArgumentException e) {
            errors.add(e.getMessage());
        }
    }

    /** Removes by exact text: one pattern, a list of them, or the keys of a map. */
    HandlerTable remove(Object given, List<String> errors) {
        LinkedHashMap<String, Object> fewer = new LinkedHashMap<>(entries);
        if (given instanceof Map<?, ?> map) {
            map.keySet().forEach(pattern -> fewer.remove(String.valueOf(pattern)));
        } else if (given instanceof List<?> list) {
            list.forEach(pattern -> fewer.remove(String.valueOf(pattern)));
        } else if (given instanceof String pattern) {
            fewer.remove(pattern);
        } else {
            errors.add("what is removed is a pattern, a list of patterns or a map, not "
                    + (given == null ? "null" : given.getClass().getName()));
        }
        return new HandlerTable(fewer);
    }

    /** A copy: URIs as text and code as it is, by pattern and special name. */
    Map<String, Object> given() {
        Map<String, Object> copy = new LinkedHashMap<>();
        entries.forEach((pattern, entry) -> {
            Target target = entry instanceof Route route ? route.target : (Target) entry;
            copy.put(pattern, target.given());
        });
        return copy;
    }

    boolean isEmpty() {
        return routes.length == 0;
    }

    // ---- finding

    /**
     * The first route whose pattern matches, or null.
     *
     * @throws dev.usher.filters.http.HttpException if the path cannot be decoded
     */
    Route find(HttpRequest request) {
        if (isPathless(request.head())) {
            return null;
        }
        for (Route route : routes) {
            if (!route.pattern.isExact()) {
                break;
            }
            if (request.head().isPath(route.pattern.literal())) {
                return route; // no text was made of the path
            }
        }
        String path = request.path();
        for (Route route : routes) {
            if (route.pattern.matches(path)) {
                return route;
            }
        }
        return null;
    }

    /** About the server, not about any path; no text is made to find that out. */
    private static boolean isPathless(RequestHead head) {
        return head.form() == TargetForm.ASTERISK || head.form() == TargetForm.AUTHORITY || head.isMethod("TRACE");
    }
}
