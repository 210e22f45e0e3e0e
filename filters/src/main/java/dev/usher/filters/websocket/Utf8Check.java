package dev.usher.filters.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Whether bytes that come in pieces are UTF-8 (RFC 3629 §4). Says no at the first byte that cannot be right, wherever
 * the pieces were cut. Belongs to one message at a time.
 *
 * <p>ASCII is looked at eight bytes at a time, characters of two bytes four at a time; only at the ends of a piece is
 * it done byte by byte.
 */
final class Utf8Check {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    // Four times 110xxxxx 10xxxxxx, the first byte lowest; and the bits of which one must be set: else it is overlong.
    private static final long TWO_BYTES = 0xC0E0_C0E0_C0E0_C0E0L;
    private static final long TWO_BYTES_SET = 0x80C0_80C0_80C0_80C0L;
    private static final long TWO_BYTES_LONG = 0x001E_001E_001E_001EL;
    private static final long TWO_BYTES_CARRY = 0x0020_0020_0020_0020L;

    private int begun; // bytes of an incomplete character that have come
    private int missing; // and how many must follow
    private int least; // what the next one may be
    private int most;

    void reset() {
        begun = 0;
        missing = 0;
    }

    boolean isComplete() {
        return missing == 0;
    }

    /** How many bytes of an incomplete character have come. */
    int begun() {
        return begun;
    }

    /** How many bytes an incomplete character lacks. */
    int missing() {
        return missing;
    }

    /** Whether the bytes may follow those before; once it has said no, only {@link #reset} helps. */
    boolean accepts(byte[] bytes, int from, int to) {
        int i = from;
        while (missing > 0 && i < to) {
            if (!follows(bytes[i++])) {
                return false;
            }
        }
        for (int end = to - Long.BYTES; i <= end; ) {
            long word = (long) Mask.WORD.get(bytes, i);
            if ((word & Mask.SIGNS) == 0) {
                i += Long.BYTES;
            } else if ((word & TWO_BYTES) == TWO_BYTES_SET
                    && ((word & TWO_BYTES_LONG) + TWO_BYTES_LONG & TWO_BYTES_CARRY) == TWO_BYTES_CARRY) {
                i += Long.BYTES;
            } else {
                int length = character(bytes, i);
                if (length == 0) {
                    return false;
                }
                i += length;
            }
        }
        for (; i < to; i++) {
            if (!(missing > 0 ? follows(bytes[i]) : begins(bytes[i]))) {
                return false;
            }
        }
        return true;
    }

    /** The length of the character at a place that has four bytes, or 0 if it is none. */
    private static int character(byte[] bytes, int at) {
        int word = (int) INT.get(bytes, at);
        if ((word & 0x80) == 0) {
            return 1;
        }
        if ((word & 0xC0E0) == 0x80C0) {
            return (word & 0x1E) != 0 ? 2 : 0; // else overlong
        }
        if ((word & 0xC0_C0F0) == 0x80_80E0) {
            int bits = word & 0x200F;
            return bits != 0 && bits != 0x200D ? 3 : 0; // else overlong, or half of a surrogate pair
        }
        if ((word & 0xC0C0_C0F8) == 0x8080_80F0) {
            int bits = word & 0x3007; // of which 0 is overlong, and more than 4 with nothing behind beyond U+10FFFF
            return bits != 0 && ((bits & 7) < 4 || bits == 4) ? 4 : 0;
        }
        return 0;
    }

    private boolean follows(byte b) {
        int value = b & 0xFF;
        if (value < least || value > most) {
            return false;
        }
        missing--;
        begun = missing == 0 ? 0 : begun + 1;
        least = 0x80;
        most = 0xBF;
        return true;
    }

    private boolean begins(byte b) {
        if (b >= 0) {
            return true;
        }
        int value = b & 0xFF;
        if (value < 0xC2 || value > 0xF4) {
            return false;
        }
        begun = 1;
        missing = value < 0xE0 ? 1 : value < 0xF0 ? 2 : 3;
        least = value == 0xE0 ? 0xA0 : value == 0xF0 ? 0x90 : 0x80;
        most = value == 0xED ? 0x9F : value == 0xF4 ? 0x8F : 0xBF;
        return true;
    }
}
