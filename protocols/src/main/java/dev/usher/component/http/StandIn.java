package dev.usher.component.http;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.RequestHead;

/** What stands for a request that could not be read: method ERROR, path {@code /}. Stateless. */
final class StandIn {
    private static final RequestHead HEAD =
            RequestHead.of("ERROR", "/", new MutableFields().add(FieldName.HOST, "unknown.invalid"));

    private StandIn() {}

    static RequestHead head() {
        return HEAD;
    }
}
