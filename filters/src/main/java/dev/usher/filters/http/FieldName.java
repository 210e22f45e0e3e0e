package dev.usher.filters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A field name (RFC 9110 §5.1), without regard to case. The constants are recognised while a head is parsed, so asking
 * for one is a look at one slot; any other name is {@link #of} its text, and asking for it looks at every field.
 * Immutable.
 */
public final class FieldName {
    private static final List<FieldName> CONSTANTS = new ArrayList<>();

    // What frames a message and governs its connection.
    public static final FieldName HOST = constant("Host");
    public static final FieldName CONTENT_LENGTH = constant("Content-Length");
    public static final FieldName TRANSFER_ENCODING = constant("Transfer-Encoding");
    public static final FieldName CONNECTION = constant("Connection");
    public static final FieldName EXPECT = constant("Expect");
    public static final FieldName UPGRADE = constant("Upgrade");
    public static final FieldName TE = constant("TE");
    public static final FieldName TRAILER = constant("Trailer");
    public static final FieldName KEEP_ALIVE = constant("Keep-Alive");

    public static final FieldName ACCEPT = constant("Accept");
    public static final FieldName ACCEPT_ENCODING = constant("Accept-Encoding");
    public static final FieldName ACCEPT_LANGUAGE = constant("Accept-Language");
    public static final FieldName ACCEPT_RANGES = constant("Accept-Ranges");
    public static final FieldName ACCESS_CONTROL_REQUEST_HEADERS = constant("Access-Control-Request-Headers");
    public static final FieldName ACCESS_CONTROL_REQUEST_METHOD = constant("Access-Control-Request-Method");
    public static final FieldName AGE = constant("Age");
    public static final FieldName ALLOW = constant("Allow");
    public static final FieldName AUTHORIZATION = constant("Authorization");
    public static final FieldName CACHE_CONTROL = constant("Cache-Control");
    public static final FieldName CONTENT_DISPOSITION = constant("Content-Disposition");
    public static final FieldName CONTENT_ENCODING = constant("Content-Encoding");
    public static final FieldName CONTENT_LANGUAGE = constant("Content-Language");
    public static final FieldName CONTENT_LOCATION = constant("Content-Location");
    public static final FieldName CONTENT_RANGE = constant("Content-Range");
    public static final FieldName CONTENT_TYPE = constant("Content-Type");
    public static final FieldName COOKIE = constant("Cookie");
    public static final FieldName DATE = constant("Date");
    public static final FieldName ETAG = constant("ETag");
    public static final FieldName EXPIRES = constant("Expires");
    public static final FieldName FORWARDED = constant("Forwarded");
    public static final FieldName IF_MATCH = constant("If-Match");
    public static final FieldName IF_MODIFIED_SINCE = constant("If-Modified-Since");
    public static final FieldName IF_NONE_MATCH = constant("If-None-Match");
    public static final FieldName IF_RANGE = constant("If-Range");
    public static final FieldName IF_UNMODIFIED_SINCE = constant("If-Unmodified-Since");
    public static final FieldName LAST_EVENT_ID = constant("Last-Event-ID");
    public static final FieldName LAST_MODIFIED = constant("Last-Modified");
    public static final FieldName LOCATION = constant("Location");
    public static final FieldName ORIGIN = constant("Origin");
    public static final FieldName PRAGMA = constant("Pragma");
    public static final FieldName RANGE = constant("Range");
    public static final FieldName REFERER = constant("Referer");
    public static final FieldName RETRY_AFTER = constant("Retry-After");
    public static final FieldName SEC_WEBSOCKET_ACCEPT = constant("Sec-WebSocket-Accept");
    public static final FieldName SEC_WEBSOCKET_EXTENSIONS = constant("Sec-WebSocket-Extensions");
    public static final FieldName SEC_WEBSOCKET_KEY = constant("Sec-WebSocket-Key");
    public static final FieldName SEC_WEBSOCKET_PROTOCOL = constant("Sec-WebSocket-Protocol");
    public static final FieldName SEC_WEBSOCKET_VERSION = constant("Sec-WebSocket-Version");
    public static final FieldName SERVER = constant("Server");
    public static final FieldName SET_COOKIE = constant("Set-Cookie");
    public static final FieldName STRICT_TRANSPORT_SECURITY = constant("Strict-Transport-Security");
    public static final FieldName USER_AGENT = constant("User-Agent");
    public static final FieldName VARY = constant("Vary");
    public static final FieldName VIA = constant("Via");
    public static final FieldName WWW_AUTHENTICATE = constant("WWW-Authenticate");
    public static final FieldName X_FORWARDED_FOR = constant("X-Forwarded-For");

    /** A head keeps one bit for each constant. */
    static final int MOST_CONSTANTS = Long.SIZE;

    private static final int BUCKETS = 256;

    /** The constants by hash, open addressing. */
    private static final FieldName[] BY_HASH = new FieldName[BUCKETS];

    static {
        for (FieldName name : CONSTANTS) {
            int bucket = bucket(name.hash);
            while (BY_HASH[bucket] != null) {
                bucket = bucket + 1 & BUCKETS - 1;
            }
            BY_HASH[bucket] = name;
        }
    }

    private final String text;
    final byte[] bytes; // as they are written
    final byte[] lowerCase;
    final int hash;

    /** 0 to 63 for a constant, else -1. */
    final int number;

    private FieldName(String text, int number) {
        this.text = text;
        this.number = number;
        bytes = Octets.bytes(text);
        lowerCase = Octets.lowerCase(text);
        hash = hash(bytes, 0, bytes.length);
    }

    private static FieldName constant(String text) {
        FieldName name = new FieldName(text, CONSTANTS.size());
        CONSTANTS.add(name);
        return name;
    }

    /**
     * A name by its text. One that is not a constant is written as it is given.
     *
     * @param text a token
     * @return the constant if there is one, else a new name
     * @throws IllegalArgumentException if it is no token
     */
    public static FieldName of(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1); // what is wider becomes '?', which is no token either
        if (!Octets.isToken(bytes, 0, bytes.length)) {
            throw Fault.ours(
                    "a field name is a token (RFC 9110 §5.6.2), not \"" + text.replaceAll("\\p{Cntrl}", "?") + "\"");
        }
        int number = number(hash(bytes, 0, bytes.length), bytes, 0, bytes.length);
        return number >= 0 ? CONSTANTS.get(number) : new FieldName(text, -1);
    }

    static List<FieldName> constants() {
        return List.copyOf(CONSTANTS);
    }

    static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash(hash, Octets.token(bytes[i]));
        }
        return hash;
    }

    /** The hash with one more lower-case byte. */
    static int hash(int hash, byte lowerCase) {
        return hash * 31 + lowerCase;
    }

    /** Which constant a name is, or -1. */
    static int number(int hash, byte[] bytes, int from, int to) {
        for (int bucket = bucket(hash); BY_HASH[bucket] != null; bucket = bucket + 1 & BUCKETS - 1) {
            FieldName name = BY_HASH[bucket];
            if (name.hash == hash && Octets.equalsToken(bytes, from, to, name.lowerCase)) {
                return name.number;
            }
        }
        return -1;
    }

    private static int bucket(int hash) {
        return (hash ^ hash >>> 8 ^ hash >>> 16) & BUCKETS - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldName name && Arrays.equals(lowerCase, name.lowerCase);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return text;
    }
}
