package dev.usher.component.websocket;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.Fields;
import java.util.Optional;

/**
 * What a server, or a proxy before it, has answered to a client's opening handshake. To be kept as long as one likes;
 * not to be changed.
 *
 * @param status its code; 101 grants
 * @param reason behind the code, for people
 * @param headers its fields
 * @param content of a refusal, as much as {@link WebSocketClientBuilder#maxAnswer} allows
 * @param complete whether that is all of it
 */
public record WebSocketAnswer(int status, String reason, Fields headers, byte[] content, boolean complete) {

    /**
     * @param name of a field, in whatever case
     * @return the value of its first line
     */
    public Optional<String> header(String name) {
        return headers.first(FieldName.of(name));
    }

    @Override
    public String toString() {
        return status + " " + reason;
    }
}
