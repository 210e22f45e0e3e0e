package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.http.Content;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.FieldValue;
import dev.usher.filters.http.Fields;
import dev.usher.filters.http.Query;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.RequestPath;
import dev.usher.kernel.Event;
import dev.usher.kernel.PoeUri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * A request as its handlers see it. Belongs to the kernel's thread. Valid until its response is done; text that it has
 * answered is yours for ever, and {@link #retain} keeps the rest.
 */
public final class HttpRequest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpConnection connection;
    private final RequestContent content;
    private RequestHead head;
    private Route route; // or null
    private boolean taken;
    private HttpResponse response;
    private Fields trailers; // or null
    private ContentHandler onContent; // or null
    private boolean retained;

    // Made when asked for.
    private String path;
    private Matcher groups;
    private Query query;
    private Origin origin;

    HttpRequest(HttpConnection connection, RequestContent content) {
        this.connection = connection;
        this.content = content;
    }

    /** Takes the content of a request whose route is streamed, piece by piece. */
    @FunctionalInterface
    public interface ContentHandler {

        /**
         * Runs in the connection's session.
         *
         * @param poe valid until this returns
         * @param piece valid until this returns; the last one says so, and may be empty
         * @throws Exception is answered by 500, if nothing was answered yet
         */
        void on(dev.usher.kernel.Context poe, Content piece) throws Exception;
    }

    // ---- the request line

    /** @return the method; its case matters */
    public String method() {
        return head.method();
    }

    /** @return whether it is HEAD, whose answer is sent without content */
    public boolean isHead() {
        return head.isMethod("HEAD");
    }

    /** @return the target as it was sent */
    public String target() {
        return head.target();
    }

    /** @return the whole URI: scheme, host, path and query; the host is empty for HTTP/1.0 without Host */
    public String uri() {
        return scheme() + "://" + host() + head.rawPath()
                + head.rawQuery().map(text -> "?" + text).orElse("");
    }

    /** @return the path, decoded and without dot segments; {@code %2F} stays as it is */
    public String path() {
        if (path == null) {
            path = RequestPath.of(head.rawPath());
        }
        return path;
    }

    /** @return what is behind the question mark */
    public Query query() {
        if (query == null) {
            query = Query.of(head.rawQuery().orElse(""));
        }
        return query;
    }

    /**
     * @param name in the query
     * @return its first value
     */
    public Optional<String> query(String name) {
        return query().first(name);
    }

    /** @return HTTP/1.1 or HTTP/1.0 */
    public String protocol() {
        return head.isHttp10() ? "HTTP/1.0" : "HTTP/1.1";
    }

    /** @return host, and port if given, that it is for; as a proxy says that is trusted */
    public String host() {
        return origin().host().isEmpty() ? head.authority() : origin().host();
    }

    /** @return {@code https} over TLS, or if a proxy says so that is trusted, else {@code http} */
    public String scheme() {
        return origin().scheme();
    }

    /**
     * @return the numeric address of the client, as far as proxies say it that are trusted; that of the connection if
     *     there are none. A proxy may give another name instead: {@code unknown}, {@code _hidden}
     */
    public String clientIp() {
        return origin().clientIp();
    }

    private Origin origin() {
        if (origin == null) {
            origin = connection
                    .server()
                    .proxies
                    .origin(connection.remoteIp(), connection.tls().isPresent() ? "https" : "http", head.fields());
        }
        return origin;
    }

    /**
     * A named group of the pattern that matched.
     *
     * @param name of the group
     * @return what it matched
     * @throws IllegalArgumentException if the pattern has no such group
     */
    public String param(String name) {
        String group = groups().group(name);
        return group == null ? "" : group;
    }

    /**
     * A group of the pattern that matched.
     *
     * @param number 1 for the first; 0 for all that was matched
     * @return what it matched
     */
    public String param(int number) {
        String group = groups().group(number);
        return group == null ? "" : group;
    }

    private Matcher groups() {
        if (groups == null) {
            if (route == null) {
                throw new IllegalStateException("no pattern has matched this request, so it has no parameters");
            }
            groups = route.pattern.matcher(path());
        }
        return groups;
    }

    // ---- fields

    /** @return the fields; valid as long as this request */
    public Fields headers() {
        return head.fields();
    }

    /**
     * @param name of a field
     * @return the value of its first line
     */
    public Optional<String> header(FieldName name) {
        return head.fields().first(name);
    }

    /**
     * @param name of a field, in whatever case
     * @return the value of its first line
     */
    public Optional<String> header(String name) {
        return head.fields().first(FieldName.of(name));
    }

    /** @return the fields behind content that came in chunks; empty for none */
    public Optional<Fields> trailers() {
        return Optional.ofNullable(trailers);
    }

    /** @return the cookies by name, in their order; of several with one name the first */
    public Map<String, String> cookies() {
        Map<String, String> cookies = new LinkedHashMap<>();
        for (String line : head.fields().all(FieldName.COOKIE)) {
            for (String pair : line.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    cookies.putIfAbsent(
                            pair.substring(0, equals).strip(),
                            unquoted(pair.substring(equals + 1).strip()));
                }
            }
        }
        return cookies;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /**
     * Which of several types the client would like best (RFC 9110 §12.5.1).
     *
     * @param types such as {@code text/html}, the server's own favourite first
     * @return the best, empty if it wants none of them
     */
    public Optional<String> accepts(String... types) {
        Optional<String> accept = head.fields().joined(FieldName.ACCEPT);
        return accept.isEmpty()
                ? Optional.of(types[0])
                : Preference.best(FieldValue.list(accept.get()), List.of(types));
    }

    // ---- content

    /** @return all of the content; not a copy. Empty if the route is streamed */
    public byte[] content() {
        return content.bytes();
    }

    /**
     * Whether the content is the same as another, which costs less than to ask for it.
     *
     * @param bytes another request's, say
     * @return whether each byte is the same
     */
    public boolean contentIs(byte[] bytes) {
        return content.is(bytes);
    }

    /** @return the content as text, in the charset that its type names, else UTF-8 */
    public String contentText() {
        Optional<String> charset = contentType().flatMap(type -> type.parameter("charset"));
        boolean latin = charset.isPresent() && charset.get().equalsIgnoreCase("iso-8859-1");
        return new String(content.bytes(), latin ? ISO_8859_1 : UTF_8);
    }

    /** @return what the content is said to be, empty if nothing is said or it is malformed */
    public Optional<FieldValue> contentType() {
        return header(FieldName.CONTENT_TYPE).flatMap(FieldValue::of);
    }

    /** @return the names and values of a form in the content; none if its type is another */
    public Query form() {
        boolean form = contentType()
                .filter(type -> type.word().toLowerCase(Locale.ROOT).equals(FORM))
                .isPresent();
        return Query.of(form ? new String(content.bytes(), ISO_8859_1) : "");
    }

    /**
     * The parts of a form with files in the content; none if its type is another.
     *
     * @return the parts in their order
     * @throws dev.usher.filter.ProtocolException if it is malformed, which is answered by 400 unless it is caught
     */
    public List<FormPart> parts() {
        return contentType()
                .filter(type -> type.word().equalsIgnoreCase("multipart/form-data"))
                .map(type -> Multipart.read(content.bytes(), type))
                .orElse(List.of());
    }

    /**
     * In the handler of a streamed route: takes the content as it comes. Without it content is dropped.
     *
     * @param handler gets each piece
     */
    public void onContent(ContentHandler handler) {
        onContent = handler;
    }

    /**
     * In the handler of a streamed route: has an event called with each piece of the content, at once. If nobody
     * handles it, that is answered by 500.
     *
     * @param session an alias or an id
     * @param event gets each piece
     */
    public void onContent(String session, Event<HttpPiece> event) {
        PoeUri uri = PoeUri.of(session, event.name());
        onContent((poe, piece) -> {
            if (!uri.callThrough(poe, new HttpPiece(this, response, piece))) {
                throw new IllegalStateException("nobody handles " + uri + ", which takes the content of " + this);
            }
        });
    }

    /** In the handler of a streamed route: reads no more for a while, and the client's sending backs up. */
    public void pauseContent() {
        connection.pauseContent(this);
    }

    /** Reads on after {@link #pauseContent}. */
    public void resumeContent() {
        connection.resumeContent(this);
    }

    // ---- around it

    /** @return the connection, the same object for all its requests */
    public HttpConnection connection() {
        return connection;
    }

    /** @return the answer to be */
    public HttpResponse response() {
        return response;
    }

    /**
     * Keeps this request valid for ever.
     *
     * @return this
     */
    public HttpRequest retain() {
        if (!retained) {
            retained = true;
            head = head.retain();
        }
        return this;
    }

    /** @return the head as the parser gave it */
    public RequestHead head() {
        return head;
    }

    @Override
    public String toString() {
        return head.toString();
    }

    // ---- for the connection

    void begin(RequestHead newHead, HttpResponse newResponse) {
        head = newHead;
        response = newResponse;
        route = null;
        taken = false;
        trailers = null;
        onContent = null;
        path = null;
        groups = null;
        query = null;
        origin = null;
    }

    void route(Route found, boolean takes) {
        route = found;
        taken = takes;
    }

    /** Whether it has a route that takes its method. */
    boolean isTaken() {
        return taken;
    }

    Route route() {
        return route;
    }

    void trailers(Fields fields) {
        trailers = fields;
    }

    RequestContent collected() {
        return content;
    }

    ContentHandler contentHandler() {
        return onContent;
    }

    boolean isRetained() {
        return retained;
    }
}
