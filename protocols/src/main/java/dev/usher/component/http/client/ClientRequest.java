package dev.usher.component.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.kernel.Event;
import dev.usher.kernel.Postback;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * A request that an {@link HttpClient} is to make, and whom to tell what comes of it. Made once, sent any number of
 * times, one after another or at once; not to be changed once it was sent. Not thread-safe.
 *
 * <p>The answer goes, unless said otherwise, to the session that posts the request. Exactly one comes for each time
 * that it is sent, whatever happens.
 */
public final class ClientRequest {
    /** What an answer is called where nobody has said so. */
    public static final Event<ClientResponse> RESPONSE = Event.named("response", ClientResponse.class);

    private static final FieldName[] OWN = {
        FieldName.CONTENT_LENGTH, FieldName.TRANSFER_ENCODING, FieldName.CONNECTION, FieldName.HOST, FieldName.EXPECT
    };

    private final String method;
    private final HttpUri uri;
    private final MutableFields headers = new MutableFields();
    RequestBody body; // or null
    Event<ClientResponse> answer = RESPONSE;
    String answerSession; // its alias; null for whoever asks
    Postback postback; // or null
    Event<ClientPiece> pieces; // or null
    boolean awaitsContinue;
    boolean closes;
    boolean tunnels;
    Duration timeout; // null for the client's own
    private Object tag;

    private ClientRequest(String method, HttpUri uri) {
        this.method = method;
        this.uri = uri;
    }

    // ---- what is asked for

    /**
     * Any request but CONNECT.
     *
     * @param method a token; case matters
     * @param uri {@code http://host:port/path?query}, or https
     * @return the request
     * @throws IllegalArgumentException if the URI is none
     */
    public static ClientRequest of(String method, String uri) {
        if (method.equals("CONNECT")) {
            throw new IllegalArgumentException("CONNECT is for proxies: say tunnel() and what to ask behind them");
        }
        return new ClientRequest(method, HttpUri.of(uri));
    }

    /**
     * @param uri what to get
     * @return the request
     */
    public static ClientRequest get(String uri) {
        return of("GET", uri);
    }

    /**
     * @param uri what to get the head of
     * @return the request
     */
    public static ClientRequest head(String uri) {
        return of("HEAD", uri);
    }

    /**
     * @param uri where to post
     * @param type of the content
     * @param content not copied
     * @return the request
     */
    public static ClientRequest post(String uri, String type, byte[] content) {
        return of("POST", uri).header("Content-Type", type).content(content);
    }

