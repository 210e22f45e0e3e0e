package dev.usher.simulation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names that a simulated network knows: never asks a real resolver. One thread. */
final class Hosts {

    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final Map<String, List<InetAddress>> table = new HashMap<>();

    Hosts() {
        name("localhost", named("localhost", LOOPBACK_4), named("localhost", LOOPBACK_6));
    }

    static InetAddress address(int... octets) {
        byte[] address = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            address[i] = (byte) octets[i];
        }
        return named(null, address);
    }

    static InetAddress loopback(boolean six) {
        return named(null, six ? LOOPBACK_6 : LOOPBACK_4);
    }

    void name(String host, InetAddress... addresses) {
        table.put(host.toLowerCase(Locale.ROOT), List.of(addresses));
    }

    List<InetAddress> resolve(String host) throws UnknownHostException {
        List<InetAddress> addresses = table.getOrDefault(host.toLowerCase(Locale.ROOT), List.of());
        if (!addresses.isEmpty()) {
            return addresses;
        }
        byte[] four = dotted(host);
        if (four != null) {
            return List.of(InetAddress.getByAddress(four));
        }
        if (host.indexOf(':') >= 0 && host.indexOf('%') < 0) {
            return List.of(InetAddress.getByName(host)); // with a colon it is an address or refused, but not looked up
        }
        throw new UnknownHostException(host + ": Name or service not known");
    }

    private static byte[] dotted(String host) {
        if (!host.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            return null;
        }
        String[] parts = host.split("\\.");
        byte[] address = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            int part = Integer.parseInt(parts[i]);
            if (part > 255) {
                return null;
            }
            address[i] = (byte) part;
        }
        return address;
    }

    private static InetAddress named(String host, byte[] address) {
        try {
            return InetAddress.getByAddress(host, address);
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
    }
}
