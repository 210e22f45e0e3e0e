package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.ResponseHead;
import java.util.Optional;

/** The half of a response that says what it is: status, fields, content. Belongs to the kernel's thread. */
public abstract sealed class ResponseFields permits HttpResponse {
    static final byte[] NOTHING = {};

    byte[] content = NOTHING;
    MutableFields trailers; // or null

    ResponseFields() {}

    abstract HttpResponse self();

    abstract ResponseHead head();

    /** The head, as long as it was not sent. */
    abstract ResponseHead changing();

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
        return self();
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
        return self();
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
        return self();
    }

    /**
     * @param name of a field
     * @return its first value, as far as it was set
     */
    public Optional<String> header(String name) {
        return head().fields().first(FieldName.of(name));
    }

    /**
     * Sets a cookie, besides others.
     *
     * @param cookie what a browser shall keep
     * @return this
     * @throws IllegalArgumentException if no browser would
     */
    public HttpResponse cookie(Cookie cookie) {
        changing().fields().add(FieldName.SET_COOKIE, cookie.checked());
        return self();
    }

    /**
     * What the content is.
     *
     * @param type such as {@code text/plain}, to which UTF-8 is added if it is text and says no charset
     * @return this
     */
    public HttpResponse contentType(String type) {
        return header(FieldName.CONTENT_TYPE, MediaTypes.withCharset(type));
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
     * @param bytes not copied, and not to be changed, before they are written: much waits where it is until the client
     *     takes it, so one array serves any number of clients
     * @return this
     */
    public HttpResponse content(byte[] bytes) {
        changing();
        content = bytes;
        return self();
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
        return self();
    }
}
