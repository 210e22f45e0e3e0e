package dev.usher.component.http;

import dev.usher.kernel.Context;
import dev.usher.kernel.PoeUri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is called: an event that a URI names, or code. Immutable. */
final class Target {
    private final PoeUri uri; // or null
    private final HttpHandler handler; // or null
    private final HttpHook<?> hook; // or null
    private final Map<String, String> arguments;

    private Target(PoeUri uri, HttpHandler handler, HttpHook<?> hook) {
        this.uri = uri;
        this.handler = handler;
        this.hook = hook;
        arguments = uri == null ? Map.of() : arguments(uri);
    }

    private static Map<String, String> arguments(PoeUri uri) {
        Optional<Object> argument = uri.argument();
        if (argument.isEmpty() || !(argument.get() instanceof List<?> words)) {
            return uri.arguments();
        }
        Map<String, String> flags = new LinkedHashMap<>();
        words.forEach(word -> flags.put((String) word, ""));
        return Map.copyOf(flags);
    }

    /** What a program gave as a handler; null, with a complaint, if it can be none. */
    static Target of(Object given, String name, List<String> errors) {
        String what = name.isEmpty() ? "the handler of everything" : "handler '" + name + "'";
        if (given instanceof Target target) {
            return target;
        }
        if (given instanceof HttpHandler code) {
            return new Target(null, code, null);
        }
        if (given instanceof HttpHook<?> code) {
            return new Target(null, null, code);
        }
        if (!(given instanceof String) && !(given instanceof PoeUri)) {
            errors.add(what + " must be a poe: URI or code, not "
                    + (given == null ? "null" : given.getClass().getName()));
            return null;
        }
        try {
            PoeUri uri = given instanceof PoeUri made ? made : PoeUri.of((String) given);
            if (uri.session().isEmpty() || uri.event().isEmpty()) {
                errors.add(what + ": '" + uri + "' must name a session and an event, poe:session/event");
                return null;
            }
            return new Target(uri, null, null);
        } catch (IllegalArgumentException e) {
            errors.add(what + ": " + e.getMessage());
            return null;
        }
    }

    /** As the program gave it. */
    Object given() {
        if (uri != null) {
            return uri.toString();
        }
        return handler != null ? handler : hook;
    }

    /** Answers false if there is no such session, or none that handles the event. */
    boolean exchange(Context poe, HttpRequest request, HttpResponse response) throws Exception {
        if (handler != null) {
            handler.handle(poe, request, response);
            return true;
        }
        if (hook != null) {
            return tell(poe, request, null);
        }
        return uri.callThrough(poe, new HttpExchange(request, response, arguments));
    }

    boolean connection(Context poe, HttpConnection connection) throws Exception {
        return tell(poe, connection, uri == null ? null : new HttpContact(connection, arguments));
    }

    boolean error(Context poe, HttpError error) throws Exception {
        return tell(poe, error, uri == null ? null : new HttpFailure(error, arguments));
    }

    @SuppressWarnings("unchecked") // the builder's methods say what each hook takes
    private <T> boolean tell(Context poe, T what, Object payload) throws Exception {
        if (hook == null) {
            return uri != null && uri.callThrough(poe, payload);
        }
        ((HttpHook<T>) hook).on(poe, what);
        return true;
    }

    @Override
    public String toString() {
        return uri != null ? uri.toString() : "code";
    }
}
