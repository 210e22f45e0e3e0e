package dev.usher.component.http.client;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.ResponseHead;
import java.util.Optional;

/** How long a connection may wait for another request, as far as its server says so in Keep-Alive. Stateless. */
final class KeptTime {
    private static final long SECOND_NS = 1_000_000_000L;

    private KeptTime() {}

    /** A second less than the server says: a request must not meet the connection's end on its way. */
    static long of(ResponseHead head, long most) {
        Optional<String> said = head.fields().first(FieldName.KEEP_ALIVE);
        if (said.isEmpty()) {
            return most;
        }
        for (String parameter : said.get().split(",")) {
            String[] parts = parameter.strip().split("=", 2);
            if (parts.length == 2 && parts[0].equalsIgnoreCase("timeout") && parts[1].matches("[0-9]{1,6}")) {
                return Math.min(most, Math.max(1, (Long.parseLong(parts[1]) - 1) * SECOND_NS));
            }
        }
        return most;
    }
}
