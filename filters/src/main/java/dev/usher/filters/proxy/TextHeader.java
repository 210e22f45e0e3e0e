package dev.usher.filters.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Version 1: one line of text, section 2.1. */
final class TextHeader {
    private static final int MOST = 107; // with its CRLF
    private static final int SPACES = 5;
    private static final String UNKNOWN = "PROXY UNKNOWN";
    private static final byte[] BEGINNING = "PROXY ".getBytes(US_ASCII);
    private static final Pattern OCTETS =
            Pattern.compile("N(\\.N){3}".replace("N", "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"));
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final Pattern PORT = Pattern.compile("0|[1-9]\\d{0,4}");

    private TextHeader() {}

    static ProxyHeader take(Input input) {
        int there = Math.min(input.remaining(), MOST);
        for (int i = 0; i < Math.min(there, BEGINNING.length); i++) {
            if (input.at(i) != BEGINNING[i]) {
                throw new ProtocolException("a connection must begin with a PROXY header, version 1 or 2; this one does"
                        + " not: connect through the proxy, or listen without PROXY protocol");
            }
        }
        int end = input.indexOf((byte) '\n', 0);
        if (end < 0 && input.remaining() < MOST) {
            return null;
        }
        if (end < 1 || end >= MOST || input.at(end - 1) != '\r') {
            throw refused("its line must end by CR LF within " + MOST + " bytes");
        }
        ProxyHeader header = parse(new String(input.array(), input.position(), end - 1, US_ASCII));
        input.skip(end + 1);
        return header;
    }

    private static ProxyHeader parse(String line) {
        if (line.equals(UNKNOWN) || line.startsWith(UNKNOWN + " ")) {
            return ProxyHeader.withoutAddresses(1); // whatever else is on the line must be passed over
        }
        String[] words = line.split(" ", -1);
        if (words.length != SPACES + 1 || !words[1].equals("TCP4") && !words[1].equals("TCP6")) {
            throw refused("it must be TCP4 or TCP6, two addresses and two ports, with one space between, or UNKNOWN");
        }
        boolean six = words[1].equals("TCP6");
        return ProxyHeader.version1(
                new InetSocketAddress(address(words[2], six), port(words[4])),
                new InetSocketAddress(address(words[3], six), port(words[5])));
    }

    private static InetAddress address(String text, boolean six) {
        if ((six ? HEX : OCTETS).matcher(text).matches()) {
            try {
                return InetAddress.getByName(text); // a number in this form is not looked up
            } catch (UnknownHostException e) {
                throw refused("'" + text + "' is no address");
            }
        }
        throw refused("'" + text + "' is no address of " + (six ? "TCP6" : "TCP4"));
    }

    private static int port(String text) {
        if (!PORT.matcher(text).matches() || Integer.parseInt(text) > 65_535) {
            throw refused("'" + text + "' is no port");
        }
        return Integer.parseInt(text);
    }

    /** The shortest that may still follow: what is left of each word, the spaces and the end of the line. */
    static int wanted(Input input) {
        int there = input.remaining();
        byte last = input.at(there - 1);
        if (last == '\r') {
            return 1;
        }
        boolean addresses = input.at(BEGINNING.length) == 'T';
        int spaces = 0;
        for (int i = 0; i < there; i++) {
            if (input.at(i) == ' ') {
                spaces++;
            }
        }
        int missing = addresses ? Math.max(0, SPACES - spaces) : 0;
        int begun = addresses && last == ' ' && spaces <= SPACES ? 1 : 0; // of this word not even one is there
        return missing * 2 + begun + 2;
    }

    static void put(ProxyHeader header, Output out) {
        if (!header.values().isEmpty()) {
            throw new IllegalArgumentException("a PROXY header of version 1 carries no values: use version 2");
        }
        String line = UNKNOWN;
        if (header.source().isPresent()) {
            InetSocketAddress source = inet(header.source().get());
            InetSocketAddress destination = inet(header.destination().get());
            boolean six = source.getAddress() instanceof Inet6Address;
            if (six == destination.getAddress() instanceof Inet4Address) {
                throw new IllegalArgumentException("both addresses must be of one family: " + header);
            }
            line = "PROXY " + (six ? "TCP6 " : "TCP4 ") + text(source) + " " + text(destination) + " "
                    + source.getPort() + " " + destination.getPort();
        }
        byte[] bytes = (line + "\r\n").getBytes(US_ASCII);
        out.put(bytes, 0, bytes.length);
    }

    private static InetSocketAddress inet(Object address) {
        if (address instanceof InetSocketAddress inet && !inet.isUnresolved()) {
            return inet;
        }
        throw new IllegalArgumentException("a PROXY header of version 1 has addresses of IPv4 or IPv6, not " + address);
    }

    private static String text(InetSocketAddress address) {
        String text = address.getAddress().getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    static ProtocolException refused(String why) {
        return new ProtocolException("this PROXY header is refused: " + why);
    }
}
