package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.http.Content;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.ResponseHead;
import dev.usher.filters.http.Status;
import dev.usher.filters.http.Trailers;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a request, made now or in later events, in whatever session of this kernel. Belongs to the kernel's
 * thread.
 *
 * <pre>
 *   fresh --respond()--> sent --done()--> finished
 *     |                              ^
 *     +----send(..)--> sending ------+      send(..) any number of times
 * </pre>
 *
 * <p>It is valid until {@code done}, and must not be used after it. When the client has gone, what is sent is dropped.
 */
public final class HttpResponse {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final byte[] NOTHING = {};
    private static final String CHARSET = "; charset=utf-8";

    /** The usual ones need not be put together for each response. */
    private static final Map<String, String> WITH_CHARSET = Map.of(
            "text/plain", "text/plain" + CHARSET,
            "text/html", "text/html" + CHARSET,
            "text/css", "text/css" + CHARSET,
            "text/javascript", "text/javascript" + CHARSET);

    private enum State {
        FRESH,
        SENT,
        SENDING,
        FINISHED,
        /** The client has gone, or was given another answer: whoever still makes this one need not know. */
        GONE
    }

    private final HttpConnection connection;
    private final HttpRequest request;
    private State state = State.FRESH;
    private ResponseHead head;
    private byte[] content = NOTHING;
    private MutableFields trailers; // or null
    private boolean streaming;
    private boolean headersSent;
    private boolean failed;
    private Object attachment; // of a component above
    private boolean choked; // send has said so, and who sends waits to be told

    HttpResponse(HttpConnection connection, HttpRequest request) {
        this.connection = connection;
        this.request = request;
    }

    // ---- what it says

    /** @return the status, 200 unless it was set */
    public int code() {
        return head().status();
    }

    /**
     * @param code 200 to 599
     * @return this
     */
    public HttpResponse code(int code) {
        if (code < 200) {
            throw new IllegalArgumentException("a response has a status of 200 or more, not " + code
                    + "; see earlyHints and upgrade for those before it");
        }
        changing().status(code);
        return this;
    }

    /** @return the fields, to be read and, before they are sent, written */
    public MutableFields headers() {
        return head().fields();
    }

    /**
     * Sets a field.
     *
     * @param name of the field
     * @param value without CR and LF, which would begin another field
     * @return this
     */
    public HttpResponse header(String name, String value) {
        changing().fields().set(FieldName.of(name), value);
        return this;
    }

    /**
     * Sets a field.
     *
     * @param name of the field
     * @param value without CR and LF, which would begin another field
     * @return this
     */
    public HttpResponse header(FieldName name, String value) {
        changing().fields().set(name, value);
        return this;
    }

    /**
     * @param name of a field
     * @return its first value, as far as it was set
     */
    public Optional<String> header(String name) {
        return head().fields().first(FieldName.of(name));
    }

    /**
     * What the content is.
     *
     * @param type such as {@code text/plain}, to which UTF-8 is added if it is text and says no charset
     * @return this
     */
    public HttpResponse contentType(String type) {
        String whole = WITH_CHARSET.get(type);
        if (whole == null) {
            whole = type.startsWith("text/") && type.indexOf(';') < 0 ? type + CHARSET : type;
        }
        return header(FieldName.CONTENT_TYPE, whole);
    }

    /**
     * What is to be sent by {@code respond}, or with the head by the first {@code send}.
     *
     * @param text in UTF-8
     * @return this
     */
    public HttpResponse content(String text) {
        return content(text.getBytes(UTF_8));
    }

    /**
     * What is to be sent by {@code respond}, or with the head by the first {@code send}.
     *
     * @param bytes not copied before they are sent
     * @return this
     */
    public HttpResponse content(byte[] bytes) {
        changing();
        content = bytes;
        return this;
    }

    /** @return the content as far as it was set and not cleared */
    public byte[] content() {
        return content;
    }

    String contentText() {
        return new String(content, UTF_8);
    }

    /**
     * A field behind the content, if that is sent in chunks and the client may understand it.
     *
     * @param name of the field
     * @param value of the field
     * @return this
     */
    public HttpResponse trailer(String name, String value) {
        if (trailers == null) {
            trailers = new MutableFields();
        }
        trailers.add(name, value);
        return this;
    }

    // ---- sending

    /**
     * Sends all of it. Once only, and nothing more can be sent then.
     *
     * @return this
     */
    public HttpResponse respond() {
        if (state == State.GONE) {
            return this;
        }
        if (state != State.FRESH) {
            throw new IllegalStateException("the response to " + request + " was sent already");
        }
        state = State.SENT;
        if (!headersSent && connection.takes(this)) {
            headersSent = true;
            if (connection.compression() != null) {
                content = connection.compression().of(this);
            }
            connection.put(this, head.content(content));
        }
        return this;
    }

    /**
     * Sends the head and, if that was set, the content, and no more for now: {@link #send(byte[])} follows.
     *
     * @return whether it is time to stop for a while: much waits to be sent
     */
    public boolean send() {
        return send(NOTHING);
    }

    /**
     * Sends more of the content, after the head if that was not sent yet.
     *
     * @param text in UTF-8
     * @return as {@link #send(byte[])}
     */
    public boolean send(String text) {
        return send(text.getBytes(UTF_8));
    }

