package dev.usher.filters;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filter.Input;
import java.nio.charset.Charset;

/**
 * CR, LF, CRLF or LFCR, whichever comes first, and from then on that one only (POE::Filter::Line's autodetection).
 * Belongs to one filter.
 *
 * <p>The first line is given at its first terminator byte. If that byte was the last one received, the next byte
 * decides: it completes the terminator or shows that the terminator is one byte long.
 *
 * <pre>
 *   FIRST --terminator, another byte behind it--> DECIDED
 *   FIRST --terminator byte, none behind it--> HALF --next byte--> DECIDED
 * </pre>
 */
final class AutodetectEnd extends LineEnd {
    /** The first terminator's first byte, while it is not known whether there is a second; otherwise 0. */
    private byte half;

    private LineEnd decided;

    @Override
    boolean find(Input input) {
        if (decided != null) {
            return findDecided(input);
        }
        return half != 0 ? findAfterHalf(input) : findFirst(input);
    }

    private boolean findFirst(Input input) {
        int at = input.indexOfEither(MixedEnd.CR, MixedEnd.LF, searched);
        if (at < 0) {
            return notFound(input.remaining());
        }
        byte first = input.at(at);
        if (at + 1 == input.remaining()) {
            half = first;
            return found(at, at + 1);
        }
        return found(at, at + decide(first, input.at(at + 1)));
    }

    private boolean findAfterHalf(Input input) {
        if (input.isEmpty()) {
            return false;
        }
        input.skip(decide(half, input.at(0)) - 1);
        half = 0;
        return findDecided(input);
    }

    private boolean findDecided(Input input) {
        decided.searched = searched;
        return decided.find(input) ? found(decided.start, decided.end) : notFound(decided.searched);
    }

    /** Decides for good, and answers the length of the terminator. */
    private int decide(byte first, byte second) {
        boolean pair = second == (first == MixedEnd.CR ? MixedEnd.LF : MixedEnd.CR);
        byte[] terminator = pair ? new byte[] {first, second} : new byte[] {first};
        decided = new LiteralEnd(new String(terminator, ISO_8859_1), ISO_8859_1);
        return terminator.length;
    }

    @Override
    LineEnd fresh(Charset charset) {
        return new AutodetectEnd();
    }

    @Override
    public String toString() {
        return decided == null ? "autodetect" : "autodetected " + decided;
    }
}
