package dev.usher.component.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Bytes of a file that are wanted (RFC 9110 §14.1.2).
 *
 * @param from the first
 * @param to the one behind the last
 */
record ByteRange(long from, long to) {
    /** As many as anybody needs who reads on in several places; who asks for more gets all. */
    private static final int MOST = 16;

    private static final String UNIT = "bytes=";

    long length() {
        return to - from;
    }

    /**
     * The ranges that a field asks for, as far as there is anything there: none of them if that is nothing. Ranges that
     * meet are made one, so that all together are never more than the file. Null if the field means nothing here: then
     * it is to be ignored.
     */
    static List<ByteRange> of(String field, long size) {
        String text = field.strip();
        if (!text.toLowerCase(Locale.ROOT).startsWith(UNIT)) {
            return null;
        }
        List<ByteRange> ranges = new ArrayList<>();
        int specs = 0;
        for (String member : text.substring(UNIT.length()).split(",", -1)) {
            String spec = member.strip();
            if (spec.isEmpty()) {
                continue; // RFC 9110 §5.6.1.2
            }
            if (++specs > MOST || !spec.matches("[0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18}")) {
                return null;
            }
            ByteRange range = one(spec, size);
            if (range == null) {
                return null;
            }
            if (range.length() > 0) {
                ranges.add(range);
            }
        }
        return specs == 0 ? null : apart(ranges);
    }

    /** Empty if there is nothing there; null if its end is before its beginning. */
    private static ByteRange one(String spec, long size) {
        int dash = spec.indexOf('-');
        if (dash == 0) {
            return new ByteRange(Math.max(0, size - Long.parseLong(spec.substring(1))), size);
        }
        long first = Long.parseLong(spec.substring(0, dash));
        long last = dash == spec.length() - 1 ? Long.MAX_VALUE - 1 : Long.parseLong(spec.substring(dash + 1));
        if (last < first) {
            return null;
        }
        return first >= size ? new ByteRange(size, size) : new ByteRange(first, Math.min(last + 1, size));
    }

    /** RFC 9110 §15.3.7.2: ranges that overlap may be one. In their order if none do. */
    private static List<ByteRange> apart(List<ByteRange> ranges) {
        List<ByteRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(ByteRange::from));
        List<ByteRange> merged = new ArrayList<>();
        for (ByteRange range : sorted) {
            ByteRange before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (before != null && range.from <= before.to) {
                merged.set(merged.size() - 1, new ByteRange(before.from, Math.max(before.to, range.to)));
            } else {
                merged.add(range);
            }
        }
        return merged.size() == ranges.size() ? ranges : merged;
    }
}
