package dev.usher.component.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike (RFC 4632 §3.1, RFC 4291 §2.3).
 *
 * @param bytes of one of them
 * @param length of what they have in common, in bits
 */
record AddressBlock(byte[] bytes, int length) {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** @throws IllegalArgumentException if the text is no address with or without a length */
    static AddressBlock of(String text) {
        int slash = text.indexOf('/');
        byte[] bytes = numeric(slash < 0 ? text : text.substring(0, slash));
        String length = slash < 0 ? "" : text.substring(slash + 1);
        if (bytes == null || slash >= 0 && !length.matches("[0-9]{1,3}")) {
            throw wrong(text);
        }
        int bits = slash < 0 ? bytes.length * Byte.SIZE : Integer.parseInt(length);
        if (bits > bytes.length * Byte.SIZE) {
            throw wrong(text);
        }
        return new AddressBlock(bytes, bits);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is neither an address nor a block of them: 10.0.0.1, 10.0.0.0/8, fd00::/8, LOCAL");
    }

    /** The bytes of a numeric address; null if it is none. No name is ever looked up. */
    static byte[] numeric(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text).getAddress(); // makes IPv4 of ::ffff:a.b.c.d
        } catch (UnknownHostException e) {
            return null;
        }
    }

    boolean has(byte[] address) {
        if (address.length != bytes.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >>> (bit & 7);
            if ((address[bit >>> 3] & mask) != (bytes[bit >>> 3] & mask)) {
                return false;
            }
        }
        return true;
    }
}
