package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.http.Content;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.ResponseHead;
import dev.usher.filters.http.Status;
import dev.usher.filters.http.Trailers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The answer to a request, made now or in later events, in whatever session of this kernel. Belongs to the kernel's
 * thread.
 *
 * <pre>
 *   fresh --respond()---------> sent --done()--> finished
 *     |                                    ^         ^
 *     +-----send(..), stream(..)--> sending-+         |      send(..) any number of times
 *     +-----sendFile(..)------------------------------+
 * </pre>
 *
 * <p>It is valid until {@code done}, and must not be used after it. When the client has gone, what is sent is dropped.
 */
public final class HttpResponse extends ResponseFields {
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
    private final Stock stock;
    private State state = State.FRESH;
    private ResponseHead head; // null until it is asked for, and when this is over
    private boolean over;
    private boolean streaming;
    private boolean headersSent;
    private boolean failed;
    private Object attachment; // of a component above
    private boolean choked; // send has said so, and who sends waits to be told
    private boolean sent; // something, since its producer was called
    private Target producer; // or null
    private Consumer<HttpResponse> before; // or null

    HttpResponse(HttpConnection connection, HttpRequest request, Stock stock) {
        this.connection = connection;
        this.request = request;
        this.stock = stock;
    }

    // ---- sending

    /** What sees the whole of it before it is sent; null for nothing. */
    void beforeSending(Consumer<HttpResponse> hook) {
        before = hook;
    }

    private void goesOut() {
        Consumer<HttpResponse> hook = before;
        if (hook != null && state == State.FRESH) {
            before = null;
            hook.accept(this);
        }
    }

    /**
     * Sends all of it. Once only, and nothing more can be sent then.
     *
     * @return this
     */
    public HttpResponse respond() {
        if (state == State.GONE) {
            return this;
        }
        goesOut();
        if (state != State.FRESH) {
            throw new IllegalStateException("the response to " + request + " was sent already");
        }
        state = State.SENT;
        if (!headersSent && connection.takes(this)) {
            headersSent = true;
            if (connection.compression() != null) {
                content = connection.compression().of(this);
            }
            connection.put(this, head().content(content));
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
            full = connection.put(this, head().streamed());
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
        sent = true;
        return full;
    }

    /**
     * Sends the head, and from then on content as fast as the client takes it: whoever makes it is called, the first
     * time soon after this, whenever what it has sent is written, and sooner if {@code send} has said stop. Each time
     * it sends until that says stop, or what it has, and at last {@code done}. If it sent nothing it is called again
     * after {@link #resume}. In answer to HEAD it is not called at all.
     *
     * @param producer makes content, in the connection's session
     */
    public void stream(HttpHandler producer) {
        if (state == State.GONE) {
            return;
        }
        send();
        if (request.isHead()) {
            done();
            return;
        }
        this.producer = Target.of(producer, "stream", new ArrayList<>());
        resume();
    }

    /**
     * There is more to send: {@code stream_request}, or who makes the content of {@link #stream}, is called soon.
     * Without this nobody is called any more once it has sent nothing.
     */
    public void resume() {
        connection.resume(this);
    }

    /**
     * Sends a file; see {@link #sendFile(Path, String)}.
     *
     * @param file the file
     */
    public void sendFile(Path file) {
        sendFile(file, "");
    }

    /**
     * Sends a file and ends the response: {@code done} is not to be called. Answers conditions and ranges (RFC 9110
     * §13, §14) unless the status is other than 200: 304, 412, 206, 416. What is no regular file is answered by 404,
     * one that may not be read by 403, one that cannot by 500. The path is the handler's duty: {@link StaticFiles} is
     * for those that clients name.
     *
     * @param file the file
     * @param type such as {@code image/gif}; empty for the content type set before, else application/octet-stream
     */
    public void sendFile(Path file, String type) {
        if (state == State.GONE) {
            return;
        }
        if (state != State.FRESH) {
            throw new IllegalStateException(
                    "the response to " + request + " was sent already: it takes one file and nothing else");
        }
        HttpServer server = connection.server();
        if (!type.isEmpty()) {
            contentType(type);
        }
        try {
            FileAnswer.send(this, Representation.open(server.disk, file, server.blockSize));
        } catch (IOException e) {
            FileAnswer.refuse(this, file, e);
        }
    }

    /** Sends the head, and what follows from elsewhere; that is all of it. */
    void sendParts(long length, List<HttpPart> parts) {
        goesOut();
        state = State.FINISHED;
        if (!headersSent && connection.takes(this)) {
            headersSent = true;
            connection.put(this, head().streamed(length));
            for (HttpPart part : parts) {
                connection.put(this, part);
            }
        } else {
            Representation.drop(parts);
        }
        connection.finished(this);
    }

    /** Ends it; one that was not sent is sent whole first. A second call is warned about and does nothing. */
    public void done() {
        if (state == State.GONE) {
            return;
        }
        if (state == State.FINISHED) {
            Logs.SERVER.warn("{}: done was called twice for a response", connection);
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
            Logs.SERVER.warn("{}: too late for {} '{}': a part of the response was sent", connection, code, text);
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
            connection.put(this, head().content(NOTHING));
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

    @Override
    HttpResponse self() {
        return this;
    }

    @Override
    ResponseHead changing() {
        if (state != State.FRESH && state != State.GONE) {
            throw new IllegalStateException("the head of the response to " + request + " was sent already");
        }
        return head();
    }

    // ---- for the connection

    /** The head is taken when it is asked for: who is answered later needs none until then. */
    void begin() {
        state = State.FRESH;
        over = false;
        content = NOTHING;
        trailers = null;
        streaming = false;
        headersSent = false;
        choked = false;
        sent = false;
        producer = null;
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

    @Override
    ResponseHead head() {
        if (over) {
            throw new IllegalStateException("this response is over; keep what you need of it before done");
        }
        if (head == null) {
            head = state == State.GONE ? new ResponseHead() : stock.takeHead().answering(request.head());
        }
        return head;
    }

    /** What a handler set up is forgotten: another answer is to be made. */
    HttpResponse forget() {
        if (head != null) {
            head.clear().answering(request.head());
        }
        begin();
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

    boolean hasSent() {
        boolean has = sent;
        sent = false;
        return has;
    }

    Target producer() {
        return producer;
    }

    /** Its head goes back, unless somebody who does not know yet goes on writing it. */
    void release() {
        if (state != State.GONE) {
            over = true;
            if (head != null) {
                stock.giveBack(head);
            }
        }
        head = null;
        content = NOTHING;
    }
}
