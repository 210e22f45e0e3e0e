package dev.usher.filters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Dates in fields (RFC 9110 §5.6.7): written as IMF-fixdate, read in that form and in the two obsolete ones. Stateless.
 */
public final class HttpDate {
    static final int LENGTH = 29;

    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] LONG_DAYS = {
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
    };
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final int CENTURY = 100;
    private static final int FUTURE_YEARS = 50;

    private HttpDate() {}

    /**
     * Writes a date, as in {@code Sun, 06 Nov 1994 08:49:37 GMT}.
     *
     * @param time of the years 0 to 9999; parts of a second are dropped
     * @return its text
     */
    public static String format(Instant time) {
        byte[] bytes = new byte[LENGTH];
        write(time.getEpochSecond(), bytes, 0);
        return new String(bytes, ISO_8859_1);
    }

    static void write(long epochSecond, byte[] bytes, int at) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            throw Fault.ours("a date of the years 0 to 9999, not " + time);
        }
        text(DAYS[time.getDayOfWeek().ordinal()], bytes, at);
        text(", ", bytes, at + 3);
        digits(time.getDayOfMonth(), bytes, at + 5);
        text(" ", bytes, at + 7);
        text(MONTHS[time.getMonthValue() - 1], bytes, at + 8);
        text(" ", bytes, at + 11);
        digits(time.getYear() / CENTURY, bytes, at + 12);
        digits(time.getYear() % CENTURY, bytes, at + 14);
        text(" ", bytes, at + 16);
        digits(time.getHour(), bytes, at + 17);
        text(":", bytes, at + 19);
        digits(time.getMinute(), bytes, at + 20);
        text(":", bytes, at + 22);
        digits(time.getSecond(), bytes, at + 23);
        text(" GMT", bytes, at + 25);
    }

    private static void text(String text, byte[] bytes, int at) {
        for (int i = 0; i < text.length(); i++) {
            bytes[at + i] = (byte) text.charAt(i);
        }
    }

    private static void digits(int number, byte[] bytes, int at) {
        bytes[at] = (byte) ('0' + number / 10);
        bytes[at + 1] = (byte) ('0' + number % 10);
    }

    /**
     * Reads a date in any of the three forms.
     *
     * @param text a field's value
     * @param now what time it is: a year of two digits that seems to be more than 50 years ahead is one of the past
     * @return the time, or nothing if it is no date; such a field is to be ignored
     */
    public static Optional<Instant> parse(String text, Instant now) {
        try {
            Scan scan = new Scan(text);
            LocalDateTime time = text.length() == LENGTH && text.charAt(3) == ',' ? scan.imf() : scan.obsolete(now);
            return Optional.of(time.toInstant(ZoneOffset.UTC));
        } catch (NotADate | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static final class NotADate extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotADate() {
            super(null, null, false, false);
        }
    }

    /** A cursor on the text of a date. */
    private static final class Scan {
        private final String text;
        private int at;

        Scan(String text) {
            this.text = text;
        }

        /** {@code Sun, 06 Nov 1994 08:49:37 GMT} */
        LocalDateTime imf() {
            int day = oneOf(DAYS);
            expect(", ");
            int dayOfMonth = number(2);
            expect(" ");
            int month = oneOf(MONTHS) + 1;
            expect(" ");
            int year = number(4);
            expect(" ");
            LocalDateTime time = time(year, month, dayOfMonth, day);
            expect(" GMT");
            return end(time);
        }

        LocalDateTime obsolete(Instant now) {
            return text.indexOf(',') > 0 ? rfc850(now) : asctime();
        }

        /** {@code Sunday, 06-Nov-94 08:49:37 GMT} */
        private LocalDateTime rfc850(Instant now) {
            int day = oneOf(LONG_DAYS);
            expect(", ");
            int dayOfMonth = number(2);
            expect("-");
            int month = oneOf(MONTHS) + 1;
            expect("-");
            int thisYear = now.atZone(ZoneOffset.UTC).getYear();
            int year = thisYear - thisYear % CENTURY + number(2);
            if (year > thisYear + FUTURE_YEARS) {
                year -= CENTURY;
            } else if (year <= thisYear - FUTURE_YEARS) {
                year += CENTURY;
            }
            expect(" ");
            LocalDateTime time = time(year, month, dayOfMonth, day);
            expect(" GMT");
            return end(time);
        }

        /** {@code Sun Nov 6 08:49:37 1994} */
        private LocalDateTime asctime() {
            int day = oneOf(DAYS);
            expect(" ");
            int month = oneOf(MONTHS) + 1;
            expect(" ");
            boolean oneDigit = at < text.length() && text.charAt(at) == ' ';
            at += oneDigit ? 1 : 0;
            int dayOfMonth = number(oneDigit ? 1 : 2);
            expect(" ");
            int begin = at;
            at += "08:49:37 ".length();
            int year = number(4);
            int end = at;
            at = begin;
            LocalDateTime time = time(year, month, dayOfMonth, day);
            expect(" ");
            at = end;
            return end(time);
        }

        private LocalDateTime time(int year, int month, int dayOfMonth, int day) {
            LocalDate date = LocalDate.of(year, month, dayOfMonth);
            if (date.getDayOfWeek().ordinal() != day) {
                throw new NotADate();
            }
            int hour = number(2);
            expect(":");
            int minute = number(2);
            expect(":");
            int second = number(2);
            // The grammar has second 60, a leap second, which no clock of ours knows.
            return date.atTime(hour, minute, second == 60 ? 59 : second);
        }

        private LocalDateTime end(LocalDateTime time) {
            if (at != text.length()) {
                throw new NotADate();
            }
            return time;
        }

        private void expect(String wanted) {
            if (!text.startsWith(wanted, at)) {
                throw new NotADate();
            }
            at += wanted.length();
        }

        private int oneOf(String[] words) {
            for (int i = 0; i < words.length; i++) {
                if (text.startsWith(words[i], at)) {
                    at += words[i].length();
                    return i;
                }
            }
            throw new NotADate();
        }

        private int number(int digits) {
            int number = 0;
            for (int end = at + digits; at < end; at++) {
                char c = at < text.length() ? text.charAt(at) : 'x';
                if (c < '0' || c > '9') {
                    throw new NotADate();
                }
                number = number * 10 + c - '0';
            }
            return number;
        }
    }
}
