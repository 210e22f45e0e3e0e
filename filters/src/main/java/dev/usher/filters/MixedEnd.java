package dev.usher.filters;

import dev.usher.filter.Input;
import java.nio.charset.Charset;

/**
 * CR, LF, CRLF or LFCR, in any mixture: what POE::Filter::Line takes by default. Belongs to one filter.
 *
 * <p>The first byte ends the line. If its partner has not come yet nobody waits for it: it is swallowed when it comes
 * first in the bytes behind. (POE makes an empty line of it.)
 */
final class MixedEnd extends LineEnd {
    static final byte CR = '\r';
    static final byte LF = '\n';

    /** CR xor LF: turns one into the other. */
    private static final int PARTNER = CR ^ LF;

    /** The terminator byte that ended the last line at the very end of the window, or 0. */
    private byte half;

    @Override
    boolean find(Input input) {
        if (half != 0 && !input.isEmpty()) {
            if (input.at(0) == (half ^ PARTNER)) {
                input.skip(1);
            }
            half = 0;
        }
        int at = input.indexOfEither(CR, LF, searched);
        if (at < 0) {
            return notFound(input.remaining());
        }
        byte first = input.at(at);
        if (at + 1 == input.remaining()) {
            half = first;
            return found(at, at + 1);
        }
        return found(at, input.at(at + 1) == (first ^ PARTNER) ? at + 2 : at + 1);
    }

    @Override
    LineEnd fresh(Charset charset) {
        return new MixedEnd();
    }

    @Override
    public String toString() {
        return "CR|LF|CRLF|LFCR";
    }
}
