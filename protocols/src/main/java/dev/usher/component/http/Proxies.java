package dev.usher.component.http;

import dev.usher.component.internal.TrustedPeers;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The proxies that are believed when they say for whom they ask (RFC 7239 §7.2, §8.1), and in which fields. Immutable.
 * Each proxy names whom it was asked by; so the last name is that of the trusted one next to us, and the first that is
 * not trusted, from there, is the client: what stands before that anybody may have written.
 */
final class Proxies {
    static final Proxies NONE = new Proxies(Kind.FORWARDED, List.of());

    private static final FieldName X_FORWARDED_PROTO = FieldName.of("X-Forwarded-Proto");
    private static final FieldName X_FORWARDED_HOST = FieldName.of("X-Forwarded-Host");

    enum Kind {
        FORWARDED,
        X_FORWARDED
    }

    private final Kind kind;
    private final TrustedPeers trusted;

    Proxies(Kind kind, List<String> given) {
        this.kind = kind;
        trusted = TrustedPeers.of(given);
    }

    /** The scheme is the connection's own, for when no proxy says anything else. */
    Origin origin(String peer, String scheme, Fields fields) {
        if (this == NONE || !trusted.has(peer)) {
            return new Origin(peer, scheme, "");
        }
        List<Map<String, String>> hops = kind == Kind.FORWARDED ? forwarded(fields) : xForwarded(fields);
        Map<String, String> origin = Map.of();
        String client = peer;
        for (int i = hops.size() - 1; i >= 0 && trusted.has(client); i--) {
            origin = hops.get(i);
            client = ip(origin.getOrDefault("for", "unknown"));
        }
        String said = origin.getOrDefault("proto", scheme).toLowerCase(Locale.ROOT);
        return new Origin(client, said.equals("https") ? said : "http", origin.getOrDefault("host", ""));
    }

    /** RFC 7239 §6: an address may have a port behind it, and an IPv6 one has brackets. */
    private static String ip(String node) {
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end < 0 ? "unknown" : node.substring(1, end);
        }
        int colon = node.indexOf(':');
        return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
    }

    private static List<Map<String, String>> forwarded(Fields fields) {
        List<Map<String, String>> hops = new ArrayList<>();
        for (String element : split(fields.joined(FieldName.FORWARDED).orElse(""), ',')) {
            Map<String, String> hop = new HashMap<>();
            for (String pair : split(element, ';')) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    hop.putIfAbsent(
                            pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            unquoted(pair.substring(equals + 1).strip()));
                }
            }
            hops.add(hop);
        }
        return hops;
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value;
    }

    /** Cuts where the mark is not in quotes; without the empty ones. */
    private static List<String> split(String text, char mark) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? mark : text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == mark && (!quoted || i == text.length())) {
                String part = text.substring(from, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                from = i + 1;
            }
        }
        return parts;
    }

    /** One list of addresses; scheme and host in lists as long, or of one entry that stands for all. */
    private static List<Map<String, String>> xForwarded(Fields fields) {
        List<String> clients = split(fields.joined(FieldName.X_FORWARDED_FOR).orElse(""), ',');
        List<String> schemes = split(fields.joined(X_FORWARDED_PROTO).orElse(""), ',');
        List<String> names = split(fields.joined(X_FORWARDED_HOST).orElse(""), ',');
        List<Map<String, String>> hops = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            Map<String, String> hop = new HashMap<>();
            hop.put("for", clients.get(i));
            put(hop, "proto", schemes, clients.size() - i);
            put(hop, "host", names, clients.size() - i);
            hops.add(hop);
        }
        return hops;
    }

    private static void put(Map<String, String> hop, String name, List<String> values, int fromEnd) {
        if (!values.isEmpty()) {
            hop.put(name, values.get(Math.max(0, values.size() - fromEnd)));
        }
    }
}
