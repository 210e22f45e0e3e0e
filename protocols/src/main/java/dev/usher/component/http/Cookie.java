package dev.usher.component.http;

import dev.usher.filters.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** A cookie to set (RFC 6265 §4.1). Immutable; each verb answers a copy. What browsers would not keep is refused. */
public final class Cookie {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    /** RFC 6265 §4.1.1, cookie-octet. */
    private static final Pattern VALUE = Pattern.compile("[!#-+\\--:<-\\[\\]-~]*");

    private static final Pattern ATTRIBUTE = Pattern.compile("[ -:<-~]*");
    private static final int MOST = 4_096; // bytes, of name, value and attributes (RFC 6265 §6.1)

    /** Which requests of other sites' pages carry it. */
    public enum SameSite {
        /** None of them. */
        STRICT("Strict"),
        /** Those that lead here. */
        LAX("Lax"),
        /** All; it must be {@link Cookie#secure}. */
        NONE("None");

        private final String text;

        SameSite(String text) {
            this.text = text;
        }
    }

    private final String name;
    private final String value;
    private final String attributes;
    private final boolean secure;
    private final boolean crossSite;

    private Cookie(String name, String value, String attributes, boolean secure, boolean crossSite) {
        this.name = name;
        this.value = value;
        this.attributes = attributes;
        this.secure = secure;
        this.crossSite = crossSite;
    }

    /**
     * A cookie that lasts as long as the browser's session.
     *
     * @param name a token
     * @param value ASCII without blanks, quotes, commas, semicolons and backslashes: encode others, by Base64 say
     * @return the cookie
     * @throws IllegalArgumentException if it cannot be sent
     */
    public static Cookie of(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' cannot be a cookie's name (RFC 6265 §4.1.1)");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("the value of cookie '" + name
                    + "' has characters that it cannot have (RFC 6265 §4.1.1); encode it, by Base64 say");
        }
        return new Cookie(name, value, "", false, false);
    }

    private Cookie with(String attribute) {
        if (!ATTRIBUTE.matcher(attribute).matches()) {
            throw new IllegalArgumentException("'" + attribute + "' cannot be said of a cookie (RFC 6265 §4.1.1)");
        }
        return new Cookie(name, value, attributes + "; " + attribute, secure, crossSite);
    }

    /**
     * @param path of the requests that carry it, with all under it
     * @return a copy
     */
    public Cookie path(String path) {
        return with("Path=" + path);
    }

    /**
     * @param host that gets it, with all hosts under it; the answering host alone unless said
     * @return a copy
     */
    public Cookie domain(String host) {
        return with("Domain=" + host);
    }

    /**
     * @param time how long it is kept; zero forgets it
     * @return a copy
     */
    public Cookie maxAge(Duration time) {
        return with("Max-Age=" + Math.max(0, time.toSeconds()));
    }

    /**
     * @param time until when it is kept
     * @return a copy
     */
    public Cookie expires(Instant time) {
        return with("Expires=" + HttpDate.format(time));
    }

    /**
     * It goes over TLS only.
     *
     * @return a copy
     */
    public Cookie secure() {
        Cookie copy = with("Secure");
        return new Cookie(name, value, copy.attributes, true, crossSite);
    }

    /**
     * Scripts do not see it.
     *
     * @return a copy
     */
    public Cookie httpOnly() {
        return with("HttpOnly");
    }

    /**
     * @param which requests of other sites' pages carry it; browsers take LAX unless said
     * @return a copy
     */
    public Cookie sameSite(SameSite which) {
        Cookie copy = with("SameSite=" + which.text);
        return new Cookie(name, value, copy.attributes, secure, which == SameSite.NONE);
    }

    /** @return the value of a Set-Cookie field */
    @Override
    public String toString() {
        return name + "=" + value + attributes;
    }

    /** The field's value, if a browser would take it. */
    String checked() {
        String text = toString();
        if (crossSite && !secure || name.startsWith("__Secure-") && !secure) {
            throw new IllegalArgumentException("the cookie '" + name + "' must be secure");
        }
        if (name.startsWith("__Host-")
                && (!secure || !attributes.contains("; Path=/") || attributes.contains("; Domain="))) {
            throw new IllegalArgumentException("the cookie '" + name + "' must be secure, of path / and of no domain");
        }
        if (text.length() > MOST) {
            throw new IllegalArgumentException("the cookie '" + name + "' is longer than " + MOST + " bytes");
        }
        return text;
    }
}
