package dev.usher.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Names an event of a session in text (POEx::URI), with an argument if there is a query. Immutable; each {@code with}
 * method answers a copy, and an empty text removes the part.
 *
 * <pre>
 * poe:event                       of the session that uses it
 * poe:session/event               poe:/session/event is the same
 * poe:session/                    a session alone
 * poe://kernel/session/event      of another kernel: user:password@host:port, the port is 603 unless given
 * poe:session/event?name=value    the argument is a map
 * poe:session/event?one+two       the argument is a list
 * </pre>
 *
 * <p>Names are given and answered unescaped. The last segment of a path is the event, all before it the session, so
 * {@code poe:/foo/bar/baz} is the event {@code baz} of the session {@code foo/bar}; a slash in an event is %2F.
 */
public final class PoeUri {
    /** The port of a kernel unless its URI says another. */
    public static final int DEFAULT_PORT = 603;

    private static final String SCHEME = "poe:";
    private static final String IN_NAMES = "-._~!$'()*,;:@=";
    private static final String IN_QUERIES = "-._~!$'()*,:@/";

    private final String authority; // as it is written; empty for none
    private final String session;
    private final String event;
    private final Object argument; // Map, List, or null
    private final Event<Object> key; // null without an event
    private final String host; // in lower case
    private final int port;

    private PoeUri(String authority, String session, String event, Object argument) {
        this.authority = authority;
        this.session = session;
        this.event = event;
        this.argument = argument;
        key = event.isEmpty() ? null : Event.any(event);
        host = host(authority);
        port = port(authority);
    }