    /**
     * Posts a form as {@code application/x-www-form-urlencoded}.
     *
     * @param uri where to post
     * @param form names and values
     * @return the request
     */
    public static ClientRequest form(String uri, Map<String, String> form) {
        String text = form.entrySet().stream()
                .map(field ->
                        URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return post(uri, "application/x-www-form-urlencoded", text.getBytes(UTF_8));
    }

    /**
     * Says a field, besides those of the same name that were said before.
     *
     * @param name of the field; none of those that the client sees to: Host, Connection, Expect, Content-Length and
     *     Transfer-Encoding
     * @param value its value
     * @return this
     */
    public ClientRequest header(String name, String value) {
        FieldName field = FieldName.of(name);
        for (FieldName own : OWN) {
            if (own.equals(field)) {
                throw new IllegalArgumentException("the client says " + own + " itself");
            }
        }
        headers.add(field, value);
        return this;
    }

    /**
     * Says who asks, by a name and a password that anyone on the way can read (RFC 7617).
     *
     * @param name without a colon
     * @param password the password
     * @return this
     */
    public ClientRequest basic(String name, String password) {
        if (name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a name with a colon cannot be told by Basic (RFC 7617 §2)");
        }
        headers.set(
                FieldName.AUTHORIZATION,
                "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8)));
        return this;
    }

    /**
     * All of the content.
     *
     * @param bytes not copied
     * @return this
     */
    public ClientRequest content(byte[] bytes) {
        body = new RequestBody.Whole(bytes);
        return this;
    }

    /**
     * Content that is read while it is sent, only as fast as the server takes it; reading may hold the kernel up.
     *
     * @param length in bytes; -1 if nobody knows, then it is sent in chunks
     * @param opener opens it, again for each attempt
     * @return this
     */
    public ClientRequest content(long length, Callable<? extends InputStream> opener) {
        body = new RequestBody.Read(checked(length), opener);
        return this;
    }

    /**
     * A file's content, as it is when it is sent.
     *
     * @param file a regular file
     * @return this
     * @throws java.io.IOException if it has no size
     */
    public ClientRequest content(Path file) throws java.io.IOException {
        return content(Files.size(file), () -> Files.newInputStream(file));
    }

    /**
     * Content that the asking session makes. The event comes whenever there is room for more.
     *
     * @param length in bytes; -1 if nobody knows, then it is sent in chunks
     * @param more asks for more
     * @return this
     */
    public ClientRequest content(long length, Event<Upload> more) {
        body = new RequestBody.Made(checked(length), more);
        return this;
    }

    private static long checked(long length) {
        if (length < RequestBody.UNKNOWN) {
            throw new IllegalArgumentException("a length is 0 or more, or -1 if nobody knows it, not " + length);
        }
        return length;
    }

    // ---- how it is asked for

    /**
     * Sends the content only once the server has said that it wants it, or nothing for a while (RFC 9110 §10.1.1).
     *
     * @return this
     */
    public ClientRequest awaitContinue() {
        awaitsContinue = true;
        return this;
    }

    /**
     * Does not keep the connection behind this request.
     *
     * @return this
     */
    public ClientRequest close() {
        closes = true;
        return this;
    }

    /**
     * Goes through the proxy by CONNECT, as for https: the proxy cannot read along and answers nothing from a cache.
     *
     * @return this
     */
    public ClientRequest tunnel() {
        tunnels = true;
        return this;
    }

    /**
     * How long it may take, from its arrival at the client to the end of the answer; the client's own time unless said.
     *
     * @param time zero for as long as it takes
     * @return this
     */
    public ClientRequest timeout(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("timeout must be zero or more, not " + time);
        }
        timeout = time;
        return this;
    }

    // ---- whom to tell

    /**
     * The event by which the asking session gets the answer; {@link #RESPONSE} unless said.
     *
     * @param event the event
     * @return this
     */
    public ClientRequest answer(Event<ClientResponse> event) {
        answer = event;
        return this;
    }

    /**
     * Has another session get the answer, and everything else, than the one that asks.
     *
     * @param session its alias
     * @param event the event of the answer
     * @return this
     */
    public ClientRequest answer(String session, Event<ClientResponse> event) {
        answerSession = session;
        answer = event;
        return this;
    }

    /**
     * The answer goes to a postback; other events go to the asking session still.
     *
     * @param function gets the {@link ClientResponse} as its only argument
     * @return this
     */
    public ClientRequest answer(Postback function) {
        postback = function;
        return this;
    }

    /**
     * Has the content of the answer told in pieces as it comes, the first of them empty and as soon as the head has
     * come. The event is called, not posted: the next piece is read when its handler has returned. The answer then
     * comes behind the last piece, without content.
     *
     * @param event gets the pieces
     * @return this
     */
    public ClientRequest streamed(Event<ClientPiece> event) {
        pieces = event;
        return this;
    }

    /**
     * Something by which to know it again.
     *
     * @param mark anything
     * @return this
     */
    public ClientRequest tag(Object mark) {
        tag = mark;
        return this;
    }

    // ---- facts

    /** @return the method */
    public String method() {
        return method;
    }

    /** @return what it asks for */
    public HttpUri uri() {
        return uri;
    }

    /** @return its fields, to be read and written before it is sent */
    public MutableFields headers() {
        return headers;
    }

    /** @return what was given as {@link #tag(Object)}, or null */
    public Object tag() {
        return tag;
    }

    @Override
    public String toString() {
        return method + " " + uri;
    }
}
