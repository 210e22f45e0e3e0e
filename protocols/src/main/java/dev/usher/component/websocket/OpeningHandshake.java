package dev.usher.component.websocket;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.websocket.WebSocketUri;
import java.util.Optional;

/**
 * A client's opening handshake: what {@code onHandshake} may still add to, and {@code onReady} knows the answer of.
 * Belongs to the kernel's thread; each connection has one of its own.
 */
public final class OpeningHandshake {
    private final WebSocketUri uri;
    private final MutableFields fields;
    private WebSocketAnswer answer; // or null

    OpeningHandshake(WebSocketUri uri, MutableFields fields) {
        this.uri = uri;
        this.fields = fields;
    }

    /** @return who is asked: another than was wanted at first, behind a redirect */
    public WebSocketUri uri() {
        return uri;
    }

    /**
     * @return the fields of the request, without those of the handshake itself; to be changed in {@code onHandshake}
     */
    public MutableFields headers() {
        return fields;
    }

    /**
     * Says a field of the request, instead of what was said for all connections: in {@code onHandshake}.
     *
     * @param name such as Authorization, Cookie or Origin; none that the handshake says itself
     * @param value its value
     * @return this
     */
    public OpeningHandshake header(String name, String value) {
        fields.set(FieldName.of(name), value);
        return this;
    }

    /** @return what the server has granted; empty before */
    public Optional<WebSocketAnswer> answer() {
        return Optional.ofNullable(answer);
    }

    void answer(WebSocketAnswer granted) {
        answer = granted;
    }

    @Override
    public String toString() {
        return "GET " + uri;
    }
}
