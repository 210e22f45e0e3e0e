package dev.usher.filters.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What a client makes up and a server proves to have read (RFC 6455 §4.1, §4.2.2). Immutable.
 *
 * @param text 16 bytes in Base64
 */
public record HandshakeKey(String text) {
    private static final int LENGTH = 16;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** Checks that it is a key. */
    public HandshakeKey {
        if (!isKey(text)) {
            throw Fault.ours("a key is " + LENGTH + " bytes in Base64 (RFC 6455 §4.1)");
        }
    }

    /**
     * @param random 16 bytes that nobody can foresee
     * @return the key
     */
    public static HandshakeKey of(byte[] random) {
        return new HandshakeKey(Base64.getEncoder().encodeToString(random));
    }

    /** Whether a text is a key in the one form that Base64 has for its bytes. */
    static boolean isKey(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length == LENGTH
                    && Base64.getEncoder().encodeToString(bytes).equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @return what the server answers */
    public String accept() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((text + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM lacks SHA-1, which every one must have", e);
        }
    }
}
