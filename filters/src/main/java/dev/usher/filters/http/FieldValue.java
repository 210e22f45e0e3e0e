package dev.usher.filters.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One member of a field's value: a word and its parameters, as in {@code text/html; charset="utf-8"; q=0.5} (RFC 9110
 * §5.6). Immutable.
 *
 * @param word what stands before the first semicolon, as it was sent
 * @param parameters by their names in lower case, in their order, quotes and escapes removed; of several with one name
 *     the first
 */
public record FieldValue(String word, Map<String, String> parameters) {

    /** Keeps the parameters' order. */
    public FieldValue {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * Reads a value that is one member, as Content-Type is.
     *
     * @param text a field's value
     * @return the member, or nothing if the value is malformed
     */
    public static Optional<FieldValue> of(String text) {
        Scan scan = new Scan(text);
        FieldValue value = scan.member();
        return value != null && scan.isAtEnd() ? Optional.of(value) : Optional.empty();
    }

    /**
     * Reads a comma-separated list, such as Accept. Empty members do not count (RFC 9110 §5.6.1.2).
     *
     * @param text a field's value; of several lines, joined
     * @return the members in their order; malformed ones are left out
     */
    public static List<FieldValue> list(String text) {
        List<FieldValue> members = new ArrayList<>();
        Scan scan = new Scan(text);
        while (!scan.isAtEnd()) {
            FieldValue member = scan.member();
            if (member != null && scan.isAtComma()) {
                members.add(member);
            }
            scan.skipToNext();
        }
        return members;
    }

    /**
     * @param name of a parameter, in whatever case
     * @return its value
     */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    /** A cursor on a value. */
    private static final class Scan {
        private final String text;
        private int at;

        Scan(String text) {
            this.text = text;
        }

        boolean isAtEnd() {
            skipBlanks();
            return at == text.length();
        }

        boolean isAtComma() {
            return isAtEnd() || text.charAt(at) == ',';
        }

        /** A word and its parameters, or null. */
        FieldValue member() {
            skipBlanks();
            int from = at;
            while (at < text.length() && isWord(text.charAt(at))) {
                at++;
            }
            if (at == from) {
                return null;
            }
            String word = text.substring(from, at);
            Map<String, String> parameters = new LinkedHashMap<>();
            while (!isAtEnd() && text.charAt(at) == ';') {
                at++;
                if (!isAtEnd() && isToken(text.charAt(at)) && !parameter(parameters)) { // "; ;" is allowed
                    return null;
                }
            }
            return new FieldValue(word, parameters);
        }

        private boolean parameter(Map<String, String> parameters) {
            String name = token().toLowerCase(Locale.ROOT);
            if (at == text.length() || text.charAt(at) != '=') {
                return false;
            }
            at++;
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            String value = quoted ? quotedText() : token();
            if (value == null || !quoted && value.isEmpty()) {
                return false;
            }
            parameters.putIfAbsent(name, value);
            return true;
        }

        private String token() {
            int from = at;
            while (at < text.length() && isToken(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        /** RFC 9110 §5.6.4; null if it does not end. */
        private String quotedText() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return value.toString();
                }
                if (c == '\\' && ++at < text.length()) {
                    c = text.charAt(at);
                }
                value.append(c);
            }
            return null;
        }

        /** Behind the next comma that is not quoted. */
        void skipToNext() {
            while (at < text.length() && text.charAt(at) != ',') {
                if (text.charAt(at) == '"') {
                    quotedText();
                } else {
                    at++;
                }
            }
            at = Math.min(at + 1, text.length());
        }

        private void skipBlanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private static boolean isToken(char c) {
            return c < 0x80 && Octets.token((byte) c) != 0;
        }

        private static boolean isWord(char c) {
            return isToken(c) || c == '/';
        }
    }
}