    /**
     * Reads a URI.
     *
     * @param text begins with {@code poe:}, in whatever case
     * @return the URI
     * @throws IllegalArgumentException saying what is wrong
     */
    public static PoeUri of(String text) {
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw wrong(text, "it must begin with 'poe:'");
        }
        int fragment = text.indexOf('#');
        if (fragment >= 0) {
            throw wrong(text, "'#' has no meaning; escape it as %23");
        }
        int query = text.indexOf('?');
        String path = text.substring(SCHEME.length(), query < 0 ? text.length() : query);
        String authority = "";
        if (path.startsWith("//")) {
            int slash = path.indexOf('/', 2);
            authority = path.substring(2, slash < 0 ? path.length() : slash);
            path = slash < 0 ? "" : path.substring(slash);
            checkAuthority(text, authority);
        }
        String relative = path.startsWith("/") ? path.substring(1) : path;
        int last = relative.lastIndexOf('/');
        String session = last < 0 ? "" : UriText.unescape(relative.substring(0, last));
        String event = UriText.unescape(relative.substring(last + 1));
        return new PoeUri(authority, session, event, query < 0 ? null : argument(text.substring(query + 1)));
    }

    /**
     * Names an event of a session of this kernel.
     *
     * @param session an alias or an id in digits; empty for the session that uses it
     * @param event the event; empty for none
     * @return the URI
     */
    public static PoeUri of(String session, String event) {
        return new PoeUri("", session, event, null);
    }

    private static void checkAuthority(String text, String authority) {
        int colon = authority.lastIndexOf(':');
        if (colon > authority.lastIndexOf('@') && colon > authority.lastIndexOf(']')) {
            String port = authority.substring(colon + 1);
            if (!port.isEmpty() && (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535)) {
                throw wrong(text, "the port must be 0 to 65535, not '" + port + "'");
            }
        }
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is no poe: URI: " + why);
    }

    private static Object argument(String query) {
        if (query.isEmpty()) {
            return null;
        }
        if (query.indexOf('=') < 0) {
            List<String> words = new ArrayList<>();
            for (String word : query.split("\\+")) {
                words.add(UriText.unescape(word));
            }
            return List.copyOf(words);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : query.split("[&;]")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                values.put(UriText.unescape(name.replace('+', ' ')), UriText.unescape(value.replace('+', ' ')));
            }
        }
        return Collections.unmodifiableMap(values);
    }

    // ---- its parts

    /** @return the event; empty for none */
    public String event() {
        return event;
    }

    /** @return the session's alias or id; empty for the session that uses it */
    public String session() {
        return session;
    }

    /** @return host and port of another kernel, or its name; empty for the one that uses it */
    public String kernel() {
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    /** @return the kernel's host, in lower case; empty for the one that uses it */
    public String host() {
        return host;
    }

    private static String host(String authority) {
        String kernel = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = portColon(kernel);
        return (colon < 0 ? kernel : kernel.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    /** @return the kernel's port */
    public int port() {
        return port;
    }

    private static int port(String authority) {
        String kernel = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = portColon(kernel);
        return colon < 0 || colon == kernel.length() - 1 ? DEFAULT_PORT : Integer.parseInt(kernel.substring(colon + 1));
    }

    private static int portColon(String kernel) {
        int colon = kernel.lastIndexOf(':');
        return colon > kernel.lastIndexOf(']') ? colon : -1;
    }

    /** @return the user's name; empty for none */
    public String user() {
        String user = userAndPassword();
        int colon = user.indexOf(':');
        return UriText.unescape(colon < 0 ? user : user.substring(0, colon));
    }

    /** @return the user's password; empty for none */
    public String password() {
        String user = userAndPassword();
        int colon = user.indexOf(':');
        return colon < 0 ? "" : UriText.unescape(user.substring(colon + 1));
    }

    private String userAndPassword() {
        int at = authority.lastIndexOf('@');
        return at < 0 ? "" : authority.substring(0, at);
    }

    /** @return what the query says: a {@code Map<String, String>} or a {@code List<String>}; empty without a query */
    public Optional<Object> argument() {
        return Optional.ofNullable(argument);
    }

    /** @return the argument as a map; empty if it is none */
    @SuppressWarnings("unchecked") // it is made here
    public Map<String, String> arguments() {
        return argument instanceof Map<?, ?> map ? (Map<String, String>) map : Map.of();
    }

    /** @return session and event as they are written, beginning with a slash behind a kernel */
    public String path() {
        StringBuilder path = new StringBuilder(authority.isEmpty() ? "" : "/");
        if (!session.isEmpty()) {
            // A slash in front would be taken for the path's own, or two for a kernel's.
            int begin = 0;
            while (begin < session.length() && session.charAt(begin) == '/') {
                path.append("%2F");
                begin++;
            }
            // An extra slash belongs to the session, so only its own segments are escaped.
            String[] segments = session.substring(begin).split("/", -1);
            for (String segment : segments) {
                path.append(UriText.escape(segment, IN_NAMES)).append('/');
            }
        }
        return path.append(UriText.escape(event, IN_NAMES)).toString();
    }

    /** @return the path's segments, unescaped: those of the session, then the event if there is one */
    public List<String> pathSegments() {
        List<String> segments = new ArrayList<>();
        if (!session.isEmpty()) {
            segments.addAll(Arrays.asList(session.split("/", -1)));
        }
        if (!event.isEmpty()) {
            segments.add(event);
        }
        return segments;
    }

    /**
     * What {@code post} takes, as POEx::URI's array.
     *
     * @return session, event, and the argument if there is one; the session of another kernel stands behind
     *     {@code poe://kernel/}
     */
    public List<Object> asList() {
        List<Object> list = new ArrayList<>();
        list.add(authority.isEmpty() ? session : "poe://" + kernel() + "/" + session);
        list.add(event);
        argument().ifPresent(list::add);
        return list;
    }

    // ---- other parts instead

    /**
     * @param name of a session; empty for none
     * @return a copy
     */
    public PoeUri withSession(String name) {
        return new PoeUri(authority, name, event, argument);
    }

    /**
     * @param name of an event; empty for none
     * @return a copy
     */
    public PoeUri withEvent(String name) {
        return new PoeUri(authority, session, name, argument);
    }

    /**
     * @param kernel host and port, a user before them if need be; empty for none
     * @return a copy
     */
    public PoeUri withKernel(String kernel) {
        checkAuthority("poe://" + kernel + "/", kernel);
        return new PoeUri(kernel, session, event, argument);
    }

    /**
     * @param values names and values; empty for none
     * @return a copy
     */
    public PoeUri withArguments(Map<String, String> values) {
        Object map = values.isEmpty() ? null : Collections.unmodifiableMap(new LinkedHashMap<>(values));
        return new PoeUri(authority, session, event, map);
    }

    /**
     * @return the one text of all that mean the same: lower-case scheme and host, no default port, no needless escape
     */
    public PoeUri canonical() {
        if (authority.isEmpty()) {
            return this;
        }
        String user = userAndPassword();
        String at = user.isEmpty() ? "" : user + "@";
        String kernel = host() + (port() == DEFAULT_PORT ? "" : ":" + port());
        return new PoeUri(at + kernel, session, event, argument);
    }

    // ---- its use

    /**
     * Posts the event with the argument that the URI itself has.
     *
     * @param poe who posts: a handler's context, or the kernel
     * @return false if there is no such session, or it is another kernel's that cannot be reached
     */
    public boolean post(Posting poe) {
        return post(poe, argument);
    }

    /**
     * Posts the event. To another kernel's session it goes by the {@link Neighbours}, and the payload belongs to both
     * kernels then: let it be a value that nobody changes any more.
     *
     * @param poe who posts: a handler's context, or the kernel
     * @param payload goes along
     * @return false if there is no such session; if it is another kernel's, false if there is no such kernel
     */
    public boolean post(Posting poe, Object payload) {
        Kernel kernel = poe.checked();
        if (!isIn(kernel)) {
            return key != null && !session.isEmpty() && kernel.neighbours.post(this, payload);
        }
        Session destination = find(poe);
        return destination != null && key != null && poe.post(destination, key, payload);
    }

    /**
     * Posts the event to a kernel from any thread, whatever kernel the URI names.
     *
     * @param kernel gets it, at its next poll
     * @param payload goes along
     * @throws IllegalArgumentException if the URI lacks a session or an event
     */
    public void postFromAnyThread(Kernel kernel, Object payload) {
        if (key == null || session.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + this + "' must name a session and an event to be posted from outside");
        }
        kernel.postFromAnyThread(session, key, payload);
    }

    /**
     * Calls the event with the argument that the URI itself has.
     *
     * @param poe who calls: a handler's context, or the kernel
     * @return the answer, or null
     */
    public Object call(Posting poe) {
        return call(poe, argument);
    }

    /**
     * Calls the event. Another kernel cannot be called, since it would have to be waited for: post to it, with
     * {@link Context#uri} for its answer.
     *
     * @param poe who calls: a handler's context, or the kernel
     * @param payload goes along
     * @return the answer, or null
     */
    public Object call(Posting poe, Object payload) {
        Session destination = find(poe);
        return destination == null || key == null ? null : poe.call(destination, key, payload);
    }

    /**
     * For components, which answer for the handlers that they call: calls the event, and what its handler throws comes
     * through instead of becoming a DIE signal of the handler's session.
     *
     * @param poe who calls
     * @param payload goes along
     * @return false if there is no such session, or it has no handler for the event
     */
    public boolean callThrough(Context poe, Object payload) {
        Session destination = find(poe);
        if (destination == null || key == null || !destination.states.handlesSomehow(key)) {
            return false;
        }
        poe.checked().dispatcher.callThrough(poe, destination, key, payload);
        return true;
    }

    private Session find(Posting poe) {
        Kernel kernel = poe.checked();
        if (!isIn(kernel)) {
            return null;
        }
        Session destination = session.isEmpty() ? kernel.current().session : kernel.find(session);
        return destination == null || !destination.alive ? null : destination;
    }

    private boolean isIn(Kernel kernel) {
        return authority.isEmpty() || host.equals(kernel.name) && port == DEFAULT_PORT;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PoeUri uri
                && canonical().toString().equals(uri.canonical().toString());
    }

    @Override
    public int hashCode() {
        return canonical().toString().hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(SCHEME);
        if (!authority.isEmpty()) {
            text.append("//").append(authority);
        }
        text.append(path());
        if (argument instanceof List<?> words) {
            text.append('?').append(join(words));
        } else if (argument instanceof Map<?, ?>) {
            char before = '?';
            for (Map.Entry<String, String> pair : arguments().entrySet()) {
                text.append(before).append(UriText.escape(pair.getKey(), IN_QUERIES));
                text.append('=').append(UriText.escape(pair.getValue(), IN_QUERIES));
                before = '&';
            }
        }
        return text.toString();
    }

    private static String join(List<?> words) {
        return String.join(
                "+",
                words.stream()
                        .map(word -> UriText.escape((String) word, IN_QUERIES))
                        .toList());
    }
}
