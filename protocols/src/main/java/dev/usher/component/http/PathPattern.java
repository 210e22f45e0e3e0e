package dev.usher.component.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that is looked for anywhere in a path, as the manual has it, made once. The usual forms need no
 * regular expression: {@code ''} matches everything, {@code ^/a$} one path, {@code ^/a} what begins so, {@code /a} what
 * contains it. Immutable.
 */
final class PathPattern {
    private enum Kind {
        ALL,
        EQUAL,
        BEGIN,
        PART,
        REGEX
    }

    private static final String META = "\\^$.|?*+()[]{}";

    private final String text;
    private final Kind kind;
    private final String literal;
    private final boolean exact;
    private final Pattern regex; // null of a literal one, which has no groups

    /** @throws IllegalArgumentException if it is no regular expression */
    PathPattern(String text) {
        this.text = text;
        boolean begins = text.startsWith("^");
        boolean ends = begins && text.endsWith("$");
        literal = text.substring(begins ? 1 : 0, text.length() - (ends ? 1 : 0));
        if (!isPlain(literal) || literal.isEmpty() && begins) {
            kind = Kind.REGEX;
        } else if (literal.isEmpty()) {
            kind = Kind.ALL;
        } else if (ends) {
            kind = Kind.EQUAL;
        } else {
            kind = begins ? Kind.BEGIN : Kind.PART;
        }
        regex = kind == Kind.REGEX ? compiled(text) : null;
        exact = kind == Kind.EQUAL
                && literal.startsWith("/")
                && !literal.startsWith("//")
                && !literal.contains("/.")
                && literal.indexOf('%') < 0;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80 || META.indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static Pattern compiled(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the pattern '" + text + "' is no regular expression: "
                    + e.getDescription() + " at " + e.getIndex());
        }
    }

    String text() {
        return text;
    }

    /** Whether it matches one path only, in a form in which a request's target can be compared as it came. */
    boolean isExact() {
        return exact;
    }

    String literal() {
        return literal;
    }

    boolean matches(String path) {
        return switch (kind) {
            case ALL -> true;
            case EQUAL -> path.equals(literal);
            case BEGIN -> path.startsWith(literal);
            case PART -> path.contains(literal);
            case REGEX -> regex.matcher(path).find();
        };
    }

    /** The groups of a path that matches. */
    Matcher matcher(String path) {
        Matcher matcher = (regex == null ? compiled(text) : regex).matcher(path);
        matcher.find();
        return matcher;
    }
}
