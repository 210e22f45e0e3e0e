package dev.usher.component.http.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.IDN;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a resource is: an {@code http} or {@code https} URI without its fragment (RFC 9110 §4.2). Immutable.
 *
 * @param secure whether it is https
 * @param host a name in lower case or a numeric address, without brackets
 * @param port 1 to 65,535
 * @param resource path and query as they are sent; begins with a slash
 */
public record HttpUri(boolean secure, String host, int port, String resource) {
    private static final int PORT = 80;
    private static final int SECURE_PORT = 443;
    private static final int MOST_PORT = 65_535;
    /** RFC 3986 appendix B: scheme, authority, path, query; the fragment is not kept. */
    private static final Pattern PARTS =
            Pattern.compile("(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#.*)?");

    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[^\\[\\]:@]+)(?::([0-9]{0,5}))?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=%-]+");
    /** What may stand in a URI by itself; everything else is escaped. */
    private static final String LEGAL = "-._~:/?#[]@!$&'()*+,;=%";

    /**
     * Reads one. What cannot stand in a URI, such as blanks and letters beyond ASCII, is escaped in UTF-8.
     *
     * @param text {@code http://host:port/path?query}, or {@code https}; port and path may be left away
     * @return what it says
     * @throws IllegalArgumentException if it is none
     */
    public static HttpUri of(String text) {
        Matcher parts = parts(text);
        if (parts.group(1) == null || parts.group(2) == null) {
            throw new IllegalArgumentException("'" + text + "' is not http://host:port/path or https://host:port/path");
        }
        return of(text, parts.group(1), parts.group(2), parts.group(3), parts.group(4), UTF_8);
    }

    /**
     * Where a server sends the client to instead (RFC 9110 §10.2.2, RFC 3986 §5.2).
     *
     * @param location as it stands in the field of this name, relative to this or absolute
     * @return what it says
     * @throws IllegalArgumentException if it is no http or https URI
     */
    public HttpUri resolve(String location) {
        Matcher parts = parts(location);
        String query = parts.group(4);
        if (parts.group(1) != null) {
            return of(location, parts.group(1), parts.group(2), parts.group(3), query, ISO_8859_1);
        }
        String scheme = secure ? "https" : "http";
        if (parts.group(2) != null) {
            return of(location, scheme, parts.group(2), parts.group(3), query, ISO_8859_1);
        }
        String own = path();
        String path = parts.group(3);
        if (path.isEmpty()) {
            path = own;
            query = query == null && resource.length() > own.length() ? resource.substring(own.length() + 1) : query;
        } else if (!path.startsWith("/")) {
            path = own.substring(0, own.lastIndexOf('/') + 1) + path;
        }
        return of(location, scheme, hostAndPort(), path, query, ISO_8859_1);
    }

    private static Matcher parts(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7F) {
                throw new IllegalArgumentException("a control character at " + i + " in '" + text.strip() + "'");
            }
        }
        Matcher parts = PARTS.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no URI (RFC 3986)");
        }
        return parts;
    }

    private static HttpUri of(
            String text, String scheme, String authority, String path, String query, Charset charset) {
        boolean secure = scheme.equalsIgnoreCase("https");
        if (!secure && !scheme.equalsIgnoreCase("http") || authority == null) {
            throw new IllegalArgumentException("'" + text + "' is not http://host:port/path or https://host:port/path");
        }
        if (authority.indexOf('@') >= 0) {
            // RFC 9110 §4.2.4: it may be there to deceive
            throw new IllegalArgumentException("'" + text + "' has a user name; say it by basic(name, password)");
        }
        Matcher server = AUTHORITY.matcher(authority);
        if (!server.matches()) {
            throw new IllegalArgumentException("'" + text + "' has no host (RFC 9110 §4.2.1)");
        }
        String digits = server.group(2);
        int port = digits == null || digits.isEmpty() ? usualPort(secure) : Integer.parseInt(digits);
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException("'" + text + "' has port " + port + "; ports are 1 to " + MOST_PORT);
        }
        String resource = withoutDots(path) + (query == null ? "" : "?" + query);
        return new HttpUri(secure, host(text, server.group(1)), port, escaped(resource, charset));
    }

    private static String host(String text, String host) {
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1).toLowerCase(Locale.ROOT);
        }
        try {
            String ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
            if (NAME.matcher(ascii).matches()) {
                return ascii;
            }
        } catch (IllegalArgumentException e) {
            // As below.
        }
        throw new IllegalArgumentException("'" + text + "' has a host that cannot be one: '" + host + "'");
    }

    /** RFC 3986 §5.2.4 */
    private static String withoutDots(String path) {
        if (path.isEmpty()) {
            return "/";
        }
        if (path.indexOf("/.") < 0) {
            return path;
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean up = segments[i].equals("..");
            boolean dots = up || segments[i].equals(".");
            if (up) {
                kept.pollLast();
            }
            if (!dots) {
                kept.addLast(segments[i]);
            } else if (i == segments.length - 1) {
                kept.addLast(""); // it was a folder
            }
        }
        return "/" + String.join("/", kept);
    }

    private static String escaped(String text, Charset charset) {
        StringBuilder escaped = null;
        byte[] bytes = text.getBytes(charset);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xFF);
            boolean legal = c < 0x80 && (Character.isLetterOrDigit(c) || LEGAL.indexOf(c) >= 0);
            if (!legal && escaped == null) {
                escaped = new StringBuilder(new String(bytes, 0, i, ISO_8859_1));
            }
            if (escaped != null) {
                escaped.append(legal ? String.valueOf(c) : String.format("%%%02X", (int) c));
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    private static int usualPort(boolean secure) {
        return secure ? SECURE_PORT : PORT;
    }

    /** @return the path without the query */
    public String path() {
        int query = resource.indexOf('?');
        return query < 0 ? resource : resource.substring(0, query);
    }

    /** @return what stands in the Host field: without the port if that is the usual one */
    public String authority() {
        return port == usualPort(secure) ? bracketed() : hostAndPort();
    }

    /** @return host and port, as a proxy is told them (RFC 9110 §9.3.6) */
    public String hostAndPort() {
        return bracketed() + ":" + port;
    }

    private String bracketed() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /**
     * @param other another URI
     * @return whether both are of one origin (RFC 9110 §4.3.1): what is meant for one may be told to the other
     */
    public boolean isSameOrigin(HttpUri other) {
        return secure == other.secure && port == other.port && host.equals(other.host);
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + authority() + resource;
    }
}
