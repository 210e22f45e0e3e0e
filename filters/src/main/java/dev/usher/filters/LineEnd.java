package dev.usher.filters;

import dev.usher.filter.Input;
import java.nio.charset.Charset;

/**
 * Where a line ends: finds the first terminator in a window and remembers how far it has searched, so that no byte is
 * searched twice. Belongs to one filter.
 *
 * <p>All offsets are relative to the window's position, as in {@link Input}.
 */
abstract class LineEnd {
    /** No terminator begins before this offset; the bytes before it belong to the line. */
    int searched;

    /** After {@link #find}: offset of the terminator, which is the length of the line. */
    int start;

    /** After {@link #find}: offset behind the terminator. */
    int end;

    /** Whether the line at the window's position was too long, has been refused, and its end not been seen yet. */
    boolean skipping;

    /**
     * Looks for a terminator from {@link #searched} on. May take from the window what belongs to the terminator before.
     *
     * @param input the window
     * @return whether {@link #start} and {@link #end} now say where a terminator is
     */
    abstract boolean find(Input input);

    /**
     * Whether a terminator that is not whole yet has come to too many bytes. Only an end whose length is not known
     * beforehand has this to fear.
     *
     * @param unfinished bytes from {@link #searched} to the end of the window
     * @param maxLength longest line in bytes
     * @return whether to give it up
     */
    boolean isTooLong(int unfinished, int maxLength) {
        return false;
    }

    /**
     * The same kind of end, remembering nothing.
     *
     * @param charset what the text of the connection is in
     * @return the new one
     */
    abstract LineEnd fresh(Charset charset);

    /** Forgets the line: the window's position is now behind it. */
    final void forgetLine() {
        searched = 0;
    }

    final boolean found(int from, int to) {
        start = from;
        end = to;
        return true;
    }

    final boolean notFound(int upTo) {
        searched = upTo;
        return false;
    }

    /** Text as it would stand in a program. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> quoted.append("\\r");
                case '\n' -> quoted.append("\\n");
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> quoted.append(c < ' ' || c > '~' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
