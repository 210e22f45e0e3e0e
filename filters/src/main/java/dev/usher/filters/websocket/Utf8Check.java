package dev.usher.filters.websocket;

/**
 * Whether bytes that come in pieces are UTF-8 (RFC 3629 §4). Says no at the first byte that cannot be right, wherever
 * the pieces were cut. Belongs to one message at a time.
 *
 * <p>ASCII is looked at eight bytes at a time, characters of two bytes four at a time; only at the ends of a piece is
 * it done byte by byte.
 */
final class Utf8Check {
    private static final long TO_CARRY = 0x1E1E_1E1E_1E1E_1E1EL; // the bits of which an honest lead of two has one

    // Two times 1110xxxx 10xxxxxx 10xxxxxx, the first byte lowest.
    private static final long THREE_BYTES = 0xC0C0_F0C0_C0F0L;
    private static final long THREE_BYTES_SET = 0x8080_E080_80E0L;

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
        int end = to - Long.BYTES;
        while (i <= end) {
            i = narrow(bytes, i, end);
            if (i < 0) {
                return false;
            }
            if (i > end) {
                break;
            }
            int length = wide(bytes, i);
            if (length == 0) {
                return false;
            }
            i += length;
        }
        for (; i < to; i++) {
            if (!(missing > 0 ? follows(bytes[i]) : begins(bytes[i]))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Passes ASCII and characters of two bytes, up to eight bytes that have a longer one. No step waits for the one
     * before, but for a lead at the end of its eight bytes.
     *
     * @return where it has come to, or -1 if something is wrong
     */
    private static int narrow(byte[] bytes, int from, int end) {
        int i = from;
        long open = 0; // the high bit of the first byte if it must follow a lead
        for (; i <= end; i += Long.BYTES) {
            long word = (long) Mask.WORD.get(bytes, i);
            long high = word & Mask.SIGNS;
            if ((high | open) == 0) {
                continue;
            }
            long leads = high & word << 1;
            if ((leads & word << 2) != 0) {
                break;
            }
            long honest = (word & TO_CARRY) + TO_CARRY << 2; // the high bit, where a lead is not overlong
            if ((high ^ leads) != (leads << 8 | open) || (leads & ~honest) != 0) {
                return -1;
            }
            open = leads >>> 56;
        }
        return i - (int) (open >>> 7);
    }

    /** The length of the character, or of two of three bytes, at a place that has eight bytes; 0 if it is wrong. */
    private static int wide(byte[] bytes, int at) {
        long word = (long) Mask.WORD.get(bytes, at);
        if ((word & THREE_BYTES) == THREE_BYTES_SET) {
            return isThree((int) word) && isThree((int) (word >>> 24)) ? 6 : 0;
        }
        return character((int) word);
    }

    /** Of a lead of three and the byte behind it: neither overlong nor half of a surrogate pair. */
    private static boolean isThree(int word) {
        int bits = word & 0x200F;
        return bits != 0 && bits != 0x200D;
    }

    /** The length of the character that four bytes begin with, the first of them lowest, or 0 if it is none. */
    private static int character(int word) {
        if ((word & 0x80) == 0) {
            return 1;
        }
        if ((word & 0xC0E0) == 0x80C0) {
            return (word & 0x1E) != 0 ? 2 : 0; // else overlong
        }
        if ((word & 0xC0_C0F0) == 0x80_80E0) {
            return isThree(word) ? 3 : 0;
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
