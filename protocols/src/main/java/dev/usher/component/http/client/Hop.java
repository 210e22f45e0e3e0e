package dev.usher.component.http.client;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.ResponseHead;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked where, at first or after a redirect. Immutable.
 *
 * @param method the method
 * @param uri where
 * @param headers the program's fields, as far as they are for this place
 * @param body the content, or null
 */
record Hop(String method, HttpUri uri, MutableFields headers, RequestBody body) {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    private static final Set<String> EXPECTED_TO_CARRY = Set.of("POST", "PUT", "PATCH");

    /** What is meant for one origin only (RFC 9110 §15.4). */
    private static final List<FieldName> PRIVATE =
            List.of(FieldName.AUTHORIZATION, FieldName.COOKIE, FieldName.of("Proxy-Authorization"));

    /** What is about content, or about what is known of another resource. */
    private static final List<FieldName> OF_CONTENT = List.of(
            FieldName.CONTENT_TYPE,
            FieldName.CONTENT_ENCODING,
            FieldName.CONTENT_LANGUAGE,
            FieldName.CONTENT_LOCATION,
            FieldName.of("Digest"),
            FieldName.of("Content-Digest"),
            FieldName.of("Repr-Digest"));

    static Hop of(ClientRequest request) {
        return new Hop(request.method(), request.uri(), request.headers(), request.body);
    }

    /** Whether asking twice does no more than asking once (RFC 9110 §9.2.2). */
    boolean isIdempotent() {
        return IDEMPOTENT.contains(method);
    }

    boolean isRepeatable() {
        return body == null || body.isRepeatable();
    }

    /** Where a response sends the client, null if nowhere that it may go by itself. */
    Hop next(ResponseHead head) {
        if (!REDIRECTS.contains(head.status())) {
            return null;
        }
        Optional<String> location = head.fields().first(FieldName.LOCATION);
        if (location.isEmpty()) {
            return null;
        }
        HttpUri target;
        try {
            target = uri.resolve(location.get());
        } catch (IllegalArgumentException e) {
            return null; // the program gets the answer and may judge it
        }
        boolean asGet = switch (head.status()) {
            case 301, 302 -> method.equals("POST"); // RFC 9110 §15.4.2, §15.4.3
            case 303 -> !method.equals("GET") && !method.equals("HEAD"); // §15.4.4
            default -> false; // §15.4.8, §15.4.9
        };
        if (!asGet && !isRepeatable()) {
            return null;
        }
        MutableFields fields = new MutableFields().addAll(headers);
        if (!target.isSameOrigin(uri)) {
            PRIVATE.forEach(fields::remove);
        }
        if (asGet) {
            OF_CONTENT.forEach(fields::remove);
        }
        return new Hop(asGet ? "GET" : method, target, fields, asGet ? null : body);
    }

    // ---- its head

    /** As it is sent. Refused if a strict server would refuse it. */
    RequestHead head(HttpClient client, Way way, ClientRequest request) {
        MutableFields fields =
                new MutableFields().add(FieldName.HOST, uri.authority()).addAll(headers);
        for (int i = 0; i < client.headers.size(); i++) {
            FieldName name = FieldName.of(client.headers.name(i));
            if (!headers.contains(name)) {
                fields.add(name, client.headers.value(i));
            }
        }
        if (client.decompresses && !fields.contains(FieldName.ACCEPT_ENCODING)) {
            fields.add(FieldName.ACCEPT_ENCODING, "gzip");
        }
        if (way.proxied()) {
            fields.addAll(client.proxy.headers());
        }
        if (request.closes || client.keepAliveNs == 0) {
            fields.add(FieldName.CONNECTION, "close");
        }
        addLength(fields);
        if (body != null && body.length() != 0 && request.awaitsContinue) {
            fields.add(FieldName.EXPECT, "100-continue");
        }
        return RequestHead.of(method, way.proxied() ? uri.toString() : uri.resource(), fields);
    }

    private void addLength(MutableFields fields) {
        if (body == null) {
            if (EXPECTED_TO_CARRY.contains(method)) {
                fields.add(FieldName.CONTENT_LENGTH, 0); // RFC 9110 §8.6
            }
        } else if (body.length() == RequestBody.UNKNOWN) {
            fields.add(FieldName.TRANSFER_ENCODING, "chunked");
        } else {
            fields.add(FieldName.CONTENT_LENGTH, body.length());
        }
    }
}
