package dev.usher.component.websocket;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which pages' scripts may connect (RFC 6454, RFC 6455 §10.2): a browser says where a script is from, and sends the
 * user's cookies whoever asks. Immutable.
 */
public final class Origins {
    private static final Origins SAME = new Origins(List.of(), false, true, true);
    private static final Origins ANY = new Origins(List.of(), true, true, true);

    private final List<Pattern> patterns;
    private final boolean any;
    private final boolean same;
    private final boolean none;

    private Origins(List<Pattern> patterns, boolean any, boolean same, boolean none) {
        this.patterns = patterns;
        this.any = any;
        this.same = same;
        this.none = none;
    }

    /** @return only pages of the host and port that was asked; the default */
    public static Origins same() {
        return SAME;
    }

    /** @return all: whoever knows a user's cookies' power should decide in {@code onHandshake} then */
    public static Origins any() {
        return ANY;
    }

    /**
     * These, and no others, not even the same host.
     *
     * @param origins as browsers write them, {@code https://example.com}; {@code *} stands for anything but a slash and
     *     a colon, as in {@code https://*.example.com}
     * @return these
     */
    public static Origins of(String... origins) {
        return new Origins(List.of(origins).stream().map(Origins::pattern).toList(), false, false, true);
    }

    /** @return the same, but a client that says no origin, and so is no browser, is refused */
    public Origins required() {
        return new Origins(patterns, any, same, false);
    }

    private static Pattern pattern(String origin) {
        if (!origin.matches("[A-Za-z][A-Za-z0-9+.-]*://[^/]+")) {
            throw new IllegalArgumentException(
                    "an origin is a scheme and a host, 'https://example.com' without a path, not '" + origin + "'");
        }
        StringBuilder regex = new StringBuilder();
        for (String literal : origin.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : "[^/:]*").append(Pattern.quote(literal));
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    }

    /**
     * Whether a script may connect.
     *
     * @param origin of its page, empty for none
     * @param host that it asks, with the port if it says one
     * @return whether
     */
    public boolean allows(Optional<String> origin, String host) {
        if (origin.isEmpty()) {
            return none;
        }
        String said = origin.get();
        return any
                || same && isSame(said, host)
                || patterns.stream().anyMatch(pattern -> pattern.matcher(said).matches());
    }

    /** The scheme is not compared: behind a proxy that speaks TLS it is another. */
    static boolean isSame(String origin, String host) {
        int end = origin.indexOf("://");
        if (end < 0 || host.isEmpty()) {
            return false; // "null": a page of no origin that could be named
        }
        String scheme = origin.substring(0, end).toLowerCase(Locale.ROOT);
        String port = scheme.equals("https") ? ":443" : ":80";
        return bare(origin.substring(end + 3), port).equals(bare(host, port));
    }

    private static String bare(String host, String port) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }
}
