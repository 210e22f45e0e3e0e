package dev.usher.component.http.client;

import dev.usher.component.tcp.ClientProxy;
import dev.usher.filters.http.MutableFields;
import java.util.List;
import java.util.Locale;

/**
 * By way of whom requests go, and which do not. Immutable.
 *
 * @param uri where it is, http only
 * @param headers what it is told with each request
 * @param not hosts that are asked directly; one that begins with a dot means all under it
 */
record Proxy(HttpUri uri, MutableFields headers, List<String> not) {
    boolean isFor(HttpUri target) {
        return not.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .noneMatch(host -> target.host().equals(host)
                        || host.startsWith(".")
                                && (target.host().endsWith(host)
                                        || target.host().equals(host.substring(1)))
                        || host.equals("*"));
    }

    /** The same for connections through it. */
    ClientProxy tunnel() {
        ClientProxy tunnel = ClientProxy.http(uri.host(), uri.port());
        for (int i = 0; i < headers.size(); i++) {
            tunnel = tunnel.header(headers.name(i), headers.value(i));
        }
        return tunnel;
    }
}
