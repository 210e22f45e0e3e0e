package dev.usher.component.tcp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses that begin alike, as RFC 4632 writes them: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, {@code ::1}. */
final class Prefix {
    private static final Pattern FORM = Pattern.compile("(N(?:\\.N){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?"
            .replace("N", "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"));

    private final byte[] address;
    private final int bits;

    private Prefix(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** The addresses of that form; an IllegalArgumentException says what it must be. */
    static Prefix of(String text) {
        Matcher match = FORM.matcher(text);
        if (match.matches()) {
            try {
                byte[] address = InetAddress.getByName(match.group(1)).getAddress(); // a number is not looked up
                int all = address.length * Byte.SIZE;
                int bits = match.group(2) == null ? all : Integer.parseInt(match.group(2));
                if (bits <= all) {
                    return new Prefix(address, bits);
                }
            } catch (UnknownHostException e) {
                // told below
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no address and no prefix: write 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32");
    }

    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        return bytes.length == address.length && Arrays.equals(cut(bytes, bits), cut(address, bits));
    }

    /** The address with all but its first bits zero. */
    static byte[] cut(byte[] address, int bits) {
        byte[] cut = address.clone();
        for (int i = 0; i < cut.length; i++) {
            int left = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
            cut[i] &= (byte) (0xFF << Byte.SIZE - left);
        }
        return cut;
    }
}
