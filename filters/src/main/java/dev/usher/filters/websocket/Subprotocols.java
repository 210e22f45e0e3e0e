package dev.usher.filters.websocket;

import java.util.ArrayList;
import java.util.List;

/** Names of subprotocols (RFC 6455 §1.9, §11.3.4). Stateless. */
final class Subprotocols {
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private Subprotocols() {}

    /** RFC 9110 §5.6.2 */
    static boolean isTokenCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || MARKS.indexOf(c) >= 0;
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isTokenCharacter((char) c));
    }

    /** Reads what a client offers: tokens, in its order of preference, each once. */
    static List<String> list(String text) {
        List<String> names = new ArrayList<>();
        for (String member : text.split(",")) {
            String name = member.strip();
            if (name.isEmpty()) {
                continue;
            }
            if (!isToken(name)) {
                throw HandshakeException.bad("Sec-WebSocket-Protocol is a list of tokens (RFC 6455 §11.3.4)");
            }
            if (names.contains(name)) {
                throw HandshakeException.bad("Sec-WebSocket-Protocol names one twice (RFC 6455 §4.1)");
            }
            names.add(name);
        }
        if (names.isEmpty()) {
            throw HandshakeException.bad("Sec-WebSocket-Protocol names none (RFC 6455 §11.3.4)");
        }
        return names;
    }

    /** Names of a program's. */
    static List<String> check(List<String> names) {
        for (String name : names) {
            if (!isToken(name)) {
                throw Fault.ours("a subprotocol's name is a token (RFC 6455 §4.1), not \"" + name + "\"");
            }
        }
        return List.copyOf(names);
    }
}
