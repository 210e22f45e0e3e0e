package dev.usher.component.bayeux;

import dev.usher.filters.http.HttpDate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The cookies of a client that asks one path of one server, by whatever transport (RFC 6265). Belongs to it. */
final class Cookies {
    private record Kept(String value, Instant until) {}

    private final BayeuxConnection client;
    private final String host;
    private final String path;
    private final boolean secure;
    private final Map<String, Kept> byName = new LinkedHashMap<>();

    Cookies(BayeuxConnection client, BayeuxClient definition) {
        this.client = client;
        host = definition.host.toLowerCase(Locale.ROOT);
        path = definition.path;
        secure = definition.secure;
        definition.cookies.forEach((name, value) -> byName.put(name, new Kept(value, Instant.MAX)));
    }

    /** Takes what a Set-Cookie field says. What this client would never send is not kept. */
    void set(String field) {
        Instant now = client.clock().wallTime();
        String[] parts = field.split(";");
        int equals = parts[0].indexOf('=');
        if (equals <= 0) {
            return; // RFC 6265 §5.2, steps 2 and 5
        }
        Instant until = Instant.MAX;
        boolean hasAge = false;
        for (int i = 1; i < parts.length; i++) {
            int at = parts[i].indexOf('=');
            String value = at < 0 ? "" : parts[i].substring(at + 1).strip();
            switch ((at < 0 ? parts[i] : parts[i].substring(0, at)).strip().toLowerCase(Locale.ROOT)) {
                case "max-age" -> {
                    if (value.matches("-?\\d{1,18}")) { // §5.2.2
                        until = after(now, Long.parseLong(value));
                        hasAge = true;
                    }
                }
                case "expires" ->
                    until = hasAge ? until : HttpDate.parse(value, now).orElse(until); // §5.3, step 3
                case "domain" -> {
                    if (!isOf(value)) {
                        return; // §5.3, step 6
                    }
                }
                case "path" -> {
                    if (value.startsWith("/") && !isUnder(value)) {
                        return; // §5.4, step 1
                    }
                }
                case "secure" -> {
                    if (!secure) {
                        return;
                    }
                }
                default -> {
                    // It is for browsers.
                }
            }
        }
        String name = parts[0].substring(0, equals).strip();
        if (until.isAfter(now)) {
            byName.put(name, new Kept(parts[0].substring(equals + 1).strip(), until));
        } else {
            byName.remove(name);
        }
    }

    private static Instant after(Instant now, long seconds) {
        return seconds <= 0 ? Instant.MIN : now.plusSeconds(Math.min(seconds, Integer.MAX_VALUE));
    }

    /** RFC 6265 §5.1.3. */
    private boolean isOf(String domain) {
        String name = (domain.startsWith(".") ? domain.substring(1) : domain).toLowerCase(Locale.ROOT);
        boolean isAddress = host.indexOf(':') >= 0 || host.matches("[\\d.]+");
        return name.isEmpty() || host.equals(name) || !isAddress && host.endsWith("." + name);
    }

    /** RFC 6265 §5.1.4. */
    private boolean isUnder(String folder) {
        int query = path.indexOf('?');
        String asked = query < 0 ? path : path.substring(0, query);
        return asked.equals(folder)
                || asked.startsWith(folder) && (folder.endsWith("/") || asked.charAt(folder.length()) == '/');
    }

    /** What a Cookie field says now; empty for none. */
    String line() {
        if (byName.isEmpty()) {
            return "";
        }
        Instant now = client.clock().wallTime();
        byName.values().removeIf(kept -> !kept.until.isAfter(now));
        return byName.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue().value)
                .collect(Collectors.joining("; "));
    }
}
