package dev.usher.filters.http;

import java.util.function.LongSupplier;

/** The Date line of responses, made once a second. Not thread-safe: all connections of a kernel share one. */
public final class DateField {
    private static final byte[] BEGIN = Octets.bytes("Date: ");

    private final LongSupplier epochSecond;
    private final byte[] line = new byte[BEGIN.length + HttpDate.LENGTH + 2];
    private long second = Long.MIN_VALUE;

    /** @param epochSecond tells the time in seconds since 1970, asked at every response */
    public DateField(LongSupplier epochSecond) {
        this.epochSecond = epochSecond;
        System.arraycopy(BEGIN, 0, line, 0, BEGIN.length);
        line[line.length - 2] = Octets.CR;
        line[line.length - 1] = Octets.LF;
    }

    /** What the time is. */
    long second() {
        return epochSecond.getAsLong();
    }

    /** The line of that time, until it is another. */
    byte[] line() {
        long now = second();
        if (now != second) {
            HttpDate.write(now, line, BEGIN.length);
            second = now;
        }
        return line;
    }
}
