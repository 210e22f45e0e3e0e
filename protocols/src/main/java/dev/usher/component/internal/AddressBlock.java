package dev.usher.component.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike (RFC 4632 §3.1, RFC 4291 §2.3): {@code 10.0.0.0/8}, {@code 2001:db8::/32}, {@code ::1}.
 *
 * @param bytes of one of them
 * @param length of what they have in common, in bits
 */
public record AddressBlock(byte[] bytes, int length) {
    // What these let through the JDK takes for an address, or refuses: it never asks for a name.
    private static final Pattern IPV4 =
            Pattern.compile("N(?:\\.N){3}".replace("N", "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"));
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]*");

    /**
     * Reads an address or a block of them.
     *
     * @param text an address, with or without a slash and a length
     * @return the block
     * @throws IllegalArgumentException if it is neither
     */
    public static AddressBlock of(String text) {
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
        return new IllegalArgumentException("'" + text
                + "' is neither an address nor a block of them: write 192.0.2.1, 10.0.0.0/8, fd00::/8,"
                + " or LOCAL for UNIX sockets");
    }

    /**
     * Reads an address, which is never looked up.
     *
     * @param text any
     * @return the bytes of a numeric address; null if it is none
     */
    public static byte[] numeric(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text).getAddress(); // makes IPv4 of ::ffff:a.b.c.d
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /**
     * Whether an address is one of them.
     *
     * @param address 4 or 16 bytes
     * @return whether it begins as they do
     */
    public boolean has(byte[] address) {
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
