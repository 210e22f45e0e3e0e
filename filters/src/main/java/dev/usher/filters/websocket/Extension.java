package dev.usher.filters.websocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One extension as a handshake speaks of it: a name and its parameters (RFC 6455 §9.1). Immutable.
 *
 * @param name a token
 * @param parameters in the order they stand, twice if they stand twice
 */
public record Extension(String name, List<Parameter> parameters) {

    /**
     * A parameter of an extension.
     *
     * @param name a token
     * @param value a token, without the quotes it may have had; nothing if there is no {@code =}
     */
    public record Parameter(String name, Optional<String> value) {
        @Override
        public String toString() {
            return value.map(text -> name + "=" + text).orElse(name);
        }
    }

    /** Keeps the parameters. */
    public Extension {
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads Sec-WebSocket-Extensions, strictly.
     *
     * @param text the value; of several lines, joined
     * @return the extensions in their order
     * @throws HandshakeException if it is malformed
     */
    public static List<Extension> list(String text) {
        return new Scan(text).list();
    }

    /** @return as it is written in a field */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        for (Parameter parameter : parameters) {
            text.append("; ").append(parameter);
        }
        return text.toString();
    }

    /** Reads one value from left to right. */
    private static final class Scan {
        private final String text;
        private int at;

        Scan(String text) {
            this.text = text;
        }

        /** Empty members do not count (RFC 9110 §5.6.1.2), but one that is none must be there. */
        List<Extension> list() {
            List<Extension> extensions = new ArrayList<>();
            do {
                skipBlanks();
                if (at < text.length() && text.charAt(at) != ',') {
                    extensions.add(extension());
                    skipBlanks();
                }
            } while (skip(','));
            if (at < text.length() || extensions.isEmpty()) {
                throw malformed();
            }
            return extensions;
        }

        private Extension extension() {
            String name = token();
            List<Parameter> parameters = new ArrayList<>();
            skipBlanks();
            while (skip(';')) {
                skipBlanks();
                parameters.add(parameter());
                skipBlanks();
            }
            return new Extension(name, parameters);
        }

        private Parameter parameter() {
            String name = token();
            skipBlanks();
            if (!skip('=')) {
                return new Parameter(name, Optional.empty());
            }
            skipBlanks();
            return new Parameter(name, Optional.of(skip('"') ? quoted() : token()));
        }

        /** RFC 6455 §9.1: what is quoted is a token nevertheless. */
        private String quoted() {
            StringBuilder value = new StringBuilder();
            while (!skip('"')) {
                skip('\\');
                if (at == text.length() || !Subprotocols.isTokenCharacter(text.charAt(at))) {
                    throw malformed();
                }
                value.append(text.charAt(at++));
            }
            if (value.length() == 0) {
                throw malformed();
            }
            return value.toString();
        }

        private String token() {
            int from = at;
            while (at < text.length() && Subprotocols.isTokenCharacter(text.charAt(at))) {
                at++;
            }
            if (from == at) {
                throw malformed();
            }
            return text.substring(from, at);
        }

        private boolean skip(char wanted) {
            boolean found = at < text.length() && text.charAt(at) == wanted;
            at += found ? 1 : 0;
            return found;
        }

        private void skipBlanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private HandshakeException malformed() {
            return HandshakeException.bad("Sec-WebSocket-Extensions is malformed at character " + at
                    + ": it is a list of names with parameters (RFC 6455 §9.1)");
        }
    }
}
