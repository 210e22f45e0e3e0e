package dev.usher.component.http;

import dev.usher.kernel.PoeUri;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A handler with what it wants of its requests: {@code Route.of("^/upload$").methods("PUT").streamed().to(handler)}.
 * Immutable; each verb answers a copy.
 */
public final class Route {
    private static final long DEFAULT_CONTENT = -1;

    final PathPattern pattern;
    final Target target; // null until it is said
    final Set<String> methods; // empty: all
    final String allow; // for the field of that name
    final boolean streamed;
    final long content;
    final Target expect; // or null

    private Route(
            PathPattern pattern, Target target, Set<String> methods, boolean streamed, long content, Target expect) {
        this.pattern = pattern;
        this.target = target;
        this.methods = methods;
        this.streamed = streamed;
        this.content = content;
        this.expect = expect;
        allow = allow(methods);
    }

    private static String allow(Set<String> methods) {
        Set<String> all = new LinkedHashSet<>(methods);
        if (methods.contains("GET")) {
            all.add("HEAD");
        }
        all.add("OPTIONS");
        return String.join(", ", all);
    }

    /**
     * Begins a route.
     *
     * @param pattern a regular expression that is looked for anywhere in the path; empty for every path
     * @return a route without a handler
     * @throws IllegalArgumentException if it is no regular expression
     */
    public static Route of(String pattern) {
        return new Route(new PathPattern(pattern), null, Set.of(), false, DEFAULT_CONTENT, null);
    }

    /**
     * Who answers.
     *
     * @param handler code
     * @return a copy
     */
    public Route to(HttpHandler handler) {
        return to((Object) handler);
    }

    /**
     * Who answers.
     *
     * @param uri names a session and its event, which gets an {@link HttpExchange}
     * @return a copy
     */
    public Route to(String uri) {
        return to((Object) uri);
    }

    /**
     * Who answers.
     *
     * @param uri names a session and its event, which gets an {@link HttpExchange}
     * @return a copy
     */
    public Route to(PoeUri uri) {
        return to((Object) uri);
    }

    private Route to(Object given) {
        return with(one(given));
    }

    private Target one(Object given) {
        List<String> errors = new ArrayList<>();
        Target made = Target.of(given, pattern.text(), errors);
        if (made == null) {
            throw new IllegalArgumentException(errors.get(0));
        }
        return made;
    }

    Route with(Target newTarget) {
        return new Route(pattern, newTarget, methods, streamed, content, expect);
    }

    /**
     * Which methods it takes: others are answered by 405 with {@code Allow}, OPTIONS by 204, and HEAD goes with GET.
     * All unless said.
     *
     * @param names case matters
     * @return a copy
     */
    public Route methods(String... names) {
        Set<String> wanted = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
        return new Route(pattern, target, wanted, streamed, content, expect);
    }

    /**
     * Calls the handler as soon as the head is there; it takes the content by {@link HttpRequest#onContent}.
     *
     * @return a copy
     */
    public Route streamed() {
        return new Route(pattern, target, methods, true, content, expect);
    }

    /**
     * How much content it takes, more or less than the server's limit; beyond it 413.
     *
     * @param bytes 0 or more
     * @return a copy
     */
    public Route content(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("content must be 0 bytes or more, not " + bytes);
        }
        return new Route(pattern, target, methods, streamed, bytes, expect);
    }

    /**
     * Asked before a client that waits for a 100 is told to send its content; may answer, with 413 or 417 say, and then
     * no content is read.
     *
     * @param handler answers, or does nothing
     * @return a copy
     */
    public Route expect(HttpHandler handler) {
        return new Route(pattern, target, methods, streamed, content, one(handler));
    }

    /** How much content it takes where others take so much. */
    long mostContent(long usual) {
        return content == DEFAULT_CONTENT ? usual : content;
    }

    boolean allows(HttpRequest request) {
        return methods.isEmpty() || methods.contains(request.method()) || request.isHead() && methods.contains("GET");
    }
}
