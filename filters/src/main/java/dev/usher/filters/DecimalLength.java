package dev.usher.filters;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;

/** Decimal digits and a NUL, as POE's block and reference filters write a length. Stateless. */
final class DecimalLength implements LengthCodec {
    static final DecimalLength CODEC = new DecimalLength();

    /** As many as always fit into a long. */
    private static final int MOST_DIGITS = 18;

    private DecimalLength() {}

    /** Looks at the digits again while their NUL is not there: at most {@link #MOST_DIGITS}. */
    @Override
    public int prefix(Input input) {
        int there = input.remaining();
        for (int i = 0; i < there; i++) {
            byte b = input.at(i);
            if (b == 0 && i > 0) {
                return i + 1;
            }
            if (!isDigit(b)) {
                throw refused(input, i);
            }
            if (i == MOST_DIGITS) {
                throw new ProtocolException("a block's length has more than " + MOST_DIGITS
                        + " digits; nobody knows where the next block begins");
            }
        }
        return -1;
    }

    /** POE waits for ever behind digits without a NUL; here both kinds are skipped to the next digit. */
    private static ProtocolException refused(Input input, int at) {
        int wrong = input.at(at) & 0xFF;
        int end = at + 1;
        while (end < input.remaining() && !isDigit(input.at(end))) {
            end++;
        }
        input.skip(end);
        return new ProtocolException("byte 0x" + Integer.toHexString(wrong)
                + " where a block's length must be, decimal digits and a NUL; skipped to the next digit");
    }

    @Override
    public long length(Input input, int prefix) {
        long length = 0;
        for (int i = 0; i < prefix - 1; i++) {
            length = 10 * length + (input.at(i) - '0');
        }
        return length;
    }

    @Override
    public void put(int length, Output out) {
        int size = size(length);
        int at = out.reserve(size);
        write(length, out.array(), at, size);
        out.advance(size);
    }

    /** Puts a length in front of bytes that were appended already. */
    static void insert(int start, Output out) {
        int length = out.size() - start;
        int size = size(length);
        out.reserve(size);
        int at = out.head() + start;
        System.arraycopy(out.array(), at, out.array(), at + size, length);
        write(length, out.array(), at, size);
        out.advance(size);
    }

    private static int size(int length) {
        int size = 2;
        for (int rest = length; rest >= 10; rest /= 10) {
            size++;
        }
        return size;
    }

    private static void write(int length, byte[] array, int at, int size) {
        array[at + size - 1] = 0;
        int rest = length;
        for (int i = at + size - 2; i >= at; i--) {
            array[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