    /**
     * Sends more of the content, after the head if that was not sent yet. Without a Content-Length of the program's own
     * it goes in chunks, or to HTTP/1.0 until the connection is closed.
     *
     * @param bytes not kept
     * @return whether it is time to stop for a while: as much waits as the high mark says, and {@code stream_request}
     *     will tell when it is gone, or the client has gone
     */
    public boolean send(byte[] bytes) {
        if (state == State.GONE) {
            return true;
        }
        if (state == State.SENT || state == State.FINISHED) {
            throw new IllegalStateException(
                    "the response to " + request + " was sent already, whole: no content can follow");
        }
        boolean first = state == State.FRESH;
        state = State.SENDING;
        if (!connection.takes(this)) {
            return true;
        }
        boolean full = false;
        if (first) {
            headersSent = true;
            full = connection.put(this, head.streamed());
            if (content.length > 0) {
                full = connection.put(this, Content.of(content));
            }
        }
        if (bytes.length > 0) {
            full = connection.put(this, Content.of(bytes));
        }
        if (streaming) {
            connection.flush();
        }
        choked |= full;
        return full;
    }

    /** Ends it; one that was not sent is sent whole first. A second call is warned about and does nothing. */
    public void done() {
        if (state == State.GONE) {
            return;
        }
        if (state == State.FINISHED) {
            LOG.warn("{}: done was called twice for a response", connection);
            return;
        }
        if (state == State.FRESH) {
            respond();
        }
        boolean open = state == State.SENDING;
        state = State.FINISHED;
        if (open && connection.takes(this)) {
            connection.put(this, trailers != null ? new Trailers(trailers) : Content.last(NOTHING));
        }
        connection.finished(this);
    }

    /**
     * Answers by an error: the text, as {@code text/plain} unless a type was set. Sends it and ends it. The server's
     * {@code on_error} is not told.
     *
     * @param code 400 to 599
     * @param text for people
     */
    public void error(int code, String text) {
        if (state == State.GONE) {
            return;
        }
        if (state != State.FRESH) {
            LOG.warn("{}: too late for {} '{}': a part of the response was sent", connection, code, text);
            connection.abort(this);
            return;
        }
        code(code);
        if (!headers().contains(FieldName.CONTENT_TYPE)) {
            contentType("text/plain");
        }
        content(text).respond().done();
    }

    /** @return whether {@code done} was called, or the client has gone */
    public boolean finished() {
        return state == State.FINISHED || state == State.GONE;
    }

    /**
     * Whether each part is flushed as it is sent, {@code stream_request} tells of it, and the connection is closed at
     * the end.
     *
     * @param on whether
     * @return this
     */
    public HttpResponse streaming(boolean on) {
        changing();
        streaming = on;
        return this;
    }

    /** @return whether it is streaming */
    public boolean streaming() {
        return streaming;
    }

    /** @return whether the head was sent */
    public boolean headersSent() {
        return headersSent;
    }

    /**
     * Says that the head was sent, which keeps it, and all of a response that is not streamed, from being sent.
     *
     * @param sent whether
     */
    public void headersSent(boolean sent) {
        headersSent = sent;
    }

    /**
     * Tells the client what it may fetch already (103, RFC 8297). Nothing is sent to HTTP/1.0.
     *
     * @param fields such as Link
     */
    public void earlyHints(MutableFields fields) {
        changing();
        if (!request.head().isHttp10() && connection.takes(this)) {
            ResponseHead hints = new ResponseHead().status(103);
            hints.fields().addAll(fields);
            connection.put(this, hints);
        }
    }

    /**
     * Goes on in another protocol (101). The connection's wheel is the program's then, which gives it another filter
     * and input event by {@code switchTo}, and handles that event by {@link HttpServerBuilder#on}. The client's bytes
     * behind the request go to that filter.
     *
     * @param protocol as the client asked for it
     */
    public void upgrade(String protocol) {
        if (!request.head().asksUpgrade(protocol)) {
            throw new IllegalStateException("the client has not asked for " + protocol + ": see head().asksUpgrade");
        }
        changing().status(101).fields().set(FieldName.UPGRADE, protocol).set(FieldName.CONNECTION, "Upgrade");
        state = State.FINISHED;
        headersSent = true;
        if (connection.takes(this)) {
            connection.put(this, head.content(NOTHING));
            connection.upgraded();
        }
    }

    /** @return whether it could not be sent, or tells of an error */
    public boolean isError() {
        return failed || code() >= 400;
    }

    /** @return what it answers */
    public HttpRequest request() {
        return request;
    }

    @Override
    public String toString() {
        return head == null ? "response" : head.status() + " " + Status.reason(head.status());
    }

    private ResponseHead changing() {
        if (state != State.FRESH && state != State.GONE) {
            throw new IllegalStateException("the head of the response to " + request + " was sent already");
        }
        return head();
    }

    // ---- for the connection

    void begin(RequestHead answered, ResponseHead newHead) {
        state = State.FRESH;
        head = newHead.answering(answered);
        content = NOTHING;
        trailers = null;
        streaming = false;
        headersSent = false;
        choked = false;
        attachment = null;
        failed = false;
    }

    void fail() {
        failed = true;
    }

    Object attachment() {
        return attachment;
    }

    void attach(Object mine) {
        attachment = mine;
    }

    ResponseHead head() {
        if (head == null) {
            throw new IllegalStateException("this response is over; keep what you need of it before done");
        }
        return head;
    }

    /** What a handler set up is forgotten: another answer is to be made. */
    HttpResponse forget() {
        begin(request.head(), head().clear());
        return this;
    }

    void clearContent() {
        content = NOTHING;
    }

    boolean isFresh() {
        return state == State.FRESH;
    }

    boolean isSending() {
        return state == State.SENDING;
    }

    boolean isGone() {
        return state == State.GONE;
    }

    void giveUp() {
        state = State.GONE;
    }

    boolean wasChoked() {
        boolean was = choked;
        choked = false;
        return was;
    }

    ResponseHead release() {
        ResponseHead released = head;
        head = state == State.GONE ? new ResponseHead() : null; // who does not know yet goes on writing
        content = NOTHING;
        return released;
    }
}
