package dev.usher.component.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.FieldValue;
import dev.usher.filters.http.Fields;
import dev.usher.filters.http.MutableFields;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/**
 * What came of a request: an answer of the server, or a failure, or both if it failed in the middle of an answer. May
 * be kept for ever; nothing changes it any more once it was told.
 */
public final class ClientResponse {
    private static final byte[] NOTHING = {};

    private final ClientRequest request;
    private final HttpUri uri;
    private final ClientResponse previous; // or null
    private final int status;
    private final String reason;
    private final Fields headers;
    private byte[] content = NOTHING;
    private Fields trailers; // or null
    private ClientFailure failure; // or null

    ClientResponse(
            ClientRequest request, HttpUri uri, ClientResponse previous, int status, String reason, Fields headers) {
        this.request = request;
        this.uri = uri;
        this.previous = previous;
        this.status = status;
        this.reason = reason;
        this.headers = headers;
    }

    /** Nothing came but a failure. */
    static ClientResponse of(ClientRequest request, HttpUri uri, ClientResponse previous) {
        return new ClientResponse(request, uri, previous, 0, "", new MutableFields());
    }

    ClientResponse content(byte[] bytes) {
        content = bytes;
        return this;
    }

    void trailers(Fields fields) {
        trailers = fields;
    }

    ClientResponse failed(ClientFailure why) {
        failure = why;
        return this;
    }

    /** @return what was asked */
    public ClientRequest request() {
        return request;
    }

    /** @return the mark of the request, or null */
    public Object tag() {
        return request.tag();
    }

    /** @return what has answered: behind redirects another than was asked for */
    public HttpUri uri() {
        return uri;
    }

    /** @return the redirect that led here */
    public Optional<ClientResponse> previous() {
        return Optional.ofNullable(previous);
    }

    /** @return the status code, 0 if no head came */
    public int status() {
        return status;
    }

    /** @return what the server said behind the status code, or the usual phrase */
    public String reason() {
        return reason;
    }

    /** @return whether all of it came and its status is 2xx */
    public boolean isSuccess() {
        return failure == null && status / 100 == 2;
    }

    /** @return what went wrong */
    public Optional<ClientFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /** @return the fields; of content that was decompressed those about the coding are gone */
    public Fields headers() {
        return headers;
    }

    /**
     * @param name of a field
     * @return its first value
     */
    public Optional<String> header(String name) {
        return headers.first(FieldName.of(name));
    }

    /** @return the fields behind content in chunks */
    public Optional<Fields> trailers() {
        return Optional.ofNullable(trailers);
    }

    /** @return the content; empty if it was told in pieces. Not copied */
    public byte[] content() {
        return content;
    }

    /** @return the content as text, in the charset of its Content-Type if that is known, else in UTF-8 */
    public String text() {
        return new String(content, charset());
    }

    private Charset charset() {
        Optional<String> named = headers.first(FieldName.CONTENT_TYPE)
                .flatMap(FieldValue::of)
                .flatMap(type -> type.parameter("charset"));
        try {
            return named.isPresent() ? Charset.forName(named.get()) : UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return UTF_8;
        }
    }

    @Override
    public String toString() {
        String answer = status == 0 ? "" : status + " " + reason;
        return failure == null ? answer : (answer + " " + failure).strip();
    }
}
