package dev.usher.filters;

import dev.usher.filter.Input;
import java.nio.charset.Charset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression over the bytes, each seen as the character of its value (POE::Filter::Line's InputRegexp).
 * Belongs to one filter.
 *
 * <p>A match counts when bytes to come cannot change it; a match that could still grow waits for the next byte, so that
 * lines do not depend on how the network cut them. When nothing counts, every place in the rest of the window is tried
 * once, and the search goes on later at the first place where a match may still begin.
 */
final class RegexpEnd extends LineEnd {
    private final Pattern pattern;
    private final Matcher matcher;
    private final Window window = new Window();

    RegexpEnd(Pattern pattern) {
        this.pattern = pattern;
        if (pattern.matcher("").lookingAt()) {
            throw new IllegalArgumentException("inputRegexp " + pattern
                    + " matches nothing at all, so every line would be empty; let it match a byte");
        }
        // The search may begin inside the line: lookbehind sees what is before, and ^ is where the line begins.
        matcher = pattern.matcher(window).useTransparentBounds(true).useAnchoringBounds(false);
    }

    @Override
    boolean find(Input input) {
        window.input = input;
        matcher.reset();
        boolean found = findCertain(input.remaining());
        window.input = null;
        return found;
    }

    private boolean findCertain(int remaining) {
        matcher.region(searched, remaining);
        if (matcher.find() && !matcher.hitEnd() && matcher.end() > 0) {
            return found(matcher.start(), matcher.end());
        }
        for (int at = searched; at < remaining; at++) {
            matcher.region(at, remaining);
            boolean matches = matcher.lookingAt();
            if (matcher.hitEnd()) {
                return notFound(at);
            }
            if (matches && matcher.end() > 0) {
                return found(at, matcher.end());
            }
        }
        return notFound(remaining);
    }

    /** Such a pattern as {@code .*;} may begin anywhere and never end; without a limit it would keep all that comes. */
    @Override
    boolean isTooLong(int unfinished, int maxLength) {
        return unfinished > maxLength;
    }

    @Override
    LineEnd fresh(Charset charset) {
        return new RegexpEnd(pattern);
    }

    @Override
    public String toString() {
        return "/" + pattern + "/";
    }

    /** The window as a pattern sees it; empty between two searches. */
    private static final class Window implements CharSequence {
        private Input input;

        @Override
        public int length() {
            return input == null ? 0 : input.remaining();
        }

        @Override
        public char charAt(int index) {
            return (char) (input.at(index) & 0xFF);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            StringBuilder text = new StringBuilder(to - from);
            for (int i = from; i < to; i++) {
                text.append(charAt(i));
            }
            return text;
        }

        @Override
        public String toString() {
            return subSequence(0, length()).toString();
        }
    }
}
